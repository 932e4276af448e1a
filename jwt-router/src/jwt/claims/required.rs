//! The claims that only some routes read, such as roles and scopes.

use std::fmt;

use super::found::ClaimName;

/// The claim for the time of the last login, in seconds since 1970 ([OpenID Connect Core, section 2]).
///
/// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
pub(crate) const AUTH_TIME: &str = "auth_time";

/// The names of the claims that a route reads in addition to those of every token. Each name has a slot: the index at
/// which the claim's value is stored.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct RequiredClaims {
    claims: Vec<(Box<str>, ClaimSlot)>,
}

/// The index of a required claim's value in [`ClaimValues`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimSlot(usize);

impl ClaimSlot {
    /// Returns the slot with this index in [`ClaimValues`]; `None` when there are fewer slots.
    pub(crate) fn new(position: usize) -> Option<Self> {
        (position < RequiredClaims::MAXIMUM).then_some(Self(position))
    }
}

impl RequiredClaims {
    /// The greatest number of required claims of a route: as many as all kinds of requirements together read, and
    /// no more, because every request has an array of the claims' values on its stack.
    pub(crate) const MAXIMUM: usize = 8;

    /// Adds the name of a claim, whose value is stored in this slot of [`ClaimValues`].
    pub(crate) fn insert(&mut self, name: &str, slot: ClaimSlot) {
        self.claims.push((name.into(), slot));
    }

    /// Returns whether the route reads no claims besides those of every token.
    pub(crate) fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn slots(&self) -> impl Iterator<Item = ClaimSlot> {
        self.claims.iter().map(|(_, slot)| *slot)
    }

    /// Returns `ClaimName::Required` with the slot of the claim with this name, or `ClaimName::Other` if the route does
    /// not read it.
    ///
    /// This function is never inlined, so that the machine code of the scan of payloads, which calls it, stays small.
    #[inline(never)]
    pub(super) fn name(&self, name: &[u8]) -> ClaimName {
        let mut claims = self.claims.iter();
        match claims.find(|(known, _)| known.as_bytes() == name) {
            Some((_, slot)) => ClaimName::Required(*slot),
            None => ClaimName::Other,
        }
    }
}

/// The values of a token's required claims, each as its JSON text of any type.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub(crate) struct ClaimValues<'b>([Option<&'b str>; RequiredClaims::MAXIMUM]);

impl<'b> ClaimValues<'b> {
    /// Stores the value of a claim in its slot, and returns whether it is the first value there. Returns `false` for a
    /// slot that has a value already, because the token has the claim twice, and for one that does not exist.
    pub(crate) fn insert(&mut self, slot: ClaimSlot, value: &'b str) -> bool {
        let place = self.0.get_mut(slot.0);
        place.is_some_and(|place| place.replace(value).is_none())
    }

    /// Returns the JSON text of the claim in this slot; `None` when the token does not have the claim.
    pub(crate) fn get(&self, slot: ClaimSlot) -> Option<&'b str> {
        self.0.get(slot.0).copied().flatten()
    }
}

/// Prints the type's name only: claims must not reach the log.
impl fmt::Debug for ClaimValues<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClaimValues(..)")
    }
}
