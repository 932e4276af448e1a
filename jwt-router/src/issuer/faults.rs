//! Finds mistakes in the configuration of an issuer.

use std::time::Duration;

use super::{OidcIssuer, choice::ConfiguredEntity};
use crate::{entity::Lookup, jwt::key::Algorithm};

impl OidcIssuer {
    /// Returns the faults of settings that need no parsing, such as a missing audience, and the faults that setters
    /// such as `entra_tenants` have found. Each fault is a text for an error message.
    pub(super) fn faults(&self) -> Vec<String> {
        let faults = [
            (
                self.issuers.is_empty() && self.problems.is_empty(),
                "it has no tenant: name at least one",
            ),
            (
                self.entities.is_empty(),
                "its tokens name no entity: call `.entity::<User>(\"sub\")` with the claim that is your entity's key",
            ),
            (
                self.entities.iter().any(has_other_meaning),
                "the claim that names the entity has another meaning: name one such as `sub`",
            ),
            (
                self.algorithms.contains(&Algorithm::HS256),
                "HS256 has a secret, and an issuer publishes none: name an algorithm of key pairs",
            ),
            (
                self.leeway > Duration::from_secs(300),
                "its leeway is more than five minutes: write at most 300 seconds",
            ),
        ];
        let mut reasons = self.problems.clone();
        reasons.extend(reasons_of(faults));
        let entities = self.entities.iter();
        reasons.extend(entities.filter_map(|known| self.number_for_text(known)));
        reasons.extend(self.entities.iter().filter_map(chosen_by_user));
        reasons.extend(self.recipient_faults());
        reasons.extend(self.choice_faults());
        reasons
    }

    /// Returns whether the claim names the entity, or is read to find the recipient or the kind of a token. Such a
    /// claim cannot hold scopes or roles.
    pub(crate) fn has_other_use_of(&self, claim: &str) -> bool {
        self.names_entity_by(claim)
            || NO_ENTITY.contains(&claim)
            || (claim == "client_id" && !self.clients.is_empty())
    }

    /// Returns whether this claim names some entity.
    fn names_entity_by(&self, claim: &str) -> bool {
        let mut entities = self.entities.iter();
        entities.any(|known| known.lookup.claim() == claim)
    }

    /// Returns a fault if the claim that names the entity is a string by its standard, but the entity's key is a
    /// number, so that no token could name such an entity.
    fn number_for_text(&self, known: &ConfiguredEntity) -> Option<String> {
        let ConfiguredEntity { entity, lookup, .. } = known;
        let Lookup::Key { claim } = lookup else {
            return None;
        };
        let is_text = |texts: &&Texts| texts.claims.contains(&&**claim) && texts.is_of(self.name());
        let Texts { standard, .. } = TEXTS.iter().find(is_text)?;
        let (name, key) = (entity.type_name(), entity.key());
        entity.has_number_key().then(|| {
            format!(
                "`{claim}` is a string ({standard}), and the key `{key}` of `{name}` is a number, so that no token could name one: keep the claim in a text field, and call `.entity_by(\"{claim}\", EntityField::new(..), store)`; or make the key a `String`"
            )
        })
    }

    /// Returns the faults of the settings for the recipient and the kind of a token.
    fn recipient_faults(&self) -> Vec<String> {
        let names = [&self.audience, &self.parties, &self.clients];
        let faults = [
            (
                names.iter().any(|names| names.iter().any(String::is_empty)),
                "an audience, client or party is empty: name it, or do not set it",
            ),
            (
                names.iter().all(|names| names.is_empty()),
                "it has no audience, so that tokens for other services would be accepted: call `.audience(..)` with what they have in `aud` for you; or, if they have no `aud`, `.client_id(..)` or `.authorized_party(..)` with what they have in `client_id` or `azp`",
            ),
            (
                self.names_entity_by("client_id") && !self.clients.is_empty(),
                "`client_id` names the entity, so `.client_id(..)` cannot be checked too: the store knows which clients there are",
            ),
            (
                self.names_entity_by("azp") && !self.parties.is_empty(),
                "`azp` names the entity, so `.authorized_party(..)` cannot be checked too: the store knows which clients there are",
            ),
            (
                self.accepts_id_tokens && self.access_tokens_only,
                "`.accept_id_tokens()` and `.access_tokens_only()` exclude each other: remove one of them",
            ),
            (
                self.accepts_id_tokens && self.audience.is_empty(),
                "`.accept_id_tokens()` needs an audience, since an ID token is for the client that it names: call `.audience(..)` with your client's id",
            ),
        ];
        reasons_of(faults).collect()
    }
}

