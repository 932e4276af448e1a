//! Sessions: what a store of sessions keeps, and the rule by which a refresh token is spent.

mod id;
mod memory;
mod owner;
mod record;
mod spending;
mod store;

pub use self::{
    id::{InvalidSessionId, SessionId},
    memory::MemorySessions,
    owner::SessionOwner,
    record::{NewSession, SessionInfo},
    spending::{SessionState, Spending, Spent, Verdict},
    store::SessionStore,
};
