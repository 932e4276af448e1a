use super::{Google, Identifying};
use crate::entity::EntityRef;

/// A function of another room that identifies tokens in `X-Auth-Token` which are neither own tokens nor
/// Google's.
///
/// The room `testing` submits one to the registry, for the tokens of a test's logins. Without that feature the
/// registry is empty, so only own tokens and Google's are accepted.
pub(crate) struct Vouching(pub(crate) Identify);

/// Returns a future that identifies the entity of a token, or `None` for a token that the room does not know.
///
/// The third argument is the account with its entity that the request names, or the first one if it names none;
/// the last argument is whether the request names it.
type Identify = fn(&Google, &str, (usize, EntityRef), bool) -> Option<(EntityRef, Identifying)>;

inventory::collect!(Vouching);

impl Google {
    /// Returns a future that identifies the entity of a token which another room knows.
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
