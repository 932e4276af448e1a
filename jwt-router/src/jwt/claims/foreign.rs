//! What is different in the tokens of another issuer.

use std::borrow::Cow;

use super::{TABLE_NAME, TableIndex, found::Name};
use crate::jwt::token::InvalidToken;

/// What the token of another issuer is of, and for.
#[derive(Clone, Copy)]
pub(crate) struct ForeignRules<'r> {
    /// The index of the entity, and the name of the claim that names it, whatever the claim
    /// `table_name` says.
    pub(crate) entity: (TableIndex, &'r str),
    /// `azp` has to be one of these, if there are any.
    pub(crate) parties: &'r [String],
}

/// What was found of the claims that only another issuer's tokens have.
pub(super) struct Foreign<'r> {
    rules: ForeignRules<'r>,
    is_of_party: Option<bool>,
    is_other_kind: Option<bool>,
    is_other_use: Option<bool>,
    has_token_hash: bool,
    has_verified_email: Option<bool>,
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
}

impl<'r> Foreign<'r> {
    pub(super) const fn new(rules: ForeignRules<'r>) -> Self {
        Self {
            rules,
            is_of_party: None,
            is_other_kind: None,
            is_other_use: None,
            has_token_hash: false,
            has_verified_email: None,
        }
    }

    /// Which claim has this name, where it means something else than in a token of ours.
    pub(super) fn name(&self, name: &[u8]) -> Option<Name> {
        const TABLE: &[u8] = TABLE_NAME.as_bytes();
        let (_, key) = self.rules.entity;
        match name {
            name if name == key.as_bytes() => Some(Name::Key),
            TABLE => Some(Name::Other),
            b"azp" => Some(Name::Foreign(ForeignName::Party)),
            b"typ" => Some(Name::Foreign(ForeignName::Kind)),
            b"token_use" => Some(Name::Foreign(ForeignName::Use)),
            b"at_hash" | b"c_hash" => Some(Name::Foreign(ForeignName::TokenHash)),
            b"email_verified" => Some(Name::Foreign(ForeignName::EmailVerified)),
            _ => None,
        }
    }

    /// Takes a claim; `false` when it was there before.
    pub(super) fn read(&mut self, name: ForeignName, json: &str) -> bool {
        let text: Option<Cow<'_, str>> = serde_json::from_str(json).ok();
        let text = text.as_deref();
        match name {
            ForeignName::Party => {
                let is_ours = self
                    .rules
                    .parties
                    .iter()
                    .any(|ours| Some(ours.as_str()) == text);
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
        }
    }

    /// Checks what was found; `key` is the claim that names the entity.
    pub(super) fn check(&self, key: &str) -> Result<(), InvalidToken> {
        // RFC 8725, section 3.12: one kind of token is not taken for another. An ID token has a
        // hash of the access token that came with it (OpenID Connect Core 1.0, section 3.1.3.6).
        let is_other = self.is_other_kind == Some(true) || self.is_other_use == Some(true);
        if is_other || self.has_token_hash {
            return Err(InvalidToken::NotAccess);
        }
        if !self.rules.parties.is_empty() && self.is_of_party != Some(true) {
            return Err(InvalidToken::AuthorizedParty);
        }
        match self.rules.entity.1 {
            // RFC 7519, section 4.1.2.
            "sub" if !key.starts_with('"') => Err(InvalidToken::KeyType),
            // OpenID Connect Core 1.0, section 5.7: it names nobody for sure until it is verified.
            "email" if self.has_verified_email != Some(true) => Err(InvalidToken::UnverifiedEmail),
            _ => Ok(()),
        }
    }
}