/// Returns the messages of the faults whose condition is true.
fn reasons_of(
    faults: impl IntoIterator<Item = (bool, &'static str)>,
) -> impl Iterator<Item = String> {
    let faults = faults.into_iter().filter(|(is_wrong, _)| *is_wrong);
    faults.map(|(_, reason)| reason.to_owned())
}

/// Claims that are strings in every token of some issuers.
struct Texts {
    claims: &'static [&'static str],
    /// The standard, or other reason, by which these claims are strings.
    standard: &'static str,
    /// The beginnings of the issuers' names; empty for every issuer.
    issuers: &'static [&'static str],
}

impl Texts {
    fn is_of(&self, issuer: &str) -> bool {
        let mut issuers = self.issuers.iter();
        self.issuers.is_empty() || issuers.any(|known| issuer.starts_with(known))
    }
}

const TEXTS: [Texts; 6] = [
    Texts {
        claims: &["sub"],
        standard: "RFC 7519, section 4.1.2",
        issuers: &[],
    },
    Texts {
        claims: &["jti"],
        standard: "RFC 7519, section 4.1.7",
        issuers: &[],
    },
    Texts {
        claims: &["client_id"],
        standard: "RFC 8693, section 4.3",
        issuers: &[],
    },
    Texts {
        claims: &["azp"],
        standard: "OpenID Connect Core 1.0, section 2",
        issuers: &[],
    },
    Texts {
        claims: &["email", "phone_number"],
        standard: "OpenID Connect Core 1.0, section 5.1",
        issuers: &[],
    },
    Texts {
        claims: &["oid", "tid"],
        standard: "a GUID at Entra ID",
        issuers: &[
            "https://login.microsoftonline.com/",
            "https://sts.windows.net/",
        ],
    },
];

/// Returns whether the claim that names this entity has another meaning.
///
/// All users of a client have the same `azp`, so it can name an entity only if a condition excludes the users.
fn has_other_meaning(known: &ConfiguredEntity) -> bool {
    let claim = known.lookup.claim();
    let is_client = claim == "azp" && known.condition.is_some();
    claim.is_empty() || (NO_ENTITY.contains(&claim) && !is_client)
}

/// Returns a fault if the claim that names this entity is chosen by the user.
fn chosen_by_user(known: &ConfiguredEntity) -> Option<String> {
    let claim = known.lookup.claim();
    CHOSEN_BY_USERS.contains(&claim).then(|| {
        format!(
            "users choose their `{claim}` or share it with others (OpenID Connect Core 1.0, sections 5.1 and 5.7), so that one user could call as another: name the entity by `sub`, with `.entity_by(\"sub\", EntityField::new(..), store)` or `.entity_by_subject(..)`"
        )
    })
}

/// Claims of a user's profile, which cannot identify an entity.
///
/// Among them is `preferred_username`, which "MUST NOT be used as a unique identifier" (OpenID Connect Core 1.0,
/// section 5.7): at many issuers, users change it, and take a name that was another user's.
const CHOSEN_BY_USERS: [&str; 15] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
    "updated_at",
];

/// Claims that cannot identify an entity, because they have another meaning.
pub(super) const NO_ENTITY: [&str; 14] = [
    "cnf",
    "events",
    "iss",
    "aud",
    "exp",
    "nbf",
    "iat",
    "azp",
    "typ",
    "token_use",
    "at_hash",
    "c_hash",
    "email_verified",
    "phone_number_verified",
];
