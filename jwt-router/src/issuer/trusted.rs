//! An issuer whose tokens are accepted, as requests see it.

use std::{fmt, sync::Arc};

use serde::Deserialize;

use super::{IssuerNames, RemoteKeys};
use crate::{
    entity::{EntityRef, Lookup},
    jwt::{
        claims::{Claims, Expected, RequiredClaims, Rules, TableIndex, Tables, TokenKind},
        key::{Algorithm, KeySet},
        token::{CompactToken, InvalidToken, Text},
        verify::{Header, IssuerKeys, PayloadBuffer, Verifier, verify},
    },
};

/// An issuer, checked and made once.
pub(crate) struct Issuer {
    pub(super) names: IssuerNames,
    pub(super) keys: RemoteKeys,
    pub(super) audience: Vec<String>,
    pub(super) parties: Vec<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) access_tokens_only: bool,
    /// How many seconds the clocks may differ.
    pub(super) leeway: i64,
    pub(super) entity: EntityRef,
    pub(super) lookup: Arc<Lookup>,
}

/// The issuers of an application.
#[derive(Debug, Default)]
pub(crate) struct Issuers(Vec<Arc<Issuer>>);

impl Issuers {
    pub(crate) const fn new(issuers: Vec<Arc<Issuer>>) -> Self {
        Self(issuers)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Issuer>> {
        self.0.iter()
    }

    /// The issuer whose token this seems to be, and the token's header; `None` for a token of ours,
    /// and for what is nobody's.
    ///
    /// Of a token that is not verified, this reads which issuer's keys to verify it with, and
    /// nothing else.
    pub(crate) fn of(
        &self,
        token: CompactToken<'_>,
        own: &Verifier,
    ) -> Option<(&Arc<Issuer>, Header)> {
        if self.0.is_empty() || own.is_own(token.header) {
            return None;
        }
        // A token that is signed with a secret can only be ours.
        let header = Header::read(token).ok()?;
        let mut buffer = PayloadBuffer::new();
        let payload = str::from_utf8(buffer.decode(token.payload)?).ok()?;
        let Peeked { iss: Text(name) } = serde_json::from_str(payload).ok()?;
        let issuer = self.0.iter().find(|issuer| issuer.names.contains(&name))?;
        Some((issuer, header))
    }

    /// Why a token is refused that is neither ours nor one of these issuers', for traces.
    ///
    /// Beside issuers, an algorithm that is not ours is most often that of a token whose `iss` is
    /// not written as the issuer's name.
    pub(crate) fn reason(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        if reason != InvalidToken::Algorithm || self.0.is_empty() {
            return reason;
        }
        // A header that no issuer's token may have was refused for what it is, and not for its algorithm.
        Header::read(token).map_or_else(|fault| fault, |_| InvalidToken::UnknownIssuer)
    }
}

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

    pub(crate) fn entity(&self) -> EntityRef {
        self.entity
    }

    pub(crate) fn lookup(&self) -> &Arc<Lookup> {
        &self.lookup
    }

    /// Checks that the issuer signs with the algorithm that a token's header names.
    pub(crate) fn check_algorithm(&self, header: &Header) -> Result<(), InvalidToken> {
        if self.algorithms.contains(&header.algorithm) {
            Ok(())
        } else {
            Err(InvalidToken::Algorithm)
        }
    }

    /// Checks a token of this issuer at the time `now`, in seconds since 1970.
    ///
    /// `table` is the index of the issuer's entity, and `required` what the route reads besides the
    /// claims of every token.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] at the first check that fails; nothing of the claims is looked at
    /// before the signature is known to be good.
    pub(crate) fn verify<'b>(
        &self,
        unverified: Unverified<'_>,
        keys: &KeySet,
        now: i64,
        (table, required): (TableIndex, Option<&RequiredClaims>),
        buffer: &'b mut PayloadBuffer,
    ) -> Result<Claims<'b>, InvalidToken> {
        let Unverified { token, header } = unverified;
        self.check_algorithm(header)?;
        let rules = Rules {
            issuers: self.names.all(),
            audience: &self.audience,
            parties: &self.parties,
            leeway: self.leeway,
            kind: TokenKind::Access {
                entity: (table, self.lookup.claim()),
                is_typed: self.access_tokens_only,
            },
        };
        rules.check_type(header.is_access_token)?;
        let expected = Expected {
            rules,
            tables: &IssuerTables { required },
        };
        verify(token, &IssuerKeys { header, keys }, &expected, now, buffer)
    }
}

/// A token of which only its header was read.
#[derive(Clone, Copy)]
pub(crate) struct Unverified<'t> {
    pub(crate) token: CompactToken<'t>,
    pub(crate) header: &'t Header,
}

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
