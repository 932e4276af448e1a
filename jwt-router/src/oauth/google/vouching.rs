use super::{Google, Identifying};
use crate::entity::EntityRef;

/// A function by which the module `testing` identifies the tokens of test logins in the header `X-Auth-Token`.
///
/// The module registers the function with `inventory`. Without the feature `testing`, the registry is empty,
/// and only own tokens and Google's tokens are accepted.
pub(crate) struct Vouching(pub(crate) Identify);

/// Returns a future that identifies the entity of a token; `None` if the token does not belong to a test login.
///
/// The third argument is the entity type that the request names, with its index among the entity types in the
/// configuration of Google, or the first of these types if the request names none. The last argument is whether the
/// request names one.
type Identify = fn(&Google, &str, (usize, EntityRef), bool) -> Option<(EntityRef, Identifying)>;

inventory::collect!(Vouching);

impl Google {
    /// Returns a future that identifies the entity of a token, if the token belongs to a test login.
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
