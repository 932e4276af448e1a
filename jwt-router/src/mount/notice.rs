//! What the log says when an application starts.

use std::time::Duration;

use crate::{jwt_routes::Config, mount::Location, policy::PolicyTable};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// Says which policy is in force, and what settings cost that are allowed and have a price.
pub(super) fn log(config: &Config, policy: &PolicyTable) {
    let routes = policy.routes();
    let public = routes.iter().filter(|route| route.access.is_public());
    tracing::info!(
        routes = routes.len(),
        public = public.count(),
        sha256 = policy.sha256(),
        "policy in force"
    );
    if let Some(parameter) = &config.query_token {
        tracing::warn!(
            %parameter,
            "every guarded route accepts tokens in its URL, and URLs end up in logs and histories: prefer `query = \"..\"` on the routes that need it"
        );
    }
    // No warning: 30 days is the default, and a warning at every start is one that nobody reads.
    if config.lifetime > Duration::from_secs(DAY) {
        tracing::info!(
            "tokens live {} and cannot be revoked: to end one early, delete its entity or change the secret",
            in_words(config.lifetime)
        );
    }
}

/// Warns of defaults that narrow nothing: their module has no handlers, or is not what was meant.
pub(super) fn idle(defaults: &[Location]) {
    for defaults in defaults {
        tracing::warn!(
            "{defaults} holds for no route of this application: write it in the module that has the handlers, or in one around it"
        );
    }
}

fn in_words(lifetime: Duration) -> String {
    let seconds = lifetime.as_secs();
    if seconds < 2 * DAY {
        format!("{} hours", seconds / HOUR)
    } else {
        format!("{} days", seconds / DAY)
    }
}
