//! The claims that only some routes read: roles, scopes, and when the caller logged in.

use std::fmt;

use serde::de::{Deserializer, SeqAccess, Visitor};

use super::{NumericDate, found::Name};
use crate::jwt::token::Text;

/// The claim of the last login ([OpenID Connect Core, section 2]).
///
/// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
pub(crate) const AUTH_TIME: &str = "auth_time";

/// The names of the claims that a route reads beside those of every token.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) roles: Option<Box<str>>,
    pub(crate) scope: Option<Box<str>>,
    pub(crate) auth_time: bool,
}

impl Wanted {
    /// Which claim has this name.
    ///
    /// Never inlined: the scan stays as small as it is for routes that want nothing.
    #[inline(never)]
    pub(super) fn name(&self, name: &[u8]) -> Name {
        let is = |known: &Option<Box<str>>| {
            let known = known.as_deref();
            known.is_some_and(|known| known.as_bytes() == name)
        };
        if is(&self.scope) {
            Name::Wanted(Which::Scope)
        } else if is(&self.roles) {
            Name::Wanted(Which::Roles)
        } else if self.auth_time && name == AUTH_TIME.as_bytes() {
            Name::Wanted(Which::AuthTime)
        } else {
            Name::Other
        }
    }
}

/// One of the claims that a route may want.
#[derive(Clone, Copy)]
pub(super) enum Which {
    Roles,
    Scope,
    AuthTime,
}

/// What a token has of the claims that were wanted, each as its JSON text, of whatever type.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub(crate) struct Further<'b> {
    roles: Option<&'b str>,
    scope: Option<&'b str>,
    auth_time: Option<&'b str>,
}

impl<'b> Further<'b> {
    /// Where the claim is kept.
    pub(super) fn place(&mut self, which: Which) -> &mut Option<&'b str> {
        match which {
            Which::Roles => &mut self.roles,
            Which::Scope => &mut self.scope,
            Which::AuthTime => &mut self.auth_time,
        }
    }

    /// Whether the roles, an array of strings or one string, have this one.
    ///
    /// A claim of another type has no roles.
    pub(crate) fn has_role(&self, role: &str) -> bool {
        holds(self.roles, |known| known == role, |known| known == role)
    }

    /// Whether the scopes have this one: one string, delimited by spaces, or an array of strings
    /// ([RFC 8693, section 4.2]).
    ///
    /// A claim of another type has no scopes.
    ///
    /// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        let is_in = |text: &str| text.split(' ').any(|known| known == scope);
        holds(self.scope, is_in, |known| known == scope)
    }

    /// When the caller logged in; `None` when the token does not say it, or says no date.
    pub(crate) fn auth_time(&self) -> Option<NumericDate> {
        serde_json::from_str(self.auth_time?).ok()
    }
}

/// Whether a claim is one string that fits, or an array of strings of which one does.
fn holds(claim: Option<&str>, one: impl Fn(&str) -> bool, each: impl Fn(&str) -> bool) -> bool {
    let Some(json) = claim else {
        return false;
    };
    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_any(Names { one, each }).unwrap_or(false)
}

/// Reads one string, or an array of strings.
struct Names<O, E> {
    one: O,
    each: E,
}

impl<'de, O: Fn(&str) -> bool, E: Fn(&str) -> bool> Visitor<'de> for Names<O, E> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or an array of strings")
    }

    fn visit_str<F>(self, name: &str) -> Result<bool, F> {
        Ok((self.one)(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<bool, A::Error> {
        let mut is_there = false;
        while let Some(Text(name)) = names.next_element()? {
            is_there |= (self.each)(&name);
        }
        Ok(is_there)
    }
}

/// Shows nothing of the token.
impl fmt::Debug for Further<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Further(..)")
    }
}
