//! Two instances of one program, each a process of its own, with one store of sessions.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what cannot be done fails the test"
)]

mod client;
mod ended;
mod instance;
mod killed;
mod rotation;
mod secret;
mod store;

/// Defines the test of a sentence on each store.
macro_rules! on_each_store {
    (async fn $sentence:ident($store:ident) $body:block) => {
        mod $sentence {
            use super::*;
            use crate::store::{Kind, run};

            #[test]
            fn postgres() {
                run(Kind::Postgres, async |$store| $body);
            }

            #[test]
            fn redis() {
                run(Kind::Redis, async |$store| $body);
            }
        }
    };
}
use on_each_store;
