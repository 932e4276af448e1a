//! Logs the policy of an application at start-up, and warnings about risky settings.

use std::time::Duration;

#[cfg(feature = "cookies")]
use crate::cookies::SessionCookies;
use crate::{
    app::exceptions::is_under, auth::Config, duration::Seconds, location::SourceLocation,
    policy::PolicyTable,
};

/// Logs the policy of the application, and a warning for each setting that makes the application less secure.
pub(super) fn log(config: &Config, policy: &PolicyTable) {
    let routes = policy.routes();
    let public = routes.iter().filter(|route| route.access.is_public());
    tracing::info!(
        routes = routes.len(),
        public = public.count(),
        sha256 = policy.sha256(),
        "policy in force"
    );
    if let Some(parameter) = &config.transports.query {
        tracing::warn!(
            %parameter,
            "every guarded route accepts tokens in its URL, for GET and HEAD (for other methods it takes none), and URLs end up in logs and histories: prefer `query = \"..\"` on the routes that need it"
        );
    }
    #[cfg(feature = "cookies")]
    for weakness in config.cookies.iter().flat_map(SessionCookies::weaknesses) {
        tracing::warn!("{weakness}");
    }
    // A program with sessions may mint no other tokens, and then has nothing to set.
    if config.sessions.is_none() || !config.is_default_lifetime {
        long_lifetime(
            "tokens",
            config.lifetime,
            "`.expire_days(1)` or `JWT_ROUTER_EXPIRES=12h`",
        );
    }
    let authenticators = config.authenticators.iter();
    for minted in authenticators.filter_map(|known| known.minted_lifetime()) {
        long_lifetime(minted.tokens, minted.lifetime, minted.setting);
    }
    repeated_prefix(&config.api_name, policy);
}

/// Logs a warning for each route whose full path contains the API prefix twice. The application puts the prefix
/// before the path in each attribute, so the attribute's path should not contain the prefix.
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

/// Logs a warning if tokens are valid for more than a day, because a token cannot be revoked before it expires.
/// `write` names the setting that changes the lifetime, for the message.
fn long_lifetime(tokens: &str, lifetime: Duration, write: &str) {
    let lifetime = Seconds::from(lifetime);
    if lifetime > Seconds::from_days(1) {
        tracing::warn!(
            "{tokens} live {} and cannot be revoked before: write a shorter lifetime, such as {write}",
            lifetime.in_words()
        );
    }
}

/// Logs a warning if handlers come from other crates than the one that builds the application, and the application
/// is not [locked](super::AppBuilder::locked). `built_in` is the source file that builds the application.
///
/// If only parts of a library are linked, the linker may keep the handlers of a module and leave out the
/// module's `defaults!`. The program cannot detect this, because the missing code does not run.
pub(super) fn unlocked(policy: &PolicyTable, built_in: &str) {
    let routes = policy.routes().iter();
    let crates = crates(routes.clone().map(|route| route.handler.as_str()));
    let mut files = routes.map(|route| route.file.as_str());
    let are_elsewhere = files.any(|file| package(file) != package(built_in));
    if crates.len() > 1 || (are_elsewhere && !crates.is_empty()) {
        tracing::warn!(
            crates = crates.join(", "),
            "handlers of other crates are registered, and no lock file is compared: a linker may leave out a library's `defaults!` without an error, so call `.locked(include_str!(\"../routes.lock\"))`"
        );
    }
}

/// Returns the folder of the package that has this source file, as far as the path tells it: the part before the last
/// `src`, or before the last `tests`, `examples` or `benches` if the path has no `src`.
fn package(file: &str) -> &str {
    let is_separator = |letter| matches!(letter, '/' | '\\');
    let (mut start, mut sources, mut others) = (0, None, None);
    for part in file.split_inclusive(is_separator) {
        match part.strip_suffix(is_separator) {
            Some("src") => sources = Some(start),
            Some("tests" | "examples" | "benches") => others = Some(start),
            _ => {}
        }
        start += part.len();
    }
    let package = sources.or(others).and_then(|end| file.get(..end));
    package.unwrap_or(file)
}

/// Returns the names of the crates that define these handlers, sorted, without duplicates. Routes that are
/// added by a builder call have no crate.
fn crates<'h>(handlers: impl Iterator<Item = &'h str>) -> Vec<&'h str> {
    let handlers = handlers.filter(|handler| !handler.contains('('));
    let crates = handlers.filter_map(|handler| handler.split_once("::"));
    let mut crates: Vec<&str> = crates.map(|(name, _)| name).collect();
    crates.sort_unstable();
    crates.dedup();
    crates
}

/// Logs a warning for each `defaults!` call that applies to no handler, perhaps because it is in a wrong
/// module.
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

    #[test]
    fn the_package_of_a_file_is_the_folder_above_its_sources() {
        for (file, expected) in [
            ("src/main.rs", ""),
            ("tests/it/main.rs", ""),
            ("src/users/tests/mod.rs", ""),
            ("crates/shop/src/users/mod.rs", "crates/shop/"),
            (r"crates\shop\src\lib.rs", r"crates\shop\"),
            ("/home/ann/src/shop/src/lib.rs", "/home/ann/src/shop/"),
            ("examples/quickstart/src/main.rs", "examples/quickstart/"),
            ("main.rs", "main.rs"),
        ] {
            assert_eq!(package(file), expected, "{file}");
        }
    }
}
