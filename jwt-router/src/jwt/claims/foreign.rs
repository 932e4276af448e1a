//! The claims that are read only from tokens of other issuers, such as `azp`.

use std::borrow::Cow;

use super::{Accepted, Rules, TABLE_NAME, TableIndex, TokenKind, found::ClaimName};
use crate::jwt::token::InvalidToken;

/// The results of checking the claims that are read only from tokens of other issuers; `None` for a claim that has not
/// been read.
#[derive(Default)]
pub(super) struct Foreign {
    /// `azp` names a configured client.
    is_of_party: Option<bool>,
    /// `client_id` names a configured client.
    is_of_client: Option<bool>,
    /// The kind of token that `typ` states.
    kind: Option<Stated>,
    /// The kind of token that `token_use` states.
    usage: Option<Stated>,
    has_token_hash: bool,
    has_verified_email: Option<bool>,
    has_verified_phone_number: Option<bool>,
    /// `nonce` equals the one that this application sent at the start of the login.
    #[cfg(feature = "google")]
    is_of_login: Option<bool>,
    /// `aud` contains several names.
    pub(super) is_audience_shared: bool,
}

/// The kind of token that a claim states.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Stated {
    /// An access token, or nothing that is known.
    Access,
    /// An ID token.
    Id,
    /// A kind that is never a bearer token, such as a refresh token.
    Other,
}

/// A claim that is read only from tokens of other issuers.
#[derive(Clone, Copy)]
pub(super) enum ForeignName {
    /// `azp`.
    Party,
    /// `client_id`, if the configuration names clients.
    Client,
    /// `typ`: Keycloak writes the kind of token into this claim.
    Kind,
    /// `token_use`: Amazon Cognito writes the kind of token into this claim.
    Use,
    /// `at_hash` or `c_hash`.
    TokenHash,
    /// `email_verified`.
    EmailVerified,
    /// `phone_number_verified`.
    PhoneNumberVerified,
    /// `nonce`.
    #[cfg(feature = "google")]
    Nonce,
}

impl<'r> TokenKind<'r> {
    /// Returns the index of the entity's table and the name of its key claim for tokens of another issuer; `None`
    /// for the application's own tokens, whose `table_name` determines them.
    pub(super) const fn entity(&self) -> Option<(TableIndex, &'r str)> {
        match *self {
            Self::Own => None,
            Self::Access { entity, .. } => Some(entity),
            #[cfg(feature = "google")]
            Self::Id { .. } => Some((TableIndex::new(0), "sub")),
        }
    }
}

impl Rules<'_> {
    /// Returns the claim that this name means in a token of another issuer; `None` if it means the same as in the
    /// application's own tokens.
    pub(super) fn foreign_name(&self, name: &[u8]) -> Option<ClaimName> {
        const TABLE: &[u8] = TABLE_NAME.as_bytes();
        let key = self.kind.entity();
        if key.is_some_and(|(_, key)| key.as_bytes() == name) {
            return Some(ClaimName::Key);
        }
        match (self.kind, name) {
            (TokenKind::Own, _) => None,
            (_, TABLE) => Some(ClaimName::Other),
            (_, b"azp") => Some(ClaimName::Foreign(ForeignName::Party)),
            (_, b"client_id") if !self.clients.is_empty() => {
                Some(ClaimName::Foreign(ForeignName::Client))
            }
            #[cfg(feature = "google")]
            (TokenKind::Id { .. }, b"nonce") => Some(ClaimName::Foreign(ForeignName::Nonce)),
            #[cfg(feature = "google")]
            (TokenKind::Id { .. }, b"jti") => Some(ClaimName::Other),
            (TokenKind::Access { .. }, b"typ") => Some(ClaimName::Foreign(ForeignName::Kind)),
            (TokenKind::Access { .. }, b"token_use") => Some(ClaimName::Foreign(ForeignName::Use)),
            (TokenKind::Access { .. }, b"at_hash" | b"c_hash") => {
                Some(ClaimName::Foreign(ForeignName::TokenHash))
            }
            (TokenKind::Access { .. }, b"email_verified") => {
                Some(ClaimName::Foreign(ForeignName::EmailVerified))
            }
            (TokenKind::Access { .. }, b"phone_number_verified") => {
                Some(ClaimName::Foreign(ForeignName::PhoneNumberVerified))
            }
            (TokenKind::Access { .. }, _) => None,
            #[cfg(feature = "google")]
            (TokenKind::Id { .. }, _) => None,
        }
    }
}

impl Foreign {
    /// Stores the result of checking the claim `name`, whose value is `json`, and returns whether the payload has this
    /// claim for the first time; always `true` for `at_hash` and `c_hash`.
    pub(super) fn read(&mut self, rules: &Rules<'_>, name: ForeignName, json: &str) -> bool {
        let text: Option<Cow<'_, str>> = serde_json::from_str(json).ok();
        let text = text.as_deref();
        match name {
            ForeignName::Party => {
                let is_ours = |text| rules.parties.iter().any(|ours| ours == text);
                let is_ours = text.is_some_and(is_ours);
                self.is_of_party.replace(is_ours).is_none()
            }
            ForeignName::Client => {
                let is_ours = |text| rules.clients.iter().any(|ours| ours == text);
                let is_ours = text.is_some_and(is_ours);
                self.is_of_client.replace(is_ours).is_none()
            }
            ForeignName::Kind => {
                let stated = match text {
                    Some("ID") => Stated::Id,
                    Some("Refresh" | "Offline" | "Logout") => Stated::Other,
                    Some(_) | None => Stated::Access,
                };
                self.kind.replace(stated).is_none()
            }
            ForeignName::Use => {
                let stated = match text {
                    Some("id") => Stated::Id,
                    Some("access") | None => Stated::Access,
                    Some(_) => Stated::Other,
                };
                self.usage.replace(stated).is_none()
            }
            ForeignName::TokenHash => {
                self.has_token_hash = true;
                true
            }
            // Amazon Cognito writes a string instead of a boolean.
            ForeignName::EmailVerified => {
                let is_verified = matches!(json, "true" | "\"true\"");
                self.has_verified_email.replace(is_verified).is_none()
            }
            ForeignName::PhoneNumberVerified => {
                let is_verified = matches!(json, "true" | "\"true\"");
                self.has_verified_phone_number
                    .replace(is_verified)
                    .is_none()
            }
            #[cfg(feature = "google")]
            ForeignName::Nonce => {
                let is_of_login = matches!(rules.kind, TokenKind::Id { nonce } if nonce == text);
                self.is_of_login.replace(is_of_login).is_none()
            }
        }
    }

