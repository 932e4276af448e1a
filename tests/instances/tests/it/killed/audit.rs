//! Compares the sessions that the store has after all faults with what was acknowledged.

use std::fmt;

use tokio::task::JoinSet;

use super::session::{End, Session};
use crate::{client::Client, instance::Instance};

/// How many sessions were compared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Audited {
    pub(super) active: usize,
    pub(super) ended: usize,
    /// Sessions whose logout got 503, and which have ended.
    unknown_ended: usize,
    /// Those which have not.
    unknown_active: usize,
    /// Sessions that end because a token is used again which was spent before the last fault.
    reused: usize,
}

impl fmt::Display for Audited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            active,
            ended,
            unknown_ended,
            unknown_active,
            reused,
        } = self;
        write!(
            f,
            "{active} sessions are active ({reused} of them end by a reuse), {ended} have ended; of those whose logout \
             got 503, {unknown_ended} have ended and {unknown_active} are active"
        )
    }
}

/// Compares the sessions of all clients, at both instances.
pub(super) async fn audit(instances: [&Instance; 2], sessions: Vec<Vec<Session>>) -> Audited {
    let mut clients = JoinSet::new();
    for sessions in sessions {
        let [mut one, mut other] = instances.map(Instance::client);
        clients.spawn(async move {
            let mut audited = Audited::default();
            for session in sessions {
                compare(&session, &mut one, &mut other, &mut audited).await;
            }
            audited
        });
    }
    let all = clients.join_all().await;
    let sum = |count: fn(&Audited) -> usize| all.iter().map(count).sum();
    Audited {
        active: sum(|audited| audited.active),
        ended: sum(|audited| audited.ended),
        unknown_ended: sum(|audited| audited.unknown_ended),
        unknown_active: sum(|audited| audited.unknown_active),
        reused: sum(|audited| audited.reused),
    }
}

async fn compare(session: &Session, one: &mut Client, other: &mut Client, audited: &mut Audited) {
    let tokens = &session.tokens;
    let statuses = [one.me(&tokens.access).await, other.me(&tokens.access).await];
    match (session.end, statuses) {
        (End::Active, [200, 200]) => {
            audited.active += 1;
            // A rotation that was lost would make this a token of a generation that the store does not know.
            let next = one.refresh(&tokens.refresh).await.tokens();
            assert_eq!(other.me(&next.access).await, 200);
            if let Some(spent) = &session.spent {
                audited.reused += 1;
                assert_eq!(other.refresh(spent).await.status, 401);
                assert_eq!(one.me(&next.access).await, 401);
            }
        }
        (End::Acknowledged, [401, 401]) => {
            audited.ended += 1;
            assert_eq!(one.refresh(&tokens.refresh).await.status, 401);
        }
        (End::Unknown, [401, 401]) => audited.unknown_ended += 1,
        (End::Unknown, [200, 200]) => audited.unknown_active += 1,
        (end, statuses) => panic!("a session is {end:?}, and its token gets {statuses:?}"),
    }
}
