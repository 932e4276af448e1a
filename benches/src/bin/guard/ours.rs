//! Our own guard: the row with claims only, and the row with an entity from memory.

use crate::contender::Contender;

/// Our rows, when the feature `ours` is on.
//
// TO FILL, when the library compiles: two `Contender`s of `Kind::Ours` on
// `Axum::V08`, each `InProcess::<_, axum::body::Body>::new(app.into_router())`:
// - `#[protected(GET, "/me", claims_only, register = false)]`
// - `#[protected(GET, "/me", register = false)]` with `g: G<User>` from memory
pub(crate) fn contenders() -> Vec<Contender> {
    Vec::new()
}
