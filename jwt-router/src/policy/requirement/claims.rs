//! The claims that the requirements of a route read, and the faults that a claim of a token may have.

use crate::{
    jwt::claims::{ClaimSlot, RequiredClaims},
    policy::{ClaimNames, RolesClaim},
};

/// A claim of a token that a requirement reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum RouteClaim {
    /// The claim with this name, in every token.
    Named(&'static str),
    /// The claim with the scopes, whose name depends on the token's signer.
    Scope,
    /// The claim with the roles, whose name depends on the token's signer.
    Roles,
}

/// The claims that the requirements of a route read. Each claim has a slot: the index of its value in the array of
/// values that the guard reads from a token. A claim has the same slot for the tokens of every signer (the application
/// or another issuer), although its name in these tokens may differ.
#[derive(Clone, Debug, Default)]
pub(crate) struct RouteClaims(Vec<RouteClaim>);

impl RouteClaims {
    /// Adds a claim to those that the guard of the route reads from each token, unless it was added before. Returns the
    /// claim's slot, which is the index at which a check finds the claim's value; `None` if all slots are taken.
    pub(crate) fn add(&mut self, claim: RouteClaim) -> Option<ClaimSlot> {
        let known = self.0.iter().position(|known| *known == claim);
        let slot = ClaimSlot::new(known.unwrap_or(self.0.len()))?;
        if known.is_none() {
            self.0.push(claim);
        }
        Some(slot)
    }

    /// Returns the name that each of these claims has in the tokens of one signer (the application or another issuer),
    /// with its slot: the index at which the guard stores the claim's value. `names` are the names of that signer's
    /// claims with scopes and roles. A claim without a name is left out, as if no token of the signer had the claim.
    pub(crate) fn named(&self, names: &ClaimNames) -> RequiredClaims {
        let mut required = RequiredClaims::default();
        for (position, claim) in self.0.iter().enumerate() {
            let name = match claim {
                RouteClaim::Named(name) => Some(*name),
                RouteClaim::Scope => names.scope.as_deref(),
                RouteClaim::Roles => names.roles.as_ref().map(RolesClaim::claim),
            };
            if let (Some(name), Some(slot)) = (name, ClaimSlot::new(position)) {
                required.insert(name, slot);
            }
        }
        required
    }
}

/// The reason why the claims of a token do not meet a requirement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ClaimFault {
    /// The token does not have the claim, or the claim with the roles has no value at the configured JSON Pointer.
    Absent,
    /// The claim has another JSON type than the requirement reads.
    OtherType,
    /// The claim has a value that does not meet the requirement. The check of a requirement that does not
    /// distinguish the reasons, such as `acr`, returns this fault for every reason.
    OtherValue,
}

impl ClaimFault {
    /// Returns `Ok` if `is_met` is `true`, and [`ClaimFault::OtherValue`] otherwise.
    pub(super) const fn unless(is_met: bool) -> Result<(), Self> {
        if is_met {
            Ok(())
        } else {
            Err(Self::OtherValue)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_has_one_slot_and_a_route_a_few() {
        let mut claims = RouteClaims::default();
        let first = claims.add(RouteClaim::Scope);
        assert!(first.is_some());
        assert_eq!(claims.add(RouteClaim::Scope), first);
        for name in ["1", "2", "3", "4", "5", "6", "7"] {
            assert!(claims.add(RouteClaim::Named(name)).is_some());
        }
        assert_eq!(claims.add(RouteClaim::Roles), None);
    }
}
