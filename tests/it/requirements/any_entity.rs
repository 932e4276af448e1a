//! `entity = any(..)`: a route accepts the tokens of several tables, and of no other.

#[cfg(feature = "testing")]
mod reviewed;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::Member;
use axum::extract::Path;
use jwt_router::{
    App, BuildError, Entity, JwtRoutesBuilder, Rejection, Routes, StoreError, prelude::*, routes,
};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, Teacher, User, ada, emmy, forge, get, users_only,
};
use serde_json::json;

/// A program that calls in the name of a user.
#[entity(table = "api_keys")]
#[derive(Clone)]
struct ApiKey {
    id: String,
    owner: i64,
}

fn key() -> ApiKey {
    ApiKey {
        id: "k1".to_owned(),
        owner: 1,
    }
}

const EITHER: u32 = line!() + 2;
#[protected(GET, "/either", entity = any(User, ApiKey), register = false)]
async fn either(g: G) -> String {
    match (g.get::<User>(), g.get::<ApiKey>()) {
        (Some(user), None) => format!("the user {}", user.name),
        (None, Some(key)) => format!("a key of {}", key.owner),
        (None, None) | (Some(_), Some(_)) => "nobody".to_owned(),
    }
}

#[protected(GET, "/claims", entity = any(ApiKey, User), claims_only, register = false)]
async fn claims(g: G) -> String {
    match (g.key::<User>(), g.key::<ApiKey>()) {
        (Some(user), None) => format!("the user {user}"),
        (None, Some(key)) => format!("the key {key}"),
        (None, None) | (Some(_), Some(_)) => "nobody".to_owned(),
    }
}

fn owns(g: G, Path(owner): Path<i64>) -> bool {
    let user = g.get::<User>().map(|user| user.user_id);
    user.or_else(|| g.get::<ApiKey>().map(|key| key.owner)) == Some(owner)
}

#[protected(GET, "/of/{owner}", entity = any(User, ApiKey), guard = owns, register = false)]
async fn of() -> &'static str {
    "in"
}

const TYPED: u32 = line!() + 2;
#[protected(GET, "/typed", entity = any(User, ApiKey), register = false)]
async fn typed(_g: G<User>) {}

const MAYBE: u32 = line!() + 2;
#[protected(GET, "/maybe", entity = any(User, ApiKey), register = false)]
async fn maybe(_g: Option<G<ApiKey>>) {}

const FALLIBLE: u32 = line!() + 2;
#[protected(GET, "/fallible", entity = any(User, ApiKey), register = false)]
async fn fallible(_g: Result<G<User>, Rejection>) {}

const STRANGER: u32 = line!() + 2;
#[protected(GET, "/stranger", entity = any(User, ApiKey), register = false)]
async fn stranger(_g: G<Teacher>) {}

fn is_user(_g: G<User>) -> bool {
    true
}

const GUARDED: u32 = line!() + 2;
#[protected(GET, "/guarded", entity = any(User, ApiKey), guard = is_user, register = false)]
async fn guarded() {}

mod narrowed {
    use super::*;

    jwt_router::defaults! { entity = any(User, ApiKey) }

    #[protected(GET, "/narrowed", register = false)]
    pub(super) async fn both(g: G) -> &'static str {
        g.table()
    }

    #[protected(GET, "/narrowed/users", register = false)]
    pub(super) async fn users(g: G<User>) -> &'static str {
        g.table()
    }

    #[protected(GET, "/narrowed/keys", entity = any(ApiKey, Teacher), register = false)]
    pub(super) async fn keys(g: G<ApiKey>) -> &'static str {
        g.table()
    }

    pub(super) const NONE: u32 = line!() + 2;
    #[protected(GET, "/narrowed/none", entity = Teacher, register = false)]
    pub(super) async fn none() {}

    pub(super) mod further {
        use super::*;

        pub(crate) const DEFAULTS: u32 = line!() + 1;
        jwt_router::defaults! { entity = any(Teacher, User) }

        #[protected(GET, "/further", entity = any(Teacher, ApiKey), register = false)]
        pub(crate) async fn none() {}

        #[protected(GET, "/further/users", register = false)]
        pub(crate) async fn users(g: G<User>) -> &'static str {
            g.table()
        }
    }
}

/// Entities that have the tables of others.
mod twins {
    use super::*;

    #[entity(table = "users", key = "user_id")]
    #[derive(Clone)]
    pub(super) struct Twin {
        user_id: i64,
    }

    pub(super) mod narrowed {
        use super::*;

        jwt_router::defaults! { entity = any(Twin, ApiKey) }

        #[protected(GET, "/twins", entity = any(User, ApiKey), register = false)]
        pub(crate) async fn twins() -> &'static str {
            "in"
        }
    }
}

fn known() -> JwtRoutesBuilder {
    users_only()
        .entity::<ApiKey>(MemoryStore::new([key()]))
        .entity::<Teacher>(MemoryStore::new([emmy()]))
}

