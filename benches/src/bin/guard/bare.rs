//! Axum without a guard, which the others are measured over.

use crate::case::PATH;
use crate::contender::{Axum, Contender, Kind};
use crate::in_process::InProcess;

/// Axum 0.8, ours and most peers'.
pub(crate) fn axum_08() -> Contender {
    let router: axum::Router = axum::Router::new().route(PATH, axum::routing::get(handler));
    Contender {
        name: "bare axum 0.8",
        kind: Kind::Bare,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, axum::body::Body>::new(router)),
    }
}

/// Axum 0.7, jwt-authorizer's.
pub(crate) fn axum_07() -> Contender {
    let router: axum07::Router = axum07::Router::new().route(PATH, axum07::routing::get(handler));
    Contender {
        name: "bare axum 0.7",
        kind: Kind::Bare,
        axum: Axum::V07,
        app: Box::new(InProcess::<_, axum07::body::Body>::new(router)),
    }
}

async fn handler() -> &'static str {
    "ok"
}
