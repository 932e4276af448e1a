//! Extractors of the application among the arguments of a predicate.

use axum::{RequestPartsExt as _, extract::FromRequestParts, http::request::Parts};
use jwt_router::{Rejection, prelude::*};
use jwt_router_tests::{
    Refusal, RequestExt as _, Teacher, User, ada, builder, emmy, get, grace, token,
};

use crate::log::logged;

/// An extractor of the application that takes the caller.
struct Name(String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let g: G<User> = parts.extract().await?;
        Ok(Self(g.name.clone()))
    }
}

fn is_ada(Name(name): Name) -> bool {
    name == "Ada"
}

#[protected(GET, "/ada", entity = any(User, Teacher), guard = is_ada, register = false)]
async fn only_ada() -> &'static str {
    "in"
}

#[test]
fn a_caller_whom_an_extractor_of_the_predicate_refuses_is_logged_once() {
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![only_ada]).build().unwrap();
    get("/ada").bearer(&token(&ada())).to(&app).is(200, "in");
    let log = logged(|| {
        let answer = get("/ada").bearer(&token(&emmy())).to(&app);
        answer.is_refused(Refusal::Forbidden);
    });
    let codes = log.iter().map(|event| event["fields"]["code"].as_str());
    assert_eq!(codes.collect::<Vec<_>>(), [Some("other_entity")]);
    let log = logged(|| drop(get("/ada").bearer(&token(&grace())).to(&app)));
    assert_eq!(log[0]["fields"]["code"], "predicate_refused");
}

/// An extractor that answers for a caller whom the guard refuses.
struct Welcome;

impl<S: Send + Sync> FromRequestParts<S> for Welcome {
    type Rejection = &'static str;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, &'static str> {
        let g: Result<G<User>, Rejection> = parts.extract().await;
        g.map(|_| Self).map_err(|_| "welcome")
    }
}

fn is_welcome(_: Welcome) -> bool {
    true
}

#[protected(GET, "/welcome", entity = any(User, Teacher), guard = is_welcome, register = false)]
async fn welcome() -> &'static str {
    "in"
}

#[test]
fn no_response_of_such_an_extractor_is_a_success() {
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![welcome]).build().unwrap();
    get("/welcome")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "in");
    let answer = get("/welcome").bearer(&token(&emmy())).to(&app);
    answer.is(403, "welcome");
}
