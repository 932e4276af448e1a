//! What the macros accept: one module a case, all in one crate, mounted together.

mod aliases;
mod around;
mod attributes;
mod callers;
mod defaults;
mod generated;
mod lints;
mod names;
mod nested;
mod renamed;
mod requirements;

use jwt_router::{JwtRoutes, MemoryStore, Secret};

/// Every handler of this crate is registered, once.
#[test]
fn all_of_it_is_mounted() {
    let app = JwtRoutes::builder()
        .secret(Secret::random().expect("randomness"))
        .roles_claim("roles")
        .entity::<aliases::User>(MemoryStore::new([]))
        .entity::<lints::Account>(MemoryStore::new([]))
        .entity::<names::Type>(MemoryStore::new([]))
        .entity::<names::types::AnyRoute>(MemoryStore::new([]))
        .entity::<renamed::Person>(MemoryStore::new([]))
        .build()
        .expect("a configuration")
        .app()
        .state(aliases::Database)
        .state(around::Store(vec![1_u64]))
        .state(names::types::AnyState)
        .build()
        .expect("an application");
    let routes = app.policy().routes().iter();
    let mut paths: Vec<&str> = routes.map(|route| route.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths, PATHS);
}

const PATHS: &[&str] = &[
    "/aliases/direct",
    "/aliases/maybe",
    "/aliases/{id}/state",
    "/around/generic",
    "/around/one",
    "/attributes/cfg",
    "/attributes/debug",
    "/attributes/deprecated",
    "/attributes/instrumented/above",
    "/attributes/instrumented/below",
    "/callers/anybody",
    "/callers/result",
    "/callers/told",
    "/defaults/below",
    "/defaults/here",
    "/defaults/lints",
    "/defaults/written/by/a/macro",
    "/generated/first",
    "/generated/second/{id}",
    "/lints/account",
    "/lints/open",
    "/match",
    "/names/box",
    "/names/route",
    "/names/state",
    "/nested/inner",
    "/nested/outer",
    "/renamed/hello",
    "/renamed/me",
    "/requirements/alias",
    "/requirements/associated",
    "/requirements/constant",
    "/requirements/generated",
    "/requirements/generated/list",
    "/requirements/generated/path",
    "/requirements/generated/text",
    "/requirements/mixed",
    "/requirements/one",
    "/requirements/path",
    "/requirements/predicate",
    "/requirements/predicate/by/path",
    "/requirements/predicate/generated",
    "/requirements/predicate/of/state",
    "/requirements/predicate/of/the/state",
    "/requirements/predicate/{id}",
    "/requirements/raw",
    "/requirements/text",
    "/type",
];
