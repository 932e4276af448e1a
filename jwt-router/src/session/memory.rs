//! The session store in the memory of the process.

use std::{
    collections::HashSet,
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
};

use crate::{
    entity::StoreError,
    session::{
        NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending,
        Spent, Verdict, sharded::Sharded,
    },
};

/// A store that keeps sessions in the memory of the process, for tests and for programs that run as one process.
///
/// A restart ends every session: the users log in again. It also ends every link for one use and every ticket, because
/// the store no longer knows which of them were used: they are refused with the log code `lost_marks`. Other processes
/// do not know the sessions, so that a program with several instances needs `SqlxSessions` or `RedisSessions`. A
/// session takes about 400 bytes until it has ended and is removed.
///
/// Clones share the sessions.
///
/// # Examples
///
/// ```
/// use jwt_router::MemorySessions;
///
/// let sessions = MemorySessions::new();
/// assert!(sessions.is_empty());
/// ```
#[derive(Clone, Default)]
pub struct MemorySessions {
    maps: Arc<Maps>,
}

#[derive(Default)]
struct Maps {
    sessions: Sharded<SessionId, Stored>,
    /// The sessions of each owner, by the hash of the owner.
    owners: Sharded<[u8; 32], HashSet<SessionId>>,
    /// The tokens that were used, with the time until which they are kept.
    once: Sharded<[u8; 32], i64>,
    marks_id: MarksId,
}

/// The identifier of the marks in `once`.
struct MarksId(u64);

impl Default for MarksId {
    fn default() -> Self {
        // The number need not be secret. A `RandomState` is random too, and making it cannot fail.
        Self(RandomState::new().hash_one(()))
    }
}

struct Stored {
    state: SessionState,
    owner: [u8; 32],
    label: Box<str>,
    started: i64,
}

impl MemorySessions {
    /// Returns a store without sessions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns whether the store has no session and no mark of a used token, not even one whose time is over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.maps.sessions.is_empty() && self.maps.once.is_empty()
    }

    fn stored_state(&self, id: &SessionId) -> Option<SessionState> {
        let sessions = &self.maps.sessions;
        sessions.read(id, |stored| stored.map(|stored| stored.state))
    }

    /// Removes a session, and returns whether the store had it.
    fn remove(&self, id: &SessionId) -> bool {
        let removed = self.maps.sessions.change(id, |shard| shard.remove(id));
        removed.inspect(|stored| self.disown(id, stored)).is_some()
    }

    /// Removes a session from the set of its owner's sessions.
    fn disown(&self, id: &SessionId, stored: &Stored) {
        self.maps.owners.change(&stored.owner, |owners| {
            if let Some(ids) = owners.get_mut(&stored.owner) {
                ids.remove(id);
                if ids.is_empty() {
                    owners.remove(&stored.owner);
                }
            }
        });
    }

    fn info(&self, id: SessionId, now: i64) -> Option<SessionInfo> {
        self.maps.sessions.read(&id, |stored| {
            let stored = stored.filter(|stored| stored.state.is_active(now))?;
            Some(SessionInfo {
                id,
                label: stored.label.clone().into_string(),
                started: stored.started,
                last_used: stored.state.spent_at,
                expires: stored.state.expires,
            })
        })
    }
}

impl SessionStore for MemorySessions {
    async fn start(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        let owner = session.owner.hash();
        let stored = Stored {
            state: session.state,
            owner,
            label: session.label.into(),
            started: session.started,
        };
        let id = session.id;
        // The session comes before the set of its owner: a set without it would let it outlive `end_all`.
        self.maps
            .sessions
            .change(&id, |shard| drop(shard.insert(id, stored)));
        self.maps
            .owners
            .change(&owner, |shard| shard.entry(owner).or_default().insert(id));
        Ok(())
    }

    async fn spend(&self, id: &SessionId, spending: &Spending) -> Result<Spent, StoreError> {
        let spent = self.maps.sessions.change(id, |shard| {
            let Some(stored) = shard.get_mut(id) else {
                return Spent::Ended;
            };
            match spending.judge(&stored.state) {
                Verdict::Rotate(next) => {
                    stored.state = next;
                    Spent::Successor(next)
                }
                Verdict::Repeat => Spent::Successor(stored.state),
                Verdict::Reused => Spent::Reused,
                Verdict::Ended => Spent::Ended,
            }
        });
        Ok(match spent {
            // Of several requests that present the token at once, the one that removes the session reports the reuse.
            Spent::Reused if !self.remove(id) => Spent::Ended,
            other => other,
        })
    }

    async fn state(&self, id: &SessionId) -> Result<Option<SessionState>, StoreError> {
        Ok(self.stored_state(id))
    }

    fn state_now(&self, id: &SessionId) -> Option<Result<Option<SessionState>, StoreError>> {
        Some(Ok(self.stored_state(id)))
    }

    async fn end(&self, id: &SessionId) -> Result<(), StoreError> {
        self.remove(id);
        Ok(())
    }

    async fn end_all(&self, owner: &SessionOwner<'_>) -> Result<(), StoreError> {
        let owner = owner.hash();
        let ids = self
            .maps
            .owners
            .change(&owner, |shard| shard.remove(&owner));
        for id in ids.unwrap_or_default() {
            self.maps
                .sessions
                .change(&id, |shard| drop(shard.remove(&id)));
        }
        Ok(())
    }

    async fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        let owner = owner.hash();
        let found = self.maps.owners.read(&owner, |ids| -> Vec<SessionId> {
            ids.into_iter().flatten().copied().collect()
        });
        let infos = found.into_iter().filter_map(|id| self.info(id, now));
        Ok(infos.collect())
    }

    async fn once(&self, token: &[u8; 32], _now: i64, until: i64) -> Result<bool, StoreError> {
        let once = &self.maps.once;
        Ok(once.change(token, |shard| shard.insert(*token, until).is_none()))
    }

    fn marks_id(&self) -> Option<u64> {
        Some(self.maps.marks_id.0)
    }

    async fn purge(&self, now: i64, limit: u32) -> Result<u32, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_over = |stored: &Stored| !stored.state.is_active(now);
        let sessions = self.maps.sessions.purge(limit, is_over);
        for (id, stored) in &sessions {
            self.disown(id, stored);
        }
        let once = self.maps.once.purge(limit, |until| *until <= now);
        let removed = sessions.len().saturating_add(once.len());
        Ok(u32::try_from(removed).unwrap_or(u32::MAX))
    }
}

impl fmt::Debug for MemorySessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySessions").finish_non_exhaustive()
    }
}