fn app(routes: Routes<()>) -> App {
    let jwt = known().build().unwrap();
    jwt.app_with((), routes).build().unwrap()
}

fn error(routes: Routes<()>) -> BuildError {
    let jwt = known().build().unwrap();
    jwt.app_with((), routes).build().unwrap_err()
}

fn token<E: Entity>(entity: &E) -> String {
    let jwt = known().build().unwrap();
    jwt.create_token(entity).unwrap().into_string()
}

#[track_caller]
fn check(app: &App, path: &str, user: &str, key: &str) {
    for (token, expected) in [(token(&ada()), user), (token(&self::key()), key)] {
        let answer = get(path).bearer(&token).to(app);
        match expected {
            "" => answer.is_refused(Refusal::Forbidden),
            expected => answer.is(200, expected),
        }
    }
    let stranger = get(path).bearer(&token(&emmy())).to(app);
    stranger.is_refused(Refusal::Forbidden);
    get(path).to(app).is_refused(Refusal::NoToken);
}

#[test]
fn each_of_the_tables_is_let_in_and_no_other() {
    let app = app(routes![either, claims]);
    check(&app, "/either", "the user Ada", "a key of 1");
    check(&app, "/claims", "the user 1", "the key k1");
}

#[test]
fn a_predicate_decides_about_the_callers_of_each_table() {
    let app = app(routes![of]);
    check(&app, "/of/1", "in", "in");
    check(&app, "/of/2", "", "");
}

const ROLE: u32 = line!() + 2;
#[protected(GET, "/role", entity = any(User, Member), role = "admin", register = false)]
async fn role() {}

/// The entity's own roles count where it has some, and the token's where it has not.
#[test]
fn each_table_has_its_roles_from_its_own_source() {
    let members = known().entity::<Member>(super::members());
    let jwt = members.roles_claim("roles").build().unwrap();
    let app = jwt.app_with((), routes![role]).build().unwrap();
    let claim = || json!({"roles": ["admin"]});
    for (token, status) in [
        (super::user_with(claim()), 200),
        (super::user_with(json!({})), 403),
        (super::member_with(1, json!({})), 200),
        (super::member_with(2, claim()), 403),
        (super::member_with(9, claim()), 401),
    ] {
        assert_eq!(get("/role").bearer(&token).to(&app).status, status);
    }
}

#[test]
fn a_table_that_is_named_and_never_has_a_role_is_an_error() {
    let members = known().entity::<Member>(super::members());
    let jwt = members.build().unwrap();
    let error = jwt.app_with((), routes![role]).build().unwrap_err();
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    let expected = format!(
        "`it::requirements::any_entity::role` (tests/it/requirements/any_entity.rs:{ROLE}) requires a role, but no source of roles is configured: write `roles = Self::roles` in the `#[entity(..)]` of `jwt_router_tests::User`, or call `.roles_claim(\"roles\")` on the `JwtRoutes` builder, for tokens of your own, or on the `OidcIssuer` that signs their tokens"
    );
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn the_entity_of_another_table_is_not_loaded() {
    let loads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&loads);
    let jwt = users_only()
        .entity::<ApiKey>(MemoryStore::new([key()]))
        .entity::<Teacher>(move |_id: i64| {
            counted.fetch_add(1, Ordering::Relaxed);
            async { Ok::<_, StoreError>(Some(emmy())) }
        })
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![either]).build().unwrap();
    let token = token(&emmy());
    let refused = get("/either").bearer(&token).to(&app);
    refused.is_refused(Refusal::Forbidden);
    assert_eq!(loads.load(Ordering::Relaxed), 0);
}

#[test]
fn an_entity_that_is_not_there_is_refused_as_a_bad_token() {
    let app = app(routes![either]);
    for claims in [
        json!({"table_name": "users", "user_id": 9, "exp": NOW + 60}),
        json!({"table_name": "api_keys", "id": "k9", "exp": NOW + 60}),
        // The key of one table is none of the other's.
        json!({"table_name": "api_keys", "user_id": 1, "exp": NOW + 60}),
        json!({"table_name": "users", "user_id": "k1", "exp": NOW + 60}),
        json!({"table_name": "api_keys", "id": 1, "exp": NOW + 60}),
        json!({"table_name": ["users", "api_keys"], "user_id": 1, "exp": NOW + 60}),
    ] {
        let answer = get("/either").bearer(&forge(&claims)).to(&app);
        answer.is_refused(Refusal::BadToken);
    }
}

#[test]
fn claims_suffice_where_nothing_loads_the_entity() {
    let jwt = users_only().build().unwrap();
    let app = jwt.app_with((), routes![claims]).build().unwrap();
    let answer = get("/claims").bearer(&token(&key())).to(&app);
    answer.is(200, "the key k1");
    // `Teacher` is of no table that this application knows.
    let answer = get("/claims").bearer(&token(&emmy())).to(&app);
    answer.is_refused(Refusal::BadToken);
}