    /// Checks that no claim shows that the token is of a kind which `rules` do not accept, such as a refresh token.
    pub(super) fn check_kind(&self, rules: &Rules<'_>) -> Result<(), InvalidToken> {
        match rules.kind {
            TokenKind::Own => Ok(()),
            TokenKind::Access {
                accepted, is_typed, ..
            } => {
                let states = |kind| self.kind == Some(kind) || self.usage == Some(kind);
                // OpenID Connect Core 1.0, section 3.1.3.6: an ID token has a hash of the access token that was
                // issued with it. An access token may have one too, if its header states its type.
                let is_id = states(Stated::Id) || (self.has_token_hash && !is_typed);
                let is_refused = is_id && accepted != Accepted::AccessOrId;
                if states(Stated::Other) || is_refused {
                    Err(InvalidToken::NotAccess)
                } else {
                    Ok(())
                }
            }
            #[cfg(feature = "google")]
            TokenKind::Id { .. } => Ok(()),
        }
    }

    /// Checks that the token was issued for a configured client, and that its key claim is fit to identify an entity: it
    /// must not be empty, a `sub` has to be a string, and an `email` or `phone_number` verified by the issuer.
    ///
    /// `key` is the JSON text of the key claim, which names the entity.
    pub(super) fn check(&self, rules: &Rules<'_>, key: &str) -> Result<(), InvalidToken> {
        self.check_party(rules)?;
        // RFC 7519, section 4.1.2: `sub` is a string.
        let has_no_text = !key.starts_with('"');
        match rules.kind {
            TokenKind::Access {
                entity: (_, "sub"), ..
            } if has_no_text => Err(InvalidToken::KeyType),
            // Issuers write an empty text for a value that they do not have, which would be one entity for many users.
            TokenKind::Access { .. } if key == "\"\"" => Err(InvalidToken::EmptyKey),
            // OpenID Connect Core 1.0, section 5.7: an e-mail address is no reliable identifier, and neither is a phone
            // number. One that the issuer has not verified may be another user's.
            TokenKind::Access {
                entity: (_, "email"),
                ..
            } if self.has_verified_email != Some(true) => Err(InvalidToken::UnverifiedEmail),
            TokenKind::Access {
                entity: (_, "phone_number"),
                ..
            } if self.has_verified_phone_number != Some(true) => {
                Err(InvalidToken::UnverifiedPhoneNumber)
            }
            #[cfg(feature = "google")]
            TokenKind::Id { .. } if has_no_text => Err(InvalidToken::KeyType),
            #[cfg(feature = "google")]
            TokenKind::Id { .. } if key == "\"\"" => Err(InvalidToken::NoSubject),
            #[cfg(feature = "google")]
            TokenKind::Id { nonce: Some(_) } if self.is_of_login != Some(true) => {
                Err(InvalidToken::Nonce)
            }
            #[cfg(feature = "google")]
            TokenKind::Id { .. } => Ok(()),
            TokenKind::Own | TokenKind::Access { .. } => Ok(()),
        }
    }

    fn check_party(&self, rules: &Rules<'_>) -> Result<(), InvalidToken> {
        match rules.kind {
            TokenKind::Own => Ok(()),
            TokenKind::Access { .. } => {
                if !rules.clients.is_empty() {
                    let missing = InvalidToken::NoClientId;
                    check_client(self.is_of_client, missing, InvalidToken::ClientId)?;
                }
                if !rules.parties.is_empty() {
                    let missing = InvalidToken::NoAuthorizedParty;
                    check_client(self.is_of_party, missing, InvalidToken::AuthorizedParty)?;
                }
                Ok(())
            }
            // OpenID Connect Core 1.0, section 3.1.3.7, items 4 and 5: an `azp` has to be the client's, and a
            // token with several audiences has to have one.
            #[cfg(feature = "google")]
            TokenKind::Id { .. } if self.is_of_party.unwrap_or(!self.is_audience_shared) => Ok(()),
            #[cfg(feature = "google")]
            TokenKind::Id { .. } => Err(InvalidToken::AuthorizedParty),
        }
    }
}

/// Returns an error unless `is_ours`, the result of comparing a claim with the configured clients, is `Some(true)`:
/// `missing` for `None`, a token without the claim, and `other` for a claim that names another client.
const fn check_client(
    is_ours: Option<bool>,
    missing: InvalidToken,
    other: InvalidToken,
) -> Result<(), InvalidToken> {
    match is_ours {
        Some(true) => Ok(()),
        Some(false) => Err(other),
        None => Err(missing),
    }
}
