//! Logs the policy and the risky settings of an application when it is built.

use std::time::Duration;

use crate::{
    app::exceptions::is_under, auth::Config, duration::Seconds, location::SourceLocation,
    policy::PolicyTable,
};

/// Logs the policy in force, and a warning for each allowed setting that weakens it.
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
    let authenticators = config.authenticators.iter();
    for minted in authenticators.filter_map(|known| known.minted_lifetime()) {
        long_lifetime(minted.tokens, minted.lifetime, minted.setting);
    }
    repeated_prefix(&config.api_name, policy);
}

/// Warns of paths that have the API prefix twice, since the prefix is put before the path of each attribute.
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

/// Warns of a token lifetime of more than a day, since a token cannot be revoked before it expires.
fn long_lifetime(tokens: &str, lifetime: Duration, write: &str) {
    let lifetime = Seconds::from(lifetime);
    if lifetime > Seconds::from_days(1) {
        tracing::warn!(
            "{tokens} live {} and cannot be revoked before: write a shorter lifetime, such as {write}",
            lifetime.in_words()
        );
    }
}

/// Warns of registered handlers from several crates without a lock file.
///
/// A linker that does not link a whole library may leave out the `defaults!` of a module and keep its handlers.
/// The program cannot detect that, since the code that was left out does not run.
pub(super) fn unlocked(policy: &PolicyTable) {
    let crates = crates(policy.routes().iter().map(|route| route.handler.as_str()));
    if crates.len() > 1 {
        tracing::warn!(
            "handlers of {} crates are registered ({}), and no lock file is compared: a linker may leave out a library's `defaults!` without an error, so call `.locked(include_str!(\"../routes.lock\"))`",
            crates.len(),
            crates.join(", ")
        );
    }
}

/// Returns the crates of handlers, sorted and without repetitions. A route of a builder's call has no crate.
fn crates<'h>(handlers: impl Iterator<Item = &'h str>) -> Vec<&'h str> {
    let handlers = handlers.filter(|handler| !handler.contains('('));
    let crates = handlers.filter_map(|handler| handler.split_once("::"));
    let mut crates: Vec<&str> = crates.map(|(name, _)| name).collect();
    crates.sort_unstable();
    crates.dedup();
    crates
}

/// Warns of defaults that apply to no handler, as in a wrong module.
pub(super) fn idle(defaults: &[SourceLocation]) {
    for defaults in defaults {
        tracing::warn!(
            "{defaults} holds for no route of this application: write it in the module that has the handlers, or in one around it"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_of_handlers_is_named_once() {
        let handlers = [
            "shop::pay",
            "admin::users::list",
            "publish_jwks()",
            "ignored_service(\"/a::b\", ..)",
            "shop::cart::show",
        ];
        assert_eq!(crates(handlers.into_iter()), ["admin", "shop"]);
    }
}