#[test]
fn each_entity_that_is_loaded_needs_a_store() {
    let jwt = users_only().build().unwrap();
    let error = jwt.app_with((), routes![either]).build().unwrap_err();
    let expected = format!(
        "`it::requirements::any_entity::either` (tests/it/requirements/any_entity.rs:{EITHER}) loads the entity `{KEY}`, which has no store"
    );
    let told = error.to_string();
    assert_eq!(error.problems().len(), 1, "{told}");
    assert!(told.contains(&expected), "{told}");
}

#[track_caller]
fn check_problem(routes: Routes<()>, handler: &str, line: u32, expected: &str) {
    let error = error(routes);
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    let expected = format!(
        "`it::requirements::any_entity::{handler}` (tests/it/requirements/any_entity.rs:{line}) {expected}"
    );
    assert_eq!(told, [expected]);
}

const KEY: &str = "it::requirements::any_entity::ApiKey";
const USER: &str = "jwt_router_tests::User";

#[test]
fn an_argument_that_refuses_one_of_the_tables_is_a_mistake_at_the_start() {
    let one = |held: &str, other: &str| {
        format!(
            "takes the entity `{held}`, but its route also accepts tokens of `{other}`, which that argument refuses: take `G`, then `g.get::<{held}>()`"
        )
    };
    check_problem(routes![typed], "typed", TYPED, &one(USER, KEY));
    check_problem(routes![maybe], "maybe", MAYBE, &one(KEY, USER));
    check_problem(routes![fallible], "fallible", FALLIBLE, &one(USER, KEY));
    let teacher = "jwt_router_tests::Teacher";
    let other = format!(
        "takes the entity `{teacher}`, but its route accepts only tokens of `{KEY}`, `{USER}`, so it would refuse every caller: take `G`, then `g.get::<{teacher}>()`, or write a handler for each"
    );
    check_problem(routes![stranger], "stranger", STRANGER, &other);
}

#[test]
fn a_predicate_that_refuses_one_of_the_tables_is_a_mistake_at_the_start() {
    let error = error(routes![guarded]);
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    let expected = format!(
        "the predicate `it::requirements::any_entity::is_user` of `it::requirements::any_entity::guarded` (tests/it/requirements/any_entity.rs:{GUARDED}) takes `G<{USER}>`, but the route also accepts tokens of `{KEY}`, which that argument refuses: take `G`, then `g.get::<{USER}>()`, or write `entity = ..` with that one alone"
    );
    assert_eq!(told, [expected]);
}

#[test]
fn defaults_narrow_to_what_both_accept() {
    use narrowed::further;

    let app = app(routes![
        narrowed::both,
        narrowed::users,
        narrowed::keys,
        further::users
    ]);
    check(&app, "/narrowed", "users", "api_keys");
    check(&app, "/narrowed/users", "users", "");
    check(&app, "/narrowed/keys", "", "api_keys");
    check(&app, "/further/users", "users", "");
    let table = app.policy().to_string();
    let needs = |path: &str| {
        let line = table.lines().find(|line| line.contains(path)).unwrap();
        let cells = line.split("  ").map(str::trim);
        cells.filter(|cell| !cell.is_empty()).nth(3).unwrap()
    };
    assert_eq!(needs("/narrowed "), "any api_keys users", "{table}");
    assert_eq!(needs("/narrowed/users "), "users", "{table}");
    assert_eq!(needs("/narrowed/keys "), "api_keys", "{table}");
    assert_eq!(needs("/further/users "), "users", "{table}");
}

#[test]
fn defaults_narrow_by_the_entity_and_not_by_its_table() {
    let app = app(routes![twins::narrowed::twins]);
    check(&app, "/twins", "", "in");
    let table = app.policy().to_string();
    assert!(table.contains("  api_keys  "), "{table}");
}

#[test]
fn defaults_that_leave_no_entity_are_a_mistake_at_the_start() {
    let error = error(routes![narrowed::none, narrowed::further::none]).to_string();
    let (none, defaults) = (narrowed::NONE, narrowed::further::DEFAULTS);
    let handler = format!(
        "`it::requirements::any_entity::narrowed::none` (tests/it/requirements/any_entity.rs:{none}) takes tokens of `jwt_router_tests::Teacher` only"
    );
    assert!(error.contains(&handler), "{error}");
    // The handler shares an entity with each of the two, and none with both.
    let outer = format!(
        "`defaults! of it::requirements::any_entity::narrowed::further` (tests/it/requirements/any_entity.rs:{defaults}) those of"
    );
    assert!(error.contains(&outer), "{error}");
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn the_tables_are_sorted_in_text_and_json() {
    let app = app(routes![either, claims]);
    let table = app.policy().to_string();
    assert!(table.contains("  any api_keys users  "), "{table}");
    assert!(table.contains("  any api_keys users, claims only  "));
    let routes = app.policy().routes();
    let entity = routes[1].requirements.get("entity").unwrap();
    assert_eq!(entity.to_string(), "any api_keys users");
    assert_eq!(
        serde_json::to_value(&routes[1].requirements).unwrap(),
        json!({"entity": ["api_keys", "users"]})
    );
}
