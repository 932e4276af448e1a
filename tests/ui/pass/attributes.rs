//! Other attributes, above and below.

use axum::debug_handler;
use jwt_router::prelude::*;
use tracing::instrument;

#[cfg(any())]
#[whitelist(GET, "/attributes/never")]
async fn never(_: NoSuchType) {}

#[whitelist(GET, "/attributes/never")]
#[cfg(any())]
async fn never_below(_: NoSuchType) {}

#[whitelist(GET, "/attributes/cfg")]
#[cfg(test)]
async fn always() {}

#[cfg_attr(test, whitelist(GET, "/attributes/debug"))]
#[debug_handler]
async fn debug() -> &'static str {
    "debug"
}

#[instrument]
#[whitelist(GET, "/attributes/instrumented/above")]
async fn above() -> &'static str {
    "above"
}

#[whitelist(GET, "/attributes/instrumented/below")]
#[instrument(skip_all)]
async fn below(method: axum::http::Method) -> String {
    method.to_string()
}

#[deprecated = "old"]
#[whitelist(GET, "/attributes/deprecated")]
async fn deprecated() {}
