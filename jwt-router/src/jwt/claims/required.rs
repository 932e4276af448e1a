//! The claims that only some routes read, such as roles and scopes.

use std::fmt;

use super::found::Name;

/// The claim of the last login ([OpenID Connect Core, section 2]).
///
/// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
pub(crate) const AUTH_TIME: &str = "auth_time";

/// The names of the claims that a route reads besides those of every token.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct RequiredClaims {
    names: Vec<Box<str>>,
}

/// The place of a required claim's value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimSlot(usize);

impl RequiredClaims {
    /// How many claims a route can read. The values are in an array on the stack of every request, so it is
    /// no larger than all kinds of requirements together need.
    pub(crate) const MAXIMUM: usize = 8;

    /// Returns where the value of this claim will be; `None` when there is no room.
    pub(crate) fn add(&mut self, name: &str) -> Option<ClaimSlot> {
        let mut names = self.names.iter();
        if let Some(known) = names.position(|known| **known == *name) {
            return Some(ClaimSlot(known));
        }
        let slot = self.names.len();
        (slot < Self::MAXIMUM).then(|| {
            self.names.push(name.into());
            ClaimSlot(slot)
        })
    }

    /// Returns whether nothing is read besides the claims of every token.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn slots(&self) -> impl Iterator<Item = ClaimSlot> {
        (0..self.names.len()).map(ClaimSlot)
    }

    /// Returns which claim has this name.
    ///
    /// Never inlined: the scan stays as small as it is for routes that require no claims.
    #[inline(never)]
    pub(super) fn name(&self, name: &[u8]) -> Name {
        let mut names = self.names.iter();
        match names.position(|known| known.as_bytes() == name) {
            Some(slot) => Name::Required(ClaimSlot(slot)),
            None => Name::Other,
        }
    }
}

/// The values of the required claims that a token has, each as its JSON text, of whatever type.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub(crate) struct ClaimValues<'b>([Option<&'b str>; RequiredClaims::MAXIMUM]);

impl<'b> ClaimValues<'b> {
    /// Keeps a value; `false` when the claim was there before, or has no place.
    pub(crate) fn insert(&mut self, slot: ClaimSlot, value: &'b str) -> bool {
        let place = self.0.get_mut(slot.0);
        place.is_some_and(|place| place.replace(value).is_none())
    }

    /// Returns the JSON text of a claim; `None` when the token does not have it.
    pub(crate) fn get(&self, slot: ClaimSlot) -> Option<&'b str> {
        self.0.get(slot.0).copied().flatten()
    }
}

/// Shows nothing of the token.
impl fmt::Debug for ClaimValues<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClaimValues(..)")
    }
}
