//! What the log says when an application starts.

use std::time::Duration;

use crate::{
    config::DEFAULT_LIFETIME,
    jwt_routes::Config,
    mount::{Location, exceptions::is_under},
    policy::PolicyTable,
};

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
            "every guarded route accepts tokens in its URL, for GET and HEAD (for other methods it takes none), and URLs end up in logs and histories: prefer `query = \"..\"` on the routes that need it"
        );
    }
    lifetime(config.lifetime);
    repeated_prefix(&config.api_name, policy);
}

/// Warns of paths that have the API prefix twice: an attribute's path is without it.
fn repeated_prefix(prefix: &str, policy: &PolicyTable) {
    if prefix.is_empty() {
        return;
    }
    for route in policy.routes() {
        let Some(written) = route.path.strip_prefix(prefix) else {
            continue;
        };
        if is_under(written, prefix) {
            let rest = written.strip_prefix(prefix).unwrap_or(written);
            tracing::warn!(
                "{} ({}:{}) answers at `{}`, which has the API prefix `{prefix}` twice: the prefix is put before each path, so write `\"{}\"`",
                route.handler,
                route.file,
                route.line,
                route.path,
                if rest.is_empty() { "/" } else { rest }
            );
        }
    }
}

/// Says how long tokens live that cannot be revoked, if that is more than a day.
fn lifetime(lifetime: Duration) {
    let words = in_words(lifetime);
    if lifetime > DEFAULT_LIFETIME {
        tracing::warn!(
            "tokens live {words}, longer than the default of 30 days, and cannot be revoked: to end one early, delete its entity or change the secret"
        );
    } else if lifetime > Duration::from_secs(DAY) {
        // No warning: somebody who was warned of the default at every start would read no warning.
        tracing::info!(
            "tokens live {words} and cannot be revoked: to end one early, delete its entity or change the secret"
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
