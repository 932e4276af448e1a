use super::{Google, Identifying};
use crate::entity::EntityRef;

/// Tokens in `X-Auth-Token` that are neither ours nor Google's, and for which another room of this
/// crate vouches: those of a test's logins.
///
/// A room submits its own to the registry; with none, no such token is good.
pub(crate) struct Vouching(pub(crate) Identify);

/// Begins to find out for whom a token stands; `None` for a token of others.
///
/// The account and its entity are those that the request names, or else the first ones; the last
/// argument is whether it names them.
type Identify = fn(&Google, &str, (usize, EntityRef), bool) -> Option<(EntityRef, Identifying)>;

inventory::collect!(Vouching);

impl Google {
    /// Begins to find out for whom a token stands that another room vouches for.
    pub(crate) fn vouched(
        &self,
        token: &str,
        account: (usize, EntityRef),
        is_named: bool,
    ) -> Option<(EntityRef, Identifying)> {
        let mut rooms = inventory::iter::<Vouching>.into_iter();
        rooms.find_map(|Vouching(identify)| identify(self, token, account, is_named))
    }
}
