//! What is wrong with a provider is told at start-up.

mod issuers;

use std::time::Duration;

use axum::{Router, http::Method, routing::post};
use jwt_router::{
    BuildProblem, ConfigProblem, EntityField, G, Google, GoogleBuilder, GoogleEndpoints,
    GoogleLogin, GoogleProfile, GoogleToken, JwtRoutes, LoginError, MemoryStore, Routes,
    StoreError, entity, protected, routes, whitelist,
};
use jwt_router_tests::{Refusal, RequestExt as _, SECRET, User, request};

use crate::log::logged;

#[entity(table = "people")]
#[derive(Clone, Debug)]
struct Person {
    id: i64,
    email: String,
}

fn people() -> MemoryStore<Person> {
    MemoryStore::new([])
}

fn email() -> EntityField<Person> {
    EntityField::new("email", |person: &Person| &person.email)
}

#[whitelist(POST, "/login", register = false)]
async fn login(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    google.login(&login.code).await
}

fn google() -> GoogleBuilder {
    Google::builder("client", "marker-secret")
        .redirect_uri("https://app.example.com/login")
        .entity(email(), people())
}

/// Checks what is said of a provider: every problem, in this order.
#[track_caller]
fn check(provider: GoogleBuilder, expected: &[&str]) {
    let builder = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Person>(people());
    let problems = match builder.google(provider).build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    };
    let told: Vec<String> = problems
        .into_iter()
        .map(|problem| match problem {
            ConfigProblem::Provider {
                provider, reason, ..
            } => {
                assert_eq!(provider, "Google");
                reason
            }
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(told, expected);
    assert!(!format!("{told:?}").contains("marker"));
}

#[test]
fn a_complete_provider_has_no_problem() {
    check(google(), &[]);
    check(google().redirect_uri("http://localhost:3000/login"), &[]);
    check(google().redirect_uri("http://127.0.0.1:3000/login"), &[]);
    check(google().redirect_uri("postmessage"), &[]);
}

#[test]
fn every_problem_of_a_provider_is_told_at_once() {
    check(
        Google::builder("", ""),
        &[
            "client id and client secret are required",
            "there is no redirect URI: call `.redirect_uri(..)`",
            "there is no entity: call `.entity(EntityField::new(\"email\", |user: &User| &user.email), users.clone())`",
        ],
    );
    check(
        google().hosted_domain("").timeout(Duration::ZERO),
        &[
            "the hosted domain is empty: name it, or do not set it",
            "a timeout of zero leaves Google no time",
        ],
    );
    let form = "write a number and a unit, such as `30s`, `15m`, `12h` or `7d`";
    check(
        google()
            .expires_in("soon")
            .timeout("5")
            .key_lifetime("1 d")
            .recheck_after("never"),
        &[
            &format!("`.expires_in(..)` is `soon`: {form}"),
            &format!("`.timeout(..)` is `5`: {form}"),
            &format!("`.key_lifetime(..)` is `1 d`: {form}"),
            &format!("`.recheck_after(..)` is `never`: {form}"),
        ],
    );
}

#[test]
fn http_is_for_this_machine_only() {
    let endpoints = GoogleEndpoints::google()
        .token("http://oauth2.example.com/token")
        .keys("http://127.0.0.1.example.com/keys");
    let reason = "its scheme has to be `https`; `http` is for this machine only";
    check(
        google()
            .endpoints(endpoints)
            .redirect_uri("http://app.example.com/login"),
        &[
            &format!("the redirect URI `http://app.example.com/login`: {reason}"),
            &format!("the endpoint `token`: {reason}"),
            &format!("the endpoint `keys`: {reason}"),
        ],
    );
    check(
        google().endpoints(GoogleEndpoints::under("http://127.0.0.1:8080")),
        &[],
    );
}

#[test]
fn an_entity_of_a_provider_is_given_once_and_has_a_store() {
    let name = std::any::type_name::<User>();
    check(
        google()
            .entity(
                EntityField::new("name", |user: &User| &user.name),
                MemoryStore::new([]),
            )
            .entity(email(), people()),
        &[
            "the entity of `people` is given twice",
            &format!(
                "the entity `{name}` has no store: call `.entity::<{name}>(..)` on the `JwtRoutes` builder"
            ),
        ],
    );
}

#[test]
fn a_hook_is_of_an_entity_of_the_provider() {
    let name = std::any::type_name::<User>();
    check(
        google().on_unknown(|_: GoogleProfile| async { Ok::<Option<User>, StoreError>(None) }),
        &[&format!(
            "`.on_unknown(..)` is of `{name}`: call `.entity(..)` with a field of `{name}` before it"
        )],
    );
}

#[test]
fn two_providers_of_google_are_a_problem() {
    let builder = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Person>(people());
    let error = builder.google(google()).google(google()).build();
    assert_eq!(
        error.unwrap_err().to_string(),
        "jwt-router is not configured:\n  - Google: it is configured twice: give one of them all the entities"
    );
}

#[test]
fn a_handler_that_takes_a_provider_needs_it_configured() {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Person>(people());
    let jwt = jwt.build().unwrap();
    assert!(jwt.google().is_none());
    let error = jwt.app_with((), routes![login]).build().unwrap_err();
    let [
        BuildProblem::MissingProvider {
            handler, provider, ..
        },
    ] = error.problems()
    else {
        panic!("{error}");
    };
    assert_eq!(
        (handler.what.as_str(), *provider),
        ("it::google_config::login", "Google")
    );
    assert!(
        error
            .to_string()
            .contains("call `.google(Google::builder(..))` on the `JwtRoutes` builder"),
        "{error}"
    );
}

fn is_configured(_: G<User>, _: Google) -> bool {
    true
}

#[protected(GET, "/by-predicate", guard = is_configured, register = false)]
async fn by_predicate(g: G<User>, _: Google) -> String {
    g.name.clone()
}

#[protected(GET, "/only-by-predicate", guard = is_configured, register = false)]
async fn only_by_predicate(g: G<User>) -> String {
    g.name.clone()
}

#[test]
fn a_predicate_that_takes_a_provider_needs_it_configured() {
    check_unconfigured(routes![only_by_predicate]);
    // One problem, although the handler and its predicate take the provider.
    check_unconfigured(routes![by_predicate]);
}

#[track_caller]
fn check_unconfigured(list: Routes<()>) {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<User>(MemoryStore::new([]));
    let app = jwt.build().unwrap().app_with((), list);
    let error = app.build().unwrap_err();
    assert!(
        matches!(error.problems(), [BuildProblem::MissingProvider { .. }]),
        "{error}"
    );
}

// Where the macro cannot see what a handler takes, it fails closed.
#[test]
fn a_hand_written_handler_takes_the_provider_too() {
    let by_hand = || {
        let login = |_: Google, login: GoogleLogin| async move { login.code };
        Router::new().route("/login", post(login))
    };
    let builder = || {
        JwtRoutes::builder()
            .secret(SECRET)
            .entity::<Person>(people())
    };
    for (builder, is_configured) in [(builder().google(google()), true), (builder(), false)] {
        let app = builder.build().unwrap().app_with((), routes![]);
        let app = app.merge(by_hand()).ignored(Method::POST, "/login");
        let request = request("POST", "/login").json(r#"{"code":"4/a"}"#);
        let answer = request.to(&app.build().unwrap());
        if is_configured {
            answer.is(200, "4/a");
        } else {
            answer.is_refused(Refusal::Unguarded);
        }
    }
}

// SECURITY.md: `Debug` holds no secret.
#[test]
fn a_providers_secret_is_not_printed() {
    let builder = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Person>(people());
    let provider = google();
    assert!(!format!("{provider:?}").contains("marker"));
    let jwt = builder.google(provider).build().unwrap();
    let google = jwt.google().unwrap();
    assert!(!format!("{google:?} {jwt:?}").contains("marker"));
}

#[test]
fn a_login_whose_tokens_live_for_more_than_a_day_is_warned_of() {
    for (days, is_warned_of) in [(1, false), (2, true)] {
        let lifetime = Duration::from_secs(days * 86_400);
        let jwt = JwtRoutes::builder()
            .secret(SECRET)
            .expire_days(1)
            .entity::<Person>(people())
            .google(google().expires_in(lifetime));
        let app = jwt.build().unwrap().app_with((), routes![]);
        let log = logged(|| drop(app.merge(Router::new()).build().unwrap()));
        let warnings: Vec<_> = log
            .iter()
            .filter(|event| event["level"] == "WARN")
            .map(|event| &event["fields"]["message"])
            .collect();
        let expected = "tokens of a login with Google live 2 days and cannot be revoked before: write a shorter lifetime, such as `.expires_in(\"1h\")` on `Google::builder(..)`";
        let expected = if is_warned_of {
            vec![expected]
        } else {
            Vec::new()
        };
        assert_eq!(warnings, expected, "{days}");
    }
}

#[test]
fn the_names_of_the_provider_are_checked() {
    let endpoints = GoogleEndpoints::google()
        .issuer("https://accounts.google.com ")
        .also_named("a\\b");
    check(
        google().endpoints(endpoints),
        &[
            "the issuer `https://accounts.google.com `: it has white space",
            "the issuer `https://accounts.google.com `: its other name `a\\\\b`: it has a backslash: write `/`",
        ],
    );
}
