//! The claims that were found so far, each at most once.

#[cfg(feature = "jwks")]
use super::foreign::{Foreign, ForeignName};
use super::{
    ClaimSlot, ClaimValues, Claims, Expected, NumericDate, RequiredClaims, TABLE_NAME, TableIndex,
    Tables, audience::Audience,
};
use crate::jwt::token::InvalidToken;

/// The index of an entity and the name of its key claim.
type Entity<'p> = (TableIndex, &'p str);

/// What was found of the claims that matter.
pub(super) struct Found<'p, 'b, T: ?Sized> {
    pub(super) expected: &'p Expected<'p, T>,
    required: Option<&'p RequiredClaims>,
    pub(super) entity: Option<Entity<'p>>,
    pub(super) has_skipped_before_table: bool,
    pub(super) has_table: Option<()>,
    pub(super) has_subject: Option<()>,
    pub(super) is_our_issuer: Option<bool>,
    pub(super) is_our_audience: Option<bool>,
    pub(super) key: Option<&'b str>,
    pub(super) expires: Option<NumericDate>,
    pub(super) not_before: Option<NumericDate>,
    pub(super) issued_at: Option<NumericDate>,
    pub(super) has_jwt_id: Option<()>,
    pub(super) required_values: ClaimValues<'b>,
    #[cfg(feature = "jwks")]
    pub(super) foreign: Foreign,
}

impl<'p, 'b, T: Tables + ?Sized> Found<'p, 'b, T> {
    pub(super) fn new(expected: &'p Expected<'p, T>, entity: Option<Entity<'p>>) -> Self {
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
            required_values: ClaimValues::default(),
            #[cfg(feature = "jwks")]
            foreign: Foreign::default(),
        }
    }

    /// Nothing found but the table, when some claim was skipped while the key's name was not known
    /// yet: now it is, and the payload is to be read once more.
    pub(super) fn knowing_table(&self) -> Option<Self> {
        let entity = self.entity.filter(|_| self.has_skipped_before_table)?;
        Some(Self::new(self.expected, Some(entity)))
    }

    /// Which claim has this name.
    pub(super) fn name(&self, name: &[u8]) -> Name {
        const TABLE: &[u8] = TABLE_NAME.as_bytes();
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN
            && let Some(name) = self.expected.rules.kind.name(name)
        {
            return name;
        }
        match name {
            TABLE => Name::Table,
            b"exp" => Name::Expires,
            b"iat" => Name::IssuedAt,
            b"nbf" => Name::NotBefore,
            b"iss" => Name::Issuer,
            b"aud" => Name::Audience,
            b"sub" => Name::Subject,
            b"jti" => Name::JwtId,
            // RFC 7800, section 3.1: the token is good only together with a proof that its holder has a key,
            // which is not checked here.
            b"cnf" => Name::Refused(InvalidToken::BoundToKey),
            // RFC 8417, section 2.2: a security event, such as a logout, is no token of a caller.
            b"events" => Name::Refused(InvalidToken::SecurityEvent),
            other if self.is_key(other) => Name::Key,
            other => match self.required {
                None => Name::Other,
                Some(required) => required.name(other),
            },
        }
    }

    fn is_key(&self, name: &[u8]) -> bool {
        self.entity.is_some_and(|(_, key)| key.as_bytes() == name)
    }

    /// Takes the `aud`; `false` when it was there before.
    pub(super) fn take_audience(&mut self, audience: &Audience) -> bool {
        #[cfg(feature = "jwks")]
        {
            self.foreign.is_audience_shared = audience.is_shared;
        }
        self.is_our_audience.replace(audience.is_ours).is_none()
    }

    /// Takes a claim that only another issuer's tokens have; `false` when it was there before.
    #[cfg(feature = "jwks")]
    pub(super) fn take_foreign(&mut self, name: ForeignName, json: &str) -> bool {
        self.foreign.read(&self.expected.rules, name, json)
    }

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
            required: self.required_values,
        })
    }
}

/// The claims that are read.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Table,
    Key,
    Expires,
    NotBefore,
    IssuedAt,
    Issuer,
    Audience,
    Subject,
    JwtId,
    Required(ClaimSlot),
    /// A claim that no bearer token has.
    Refused(InvalidToken),
    #[cfg(feature = "jwks")]
    Foreign(ForeignName),
    Other,
}
