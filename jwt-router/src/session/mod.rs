//! Sessions: what a store of sessions keeps, and the rule by which a refresh token is spent.

mod active;
mod changes;
mod erased;
mod id;
mod memory;
mod owner;
mod purging;
mod record;
mod sessions;
mod sharded;
mod single_use;
mod spending;
mod store;

pub(crate) use self::{
    active::ActiveSessions,
    erased::{ErasedSessions, Owner, TypedSessions},
    sessions::{Activity, Lifetimes, OnReuse, SessionCheck, Sessions, StoredSession},
};
pub use self::{
    id::{InvalidSessionId, SessionId},
    memory::MemorySessions,
    owner::SessionOwner,
    record::{NewSession, ReusedToken, SessionInfo},
    spending::{SessionState, Spending, Spent, Verdict},
    store::SessionStore,
};
