//! What the log says when an application starts.

use std::time::Duration;

use crate::{
    app::exceptions::is_under, auth::Config, duration::Seconds, location::Location,
    policy::PolicyTable,
};

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
    long_lifetime(
        "tokens",
        config.lifetime,
        "`.expire_days(1)` or `JWT_ROUTER_EXPIRES=12h`",
    );
    #[cfg(feature = "google")]
    if let Some(lifetime) = config
        .strategies
        .google
        .as_ref()
        .and_then(|google| google.lifetime)
    {
        long_lifetime(
            "tokens of a login with Google",
            lifetime,
            "`.expires_in(Duration::from_secs(3600))` on `Google::builder(..)`",
        );
    }
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

/// Warns of tokens that live for more than a day, as they do by default: nothing revokes them before
/// they expire.
fn long_lifetime(tokens: &str, lifetime: Duration, write: &str) {
    let lifetime = Seconds::from(lifetime);
    if lifetime > Seconds::from_days(1) {
        tracing::warn!(
            "{tokens} live {} and cannot be revoked before: write a shorter lifetime, such as {write}",
            lifetime.in_words()
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
