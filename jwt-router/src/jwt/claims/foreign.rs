//! The claims that only another issuer's tokens have.

use std::borrow::Cow;

use super::{Kind, Rules, TABLE_NAME, TableIndex, found::Name};
use crate::jwt::token::InvalidToken;

/// What was found of the claims that only another issuer's tokens have.
#[derive(Default)]
pub(super) struct Foreign {
    is_of_party: Option<bool>,
    is_other_kind: Option<bool>,
    is_other_use: Option<bool>,
    has_token_hash: bool,
    has_verified_email: Option<bool>,
    #[cfg(feature = "google")]
    is_of_login: Option<bool>,
    /// `aud` has several names.
    pub(super) is_audience_shared: bool,
}

/// A claim that only another issuer's tokens have.
#[derive(Clone, Copy)]
pub(super) enum ForeignName {
    /// `azp`.
    Party,
    /// `typ`, as Keycloak has it.
    Kind,
    /// `token_use`, as Amazon Cognito has it.
    Use,
    /// `at_hash` or `c_hash`.
    TokenHash,
    /// `email_verified`.
    EmailVerified,
    /// `nonce`.
    #[cfg(feature = "google")]
    Nonce,
}

impl<'r> Kind<'r> {
    /// Returns the index of the entity and the claim that names it, where no table has to be found
    /// first.
    pub(super) const fn entity(&self) -> Option<(TableIndex, &'r str)> {
        match *self {
            Self::Own => None,
            Self::Access { entity, .. } => Some(entity),
            #[cfg(feature = "google")]
            Self::Id { .. } => Some((TableIndex::new(0), "sub")),
        }
    }

    /// Returns which claim has this name, where it means something else than in a token of ours.
    pub(super) fn name(&self, name: &[u8]) -> Option<Name> {
        const TABLE: &[u8] = TABLE_NAME.as_bytes();
        if self.entity().is_some_and(|(_, key)| key.as_bytes() == name) {
            return Some(Name::Key);
        }
        match (self, name) {
            (Self::Own, _) => None,
            (_, TABLE) => Some(Name::Other),
            (_, b"azp") => Some(Name::Foreign(ForeignName::Party)),
            #[cfg(feature = "google")]
            (Self::Id { .. }, b"nonce") => Some(Name::Foreign(ForeignName::Nonce)),
            #[cfg(feature = "google")]
            (Self::Id { .. }, b"jti") => Some(Name::Other),
            (Self::Access { .. }, b"typ") => Some(Name::Foreign(ForeignName::Kind)),
            (Self::Access { .. }, b"token_use") => Some(Name::Foreign(ForeignName::Use)),
            (Self::Access { .. }, b"at_hash" | b"c_hash") => {
                Some(Name::Foreign(ForeignName::TokenHash))
            }
            (Self::Access { .. }, b"email_verified") => {
                Some(Name::Foreign(ForeignName::EmailVerified))
            }
            (Self::Access { .. }, _) => None,
            #[cfg(feature = "google")]
            (Self::Id { .. }, _) => None,
        }
    }
}

impl Foreign {
    /// Takes a claim; `false` when it was there before.
    pub(super) fn read(&mut self, rules: &Rules<'_>, name: ForeignName, json: &str) -> bool {
        let text: Option<Cow<'_, str>> = serde_json::from_str(json).ok();
        let text = text.as_deref();
        match name {
            ForeignName::Party => {
                let is_ours = |text| rules.parties.iter().any(|ours| ours == text);
                let is_ours = text.is_some_and(is_ours);
                self.is_of_party.replace(is_ours).is_none()
            }
            ForeignName::Kind => {
                let others = ["ID", "Refresh", "Offline", "Logout"];
                let is_other = text.is_some_and(|text| others.contains(&text));
                self.is_other_kind.replace(is_other).is_none()
            }
            ForeignName::Use => {
                let is_other = text.is_some_and(|text| text != "access");
                self.is_other_use.replace(is_other).is_none()
            }
            ForeignName::TokenHash => {
                self.has_token_hash = true;
                true
            }
            ForeignName::EmailVerified => {
                // Amazon Cognito writes it as a text.
                let is_verified = matches!(json, "true" | "\"true\"");
                self.has_verified_email.replace(is_verified).is_none()
            }
            #[cfg(feature = "google")]
            ForeignName::Nonce => {
                let is_of_login = matches!(rules.kind, Kind::Id { nonce } if nonce == text);
                self.is_of_login.replace(is_of_login).is_none()
            }
        }
    }

    /// Checks that the claims are those of the kind of token that is accepted.
    pub(super) const fn check_kind(&self, rules: &Rules<'_>) -> Result<(), InvalidToken> {
        match rules.kind {
            Kind::Own => Ok(()),
            // An ID token has a hash of the access token that came with it (OpenID Connect Core 1.0,
            // section 3.1.3.6).
            Kind::Access { .. } => {
                let is_other = matches!(self.is_other_kind, Some(true))
                    || matches!(self.is_other_use, Some(true))
                    || self.has_token_hash;
                if is_other {
                    Err(InvalidToken::NotAccess)
                } else {
                    Ok(())
                }
            }
            #[cfg(feature = "google")]
            Kind::Id { .. } => Ok(()),
        }
    }

    /// Checks for whom the token was issued, and that its subject is one; `key` is the JSON text of
    /// the claim that names the entity.
    pub(super) fn check(&self, rules: &Rules<'_>, key: &str) -> Result<(), InvalidToken> {
        self.check_party(rules)?;
        // RFC 7519, section 4.1.2.
        let has_no_text = !key.starts_with('"');
        match rules.kind {
            Kind::Access {
                entity: (_, "sub"), ..
            } if has_no_text => Err(InvalidToken::KeyType),
            // OpenID Connect Core 1.0, section 5.7: it names nobody for sure until it is verified.
            Kind::Access {
                entity: (_, "email"),
                ..
            } if self.has_verified_email != Some(true) => Err(InvalidToken::UnverifiedEmail),
            #[cfg(feature = "google")]
            Kind::Id { .. } if has_no_text => Err(InvalidToken::KeyType),
            #[cfg(feature = "google")]
            Kind::Id { .. } if key == "\"\"" => Err(InvalidToken::NoSubject),
            #[cfg(feature = "google")]
            Kind::Id { nonce: Some(_) } if self.is_of_login != Some(true) => {
                Err(InvalidToken::Nonce)
            }
            #[cfg(feature = "google")]
            Kind::Id { .. } => Ok(()),
            Kind::Own | Kind::Access { .. } => Ok(()),
        }
    }

    fn check_party(&self, rules: &Rules<'_>) -> Result<(), InvalidToken> {
        let is_good = match rules.kind {
            Kind::Own => true,
            Kind::Access { .. } => rules.parties.is_empty() || self.is_of_party == Some(true),
            // OpenID Connect Core 1.0, section 3.1.3.7, items 4 and 5.
            #[cfg(feature = "google")]
            Kind::Id { .. } => self.is_of_party.unwrap_or(!self.is_audience_shared),
        };
        if is_good {
            Ok(())
        } else {
            Err(InvalidToken::AuthorizedParty)
        }
    }
}
