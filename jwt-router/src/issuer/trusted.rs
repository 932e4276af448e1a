//! The issuers whose tokens the application accepts, in the form in which requests use them.

use std::{fmt, sync::Arc};

use serde::Deserialize;

use super::{
    IssuerNames, RemoteKeys,
    choice::{EntityChoice, EntityChoices},
};
use crate::{
    entity::{EntityRef, EntityRegistry, Newcomer},
    jwt::{
        claims::{
            Accepted, Claims, Expected, RequiredClaims, Rules, TableIndex, Tables, TokenKind,
        },
        key::{Algorithm, KeySet},
        token::{CompactToken, InvalidToken, Text},
        verify::{Header, IssuerKeys, PayloadBuffer, Verifier, read_claims, signed_payload},
    },
    policy::ClaimSource,
};

/// An issuer whose tokens the application accepts. It is created once, at start-up, from a checked
/// [`OidcIssuer`](super::OidcIssuer).
pub(crate) struct Issuer {
    pub(super) names: IssuerNames,
    pub(super) keys: RemoteKeys,
    pub(super) audience: Vec<String>,
    pub(super) parties: Vec<String>,
    pub(super) clients: Vec<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) accepted: Accepted,
    /// The tolerated difference between clocks, in seconds.
    pub(super) leeway: i64,
    /// The entity types that the issuer's tokens may name.
    pub(super) choices: EntityChoices,
    /// The position of this issuer's claims with scopes and roles in `ClaimSources`.
    pub(super) source: ClaimSource,
}

/// All issuers whose tokens an application accepts.
#[derive(Debug, Default)]
pub(crate) struct Issuers(Vec<Arc<Issuer>>);

impl Issuers {
    pub(crate) const fn new(issuers: Vec<Arc<Issuer>>) -> Self {
        Self(issuers)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Issuer>> {
        self.0.iter()
    }

    /// Returns the configured issuer that the token's `iss` names, and the token's header.
    ///
    /// Returns `None` for a token of this application or of an unknown issuer. The token is not verified yet:
    /// its `iss` only selects the keys to verify it with, and no other claim is read.
    pub(crate) fn of(
        &self,
        token: CompactToken<'_>,
        own: &Verifier,
    ) -> Option<(&Arc<Issuer>, Header)> {
        if self.0.is_empty() || own.is_own(token.header) {
            return None;
        }
        // `Header::read` accepts only algorithms with key pairs: a token signed with a secret can only be ours.
        let header = Header::read(token).ok()?;
        let mut buffer = PayloadBuffer::new();
        let payload = str::from_utf8(buffer.decode(token.payload)?).ok()?;
        let Peeked { iss: Text(name) } = serde_json::from_str(payload).ok()?;
        let issuer = self.0.iter().find(|issuer| issuer.names.contains(&name))?;
        Some((issuer, header))
    }

    /// Returns a more precise reason, for the log, why the application's own keys did not verify a token.
    ///
    /// The reason `Algorithm` becomes `UnknownIssuer`, because the usual cause is an `iss` that is spelled
    /// differently from the configured name.
    pub(crate) fn reason(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        if reason != InvalidToken::Algorithm || self.0.is_empty() {
            return reason;
        }
        // A header that is invalid for every issuer keeps its own reason.
        Header::read(token).map_or_else(|fault| fault, |_| InvalidToken::UnknownIssuer)
    }
}

/// The claim `iss`, the only one that is read before the signature is verified.
#[derive(Deserialize)]
struct Peeked<'p> {
    #[serde(borrow)]
    iss: Text<'p>,
}

impl Issuer {
    pub(crate) fn name(&self) -> &str {
        self.names.first()
    }

    pub(crate) fn keys(&self) -> &RemoteKeys {
        &self.keys
    }

    /// Returns the entity types that the issuer's tokens may name.
    pub(crate) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        self.choices.entities()
    }

    /// Returns how the entity that `token` names is created if the store does not have it; `None` if such a token is
    /// refused.
    pub(crate) fn newcomer(
        &self,
        choice: &EntityChoice,
        token: CompactToken<'_>,
    ) -> Option<Newcomer> {
        choice.newcomer(self.name(), token)
    }

    /// Returns the position of this issuer's claims with scopes and roles in `ClaimSources`.
    pub(crate) const fn source(&self) -> ClaimSource {
        self.source
    }

    /// Returns the tolerated difference between the clocks of this machine and of the issuer, in seconds.
    pub(crate) const fn leeway(&self) -> i64 {
        self.leeway
    }

    /// Checks that the application accepts the algorithm in a token's header for this issuer.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::Algorithm`] when the application does not accept the algorithm.
    pub(crate) fn check_algorithm(&self, header: &Header) -> Result<(), InvalidToken> {
        if self.algorithms.contains(&header.algorithm) {
            Ok(())
        } else {
            Err(InvalidToken::Algorithm)
        }
    }

    /// Verifies a token of this issuer at the time `now`, in seconds since 1970, and returns its claims and the choice
    /// of its entity.
    ///
    /// `registry` has the tables of the application. `required` lists the claims that the route's requirements read.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] at the first check that fails. The signature is verified before the claims are
    /// read.
    pub(crate) fn verify<'b>(
        &self,
        unverified: Unverified<'_>,
        keys: &KeySet,
        now: i64,
        (registry, required): (&EntityRegistry, Option<&RequiredClaims>),
        buffer: &'b mut PayloadBuffer,
    ) -> Result<(Claims<'b>, &EntityChoice), InvalidToken> {
        let Unverified { token, header } = unverified;
        self.check_algorithm(header)?;
        self.accepted.check_type(header.is_access_token)?;
        let payload = signed_payload(token, &IssuerKeys { header, keys }, buffer)?;
        // The claims that choose the entity are read only after the signature is verified.
        let choice = self.choices.of(payload)?;
        let table = registry
            .position(choice.entity)
            .ok_or(InvalidToken::UnknownTable)?;
        let rules = Rules {
            issuers: self.names.all(),
            audience: &self.audience,
            parties: &self.parties,
            clients: &self.clients,
            leeway: self.leeway,
            kind: TokenKind::Access {
                entity: (table, choice.lookup.claim()),
                accepted: self.accepted,
                is_typed: header.is_access_token,
            },
        };
        let expected = Expected {
            rules,
            tables: &IssuerTables { required },
        };
        Ok((read_claims(payload, &expected, now)?, choice))
    }
}

/// A token whose signature is not verified yet, with its parsed header.
#[derive(Clone, Copy)]
pub(crate) struct Unverified<'t> {
    pub(crate) token: CompactToken<'t>,
    pub(crate) header: &'t Header,
}

/// The tables that the claim `table_name` of an issuer's token may name: none, because the issuer's configuration
/// determines the entity type.
struct IssuerTables<'t> {
    required: Option<&'t RequiredClaims>,
}

impl Tables for IssuerTables<'_> {
    const IS_FOREIGN: bool = true;

    fn find(&self, _table: &str) -> Option<(TableIndex, &'static str)> {
        None
    }

    fn required(&self) -> Option<&RequiredClaims> {
        self.required
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Issuer")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
