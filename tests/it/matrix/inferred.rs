//! The entity of a route, where an argument of its handler or of its predicate names it.

use std::collections::BTreeMap;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use jwt_router::{AnyEntity, BuildProblem, CallerEntity, NeedsToken, Rejection};

use super::*;

/// An extractor of the program's, around a `G<E>`.
struct Caller<E: 'static>(#[expect(dead_code, reason = "it is taken, and not read")] G<E>);

impl<E: CallerEntity> NeedsToken for Caller<E> {
    type Caller = E;
}

impl<E, S> FromRequestParts<S> for Caller<E>
where
    E: CallerEntity,
    G<E>: FromRequestParts<S, Rejection = Rejection>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        Ok(Self(G::from_request_parts(parts, state).await?))
    }
}

type Maybe = Option<G<User>>;

#[protected(GET, "/optional", register = false)]
async fn optional(_g: Maybe) {}

#[protected(GET, "/fallible", register = false)]
async fn fallible(_g: Result<G<User>, Rejection>) {}

#[protected(GET, "/extractor", register = false)]
async fn extractor(_caller: Caller<User>) {}

#[protected(GET, "/extractor-of-any", register = false)]
async fn extractor_of_any(_caller: Caller<AnyEntity>) {}

fn is_there(_g: G<User>) -> bool {
    true
}

fn is_optional(_headers: HeaderMap, g: Option<G<User>>) -> bool {
    g.is_some()
}

fn is_fallible(g: Result<G<User>, Rejection>) -> bool {
    g.is_ok()
}

fn is_extracted(_caller: Caller<User>) -> bool {
    true
}

fn is_anybody(_g: G, _caller: Caller<AnyEntity>) -> bool {
    true
}

#[protected(GET, "/guard", guard = is_there, register = false)]
async fn guard(_g: G) {}

#[protected(GET, "/guard-optional", guard = is_optional, register = false)]
async fn guard_optional() {}

#[protected(GET, "/guard-fallible", guard = is_fallible, register = false)]
async fn guard_fallible() {}

#[protected(GET, "/guard-extracted", guard = is_extracted, register = false)]
async fn guard_extracted() {}

#[protected(GET, "/guard-of-any", guard = is_anybody, register = false)]
async fn guard_of_any() {}

/// A public route has no entity: the argument itself refuses the tokens of others.
#[whitelist(GET, "/public", register = false)]
async fn public(_g: Result<G<User>, Rejection>, _h: Option<G<User>>) {}

fn inferred() -> App {
    app(routes![
        optional,
        fallible,
        extractor,
        extractor_of_any,
        guard,
        guard_optional,
        guard_fallible,
        guard_extracted,
        guard_of_any,
        public
    ])
}

#[test]
fn an_argument_names_the_entity_of_its_route() {
    let app = inferred();
    let entities: BTreeMap<&str, Option<String>> = app
        .policy()
        .routes()
        .iter()
        .map(|route| {
            let entity = route.requirements.get("entity");
            (&*route.path, entity.map(ToString::to_string))
        })
        .collect();
    let users = || Some("users".to_owned());
    assert_eq!(
        entities,
        BTreeMap::from([
            ("/optional", users()),
            ("/fallible", users()),
            ("/extractor", users()),
            ("/extractor-of-any", None),
            ("/guard", users()),
            ("/guard-optional", users()),
            ("/guard-fallible", users()),
            ("/guard-extracted", users()),
            ("/guard-of-any", None),
            ("/public", None),
        ])
    );
}

#[test]
fn an_inferred_entity_is_in_the_lock_file() {
    let file = lock(
        "inferred.lock",
        "\
GET  /guard  protected users, guard it::matrix::inferred::is_there  it::matrix::inferred::guard
GET  /optional  protected users  it::matrix::inferred::optional
",
    );
    let app = app(routes![guard, optional]);
    assert_policy_lock!(app.policy(), file.to_str().unwrap());
}

#[test]
fn an_inferred_entity_holds() {
    let grid = run(everybody(authz_matrix!(inferred()))).to_string();
    let of = |path: &str| {
        let mut lines = grid.lines().map(str::split_whitespace);
        let line = lines.find(|line| line.clone().nth(1) == Some(path));
        let answers: Vec<_> = line.unwrap().skip(9).take(2).collect();
        answers.join(" ")
    };
    for path in [
        "/optional",
        "/fallible",
        "/extractor",
        "/guard",
        "/guard-optional",
        "/guard-fallible",
        "/guard-extracted",
    ] {
        assert_eq!(of(path), "200 403", "{path}\n{grid}");
    }
    for path in ["/extractor-of-any", "/guard-of-any"] {
        assert_eq!(of(path), "200 200", "{path}\n{grid}");
    }
}

#[test]
fn two_entities_are_a_mistake_at_the_start() {
    #[protected(GET, "/mixed", register = false)]
    async fn mixed(_caller: Caller<Teacher>, _g: Maybe) {}
    #[protected(GET, "/mixed-guard", guard = is_extracted, register = false)]
    async fn mixed_guard(_g: Result<G<Teacher>, Rejection>) {}

    let built = jwt().app_with((), routes![mixed, mixed_guard]).build();
    let error = built.unwrap_err();
    let [
        BuildProblem::ArgumentOfOtherEntity {
            argument, entity, ..
        },
        BuildProblem::PredicateOfOtherEntity {
            argument: taken,
            entities,
            ..
        },
    ] = error.problems()
    else {
        panic!("{error}");
    };
    let (user, teacher) = ("jwt_router_tests::User", "jwt_router_tests::Teacher");
    assert_eq!((*argument, entity.as_str()), (user, teacher));
    assert_eq!(taken, "impl NeedsToken<Caller = jwt_router_tests::User>");
    assert_eq!(entities, teacher);
}
