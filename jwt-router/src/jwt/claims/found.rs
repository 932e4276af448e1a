//! The claims that a pass over a payload has found so far, each at most once.

#[cfg(feature = "jwks")]
use super::foreign::{Foreign, ForeignName};
use super::{
    ClaimSlot, ClaimValues, ClaimedVersion, Claims, Expected, NumericDate, RequiredClaims,
    TABLE_NAME, TOKEN_VERSION, TableIndex, Tables, audience::Audience,
};
use crate::jwt::token::InvalidToken;

/// The index of an entity's table and the name of its key claim.
type EntityClaim<'p> = (TableIndex, &'p str);

/// The claims that a pass over a payload has found so far. The [scan](super::scan), which reads usual payloads, and
/// the [reader](super::reader), which reads all others, both fill it.
pub(super) struct FoundClaims<'p, 'b, T: ?Sized> {
    pub(super) expected: &'p Expected<'p, T>,
    required: Option<&'p RequiredClaims>,
    pub(super) entity: Option<EntityClaim<'p>>,
    /// An unknown claim came before `table_name`. It may have been the key claim, whose name depends on the table.
    pub(super) has_skipped_before_table: bool,
    // `Option<()>` and not `bool`, so that all claims detect a repetition by `replace(..).is_none()`.
    pub(super) has_table: Option<()>,
    pub(super) has_subject: Option<()>,
    pub(super) is_our_issuer: Option<bool>,
    pub(super) is_our_audience: Option<bool>,
    pub(super) key: Option<&'b str>,
    pub(super) expires: Option<NumericDate>,
    pub(super) not_before: Option<NumericDate>,
    pub(super) issued_at: Option<NumericDate>,
    pub(super) has_jwt_id: Option<()>,
    pub(super) version: Option<ClaimedVersion<&'b str>>,
    pub(super) required_values: ClaimValues<'b>,
    #[cfg(feature = "jwks")]
    pub(super) foreign: Foreign,
}

impl<'p, 'b, T: Tables + ?Sized> FoundClaims<'p, 'b, T> {
    pub(super) fn new(expected: &'p Expected<'p, T>, entity: Option<EntityClaim<'p>>) -> Self {
        #[cfg(feature = "jwks")]
        let entity = expected.rules.kind.entity().or(entity);
        Self {
            expected,
            required: expected.tables.required(),
            entity,
            has_skipped_before_table: false,
            has_table: None,
            has_subject: None,
            is_our_issuer: None,
            is_our_audience: None,
            key: None,
            expires: None,
            not_before: None,
            issued_at: None,
            has_jwt_id: None,
            version: None,
            required_values: ClaimValues::default(),
            #[cfg(feature = "jwks")]
            foreign: Foreign::default(),
        }
    }

    /// Returns an empty `FoundClaims` that knows the table, if a claim was skipped before the table was known; else
    /// `None`.
    ///
    /// The name of the key claim depends on the table, so the skipped claim may be the key claim. The payload is then
    /// read a second time into the returned value.
    pub(super) fn knowing_table(&self) -> Option<Self> {
        let entity = self.entity.filter(|_| self.has_skipped_before_table)?;
        Some(Self::new(self.expected, Some(entity)))
    }

    /// Returns the meaning of this name of a claim.
    pub(super) fn name(&self, name: &[u8]) -> ClaimName {
        const TABLE: &[u8] = TABLE_NAME.as_bytes();
        const VERSION: &[u8] = TOKEN_VERSION.as_bytes();
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN
            && let Some(name) = self.expected.rules.foreign_name(name)
        {
            return name;
        }
        match name {
            TABLE => ClaimName::Table,
            b"exp" => ClaimName::Expires,
            b"iat" => ClaimName::IssuedAt,
            b"nbf" => ClaimName::NotBefore,
            b"iss" => ClaimName::Issuer,
            b"aud" => ClaimName::Audience,
            b"sub" => ClaimName::Subject,
            b"jti" => ClaimName::JwtId,
            // Not among the claims that a route requires, whose names are searched for each claim of the token.
            VERSION => ClaimName::Version,
            // RFC 7800, section 3.1: the token is valid only together with a proof that its holder has a key.
            // This crate does not check such proofs.
            b"cnf" => ClaimName::Refused(InvalidToken::BoundToKey),
            // RFC 8417, section 2.2: a security event, such as a logout, does not identify a caller.
            b"events" => ClaimName::Refused(InvalidToken::SecurityEvent),
            other if self.is_key(other) => ClaimName::Key,
            other => match self.required {
                None => ClaimName::Other,
                Some(required) => required.name(other),
            },
        }
    }

    fn is_key(&self, name: &[u8]) -> bool {
        self.entity.is_some_and(|(_, key)| key.as_bytes() == name)
    }

    /// Stores the result of comparing an `aud`, and returns whether it is the payload's first `aud`.
    pub(super) fn take_audience(&mut self, audience: &Audience) -> bool {
        #[cfg(feature = "jwks")]
        {
            self.foreign.is_audience_shared = audience.is_shared;
        }
        self.is_our_audience.replace(audience.is_ours).is_none()
    }

    /// Checks and stores a claim that is read only from tokens of other issuers, and returns whether it is the first
    /// claim of this name in the payload.
    #[cfg(feature = "jwks")]
    pub(super) fn take_foreign(&mut self, name: ForeignName, json: &str) -> bool {
        self.foreign.read(&self.expected.rules, name, json)
    }

    /// Checks the rules that do not depend on the time, and returns the claims.
    pub(super) fn finish(self) -> Result<Claims<'b>, InvalidToken> {
        let (table, _) = self.entity.ok_or(InvalidToken::NoTable)?;
        let key = self.key.ok_or(InvalidToken::NoKey)?;
        let expires = self.expected.rules.check(&self, key)?;
        Ok(Claims {
            table,
            key,
            expires,
            not_before: self.not_before,
            issued_at: self.issued_at,
            version: self.version,
            required: self.required_values,
        })
    }
}

/// The meaning of a claim's name.
#[derive(Clone, Copy)]
pub(super) enum ClaimName {
    Table,
    Key,
    Expires,
    NotBefore,
    IssuedAt,
    Issuer,
    Audience,
    Subject,
    JwtId,
    Version,
    Required(ClaimSlot),
    /// A claim that shows that the token is not a bearer token, such as `cnf`, with the reason to refuse it.
    Refused(InvalidToken),
    #[cfg(feature = "jwks")]
    Foreign(ForeignName),
    Other,
}
