//! Tests that a session store lists and ends the sessions of one owner, and no others.

use super::{DAY, NOW, Test, answer, owner, random_key};
use crate::session::{SessionInfo, SessionStore};

impl<S: SessionStore> Test<S> {
    pub(super) async fn lists_and_ends_the_sessions_of_an_owner(&self) {
        let (key, other_key) = (random_key(), random_key());
        let phone = self.start_of(&key, "Ada's phone \u{1f4f1}").await;
        let watch = self.start_of(&key, "watch").await;
        let other = self.start_of(&other_key, "other").await;
        self.spend(&watch, 0, NOW + DAY).await;
        let info = |id, label: &str, last_used| SessionInfo {
            id,
            label: label.to_owned(),
            started: NOW,
            last_used,
            expires: NOW + 30 * DAY,
        };
        let expected = [
            info(phone, "Ada's phone \u{1f4f1}", NOW),
            info(watch, "watch", NOW + DAY),
        ];
        let listed = self.list(&key, NOW + DAY).await;
        assert_eq!(listed, expected, "`list` returns the sessions of its owner");
        let listed = self.list(&key, NOW + 7 * DAY).await;
        assert_eq!(
            listed,
            expected[1..],
            "a session that is over is not listed"
        );
        let nobody = self.list(&random_key(), NOW).await;
        assert_eq!(nobody, [], "an owner without sessions has none");

        answer("end", self.store.end(&phone).await);
        let listed = self.list(&key, NOW + DAY).await;
        assert_eq!(listed, expected[1..], "a session that ended is not listed");
        answer("end_all", self.store.end_all(&owner(&key)).await);
        let active = self.is_active(&watch, NOW + DAY).await;
        assert!(!active, "`end_all` ends the sessions of the owner");
        assert_eq!(self.list(&key, NOW).await, [], "none of them is listed");
        let active = self.is_active(&other, NOW).await;
        assert!(active, "`end_all` ends no session of another owner");
    }
}
