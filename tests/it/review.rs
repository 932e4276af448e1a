//! Requests that look for a way around a requirement: odd claims, odd names, and places where a check could
//! be forgotten.

use axum::{
    Router,
    extract::FromRequestParts,
    http::{Method, StatusCode, request::Parts},
    response::Redirect,
    routing::get as by_get,
};
use jwt_router::{
    App, JwtRoutesBuilder, NeedsToken, Rejection, Routes, StoreError, prelude::*, routes,
};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, SECRET, User, ada, builder, emmy, forge_raw, get, request,
    token, users_only,
};
use serde_json::json;

/// A good token of the user 1 with this text after its claims.
fn raw(claims: &str) -> String {
    let payload = format!(
        r#"{{"table_name":"users","user_id":1,"exp":{}{claims}}}"#,
        NOW + 60
    );
    forge_raw(r#"{"alg":"HS256","typ":"JWT"}"#, &payload, SECRET)
}

fn built(builder: JwtRoutesBuilder, routes: Routes<()>) -> App {
    let jwt = builder.roles_claim("roles").build().unwrap();
    jwt.app_with((), routes).build().unwrap()
}

mod each {
    use jwt_router::prelude::*;

    #[protected(GET, "/acr", acr = "aal2", register = false)]
    pub(super) async fn acr() {}

    #[protected(GET, "/factor", factor = "otp", register = false)]
    pub(super) async fn factor() {}

    #[protected(GET, "/fresh", fresh = "1m", register = false)]
    pub(super) async fn fresh() {}

    #[protected(GET, "/role", role = "admin", register = false)]
    pub(super) async fn role() {}

    #[protected(GET, "/scope", scope = "read", register = false)]
    pub(super) async fn scope() {}
}

fn each() -> App {
    let routes = routes![
        each::acr,
        each::factor,
        each::fresh,
        each::role,
        each::scope
    ];
    built(builder(), routes)
}

/// Each requirement with the name of its claim and the JSON of a value that meets it.
fn claims() -> [(&'static str, &'static str, String); 5] {
    [
        ("/acr", "acr", r#""aal2""#.to_owned()),
        ("/factor", "amr", r#"["otp"]"#.to_owned()),
        ("/fresh", "auth_time", NOW.to_string()),
        ("/role", "roles", r#"["admin"]"#.to_owned()),
        ("/scope", "scope", r#""read""#.to_owned()),
    ]
}

#[test]
fn each_claim_opens_its_route_and_no_other() {
    let app = each();
    for (_, name, value) in claims() {
        let token = raw(&format!(r#","{name}":{value}"#));
        for (path, own, _) in claims() {
            let status = get(path).bearer(&token).to(&app).status;
            assert_eq!(status == 200, name == own, "{path} {name}");
        }
    }
}

// RFC 7519, section 4: a token with two claims of one name is no token, however the name is spelled.
#[test]
fn a_claim_that_is_there_twice_opens_nothing() {
    let app = each();
    for (path, name, value) in claims() {
        let escaped = format!("\\u{:04x}{}", u32::from(name.as_bytes()[0]), &name[1..]);
        for twice in [
            format!(r#","{name}":{value},"{name}":{value}"#),
            format!(r#","{name}":{value},"{name}":null"#),
            format!(r#","{name}":"x","{name}":{value}"#),
            format!(r#","{name}":{value},"{escaped}":{value}"#),
        ] {
            let answer = get(path).bearer(&raw(&twice)).to(&app);
            answer.is_refused(Refusal::BadToken);
        }
        // The escape alone is the claim.
        let token = raw(&format!(r#","{escaped}":{value}"#));
        get(path).bearer(&token).to(&app).is(200, "");
    }
}

#[test]
fn a_claim_of_an_odd_type_opens_nothing() {
    let app = each();
    for (path, name, value) in claims() {
        for odd in [
            "null".to_owned(),
            "true".to_owned(),
            "{}".to_owned(),
            "[]".to_owned(),
            r#""""#.to_owned(),
            "-1".to_owned(),
            "1e400".to_owned(),
            format!("[[{value}]]"),
            format!(r#"{{"0":{value}}}"#),
            format!("[{value},1]"),
            format!("[null,{value}]"),
        ] {
            let token = raw(&format!(r#","{name}":{odd}"#));
            let status = get(path).bearer(&token).to(&app).status;
            assert!(status == 401 || status == 403, "{path} {odd}: {status}");
        }
    }
}

#[test]
fn a_claim_in_another_case_or_in_an_object_opens_nothing() {
    let app = each();
    for (path, name, value) in claims() {
        for elsewhere in [
            format!(r#","{}":{value}"#, name.to_ascii_uppercase()),
            format!(r#","{name} ":{value}"#),
            format!(r#","claims":{{"{name}":{value}}}"#),
            format!(r#","x":"\",\"{name}\":\"","y":{value}"#),
        ] {
            let status = get(path).bearer(&raw(&elsewhere)).to(&app).status;
            assert!(
                status == 401 || status == 403,
                "{path} {elsewhere}: {status}"
            );
        }
    }
}

mod all_at_once {
    use jwt_router::prelude::*;

    use super::User;

    pub(super) fn yes(_g: G<User>) -> bool {
        true
    }

    #[protected(
        GET, "/all", entity = User, scope = "read", role = "admin", acr = "aal2", factor = "otp", fresh = "1m",
        guard = yes, register = false
    )]
    pub(super) async fn all() -> &'static str {
        "in"
    }
}

/// Every requirement reads its own claim: each claim has a slot, which is the index of its value among the values that
/// the guard reads from a token.
#[test]
fn a_route_with_every_requirement_asks_for_each() {
    let app = built(builder(), routes![all_at_once::all]);
    let all = claims();
    let of = |left_out: Option<&str>| {
        let claims = all.iter().filter(|(_, name, _)| Some(*name) != left_out);
        let claims = claims.map(|(_, name, value)| format!(r#","{name}":{value}"#));
        let claims = claims.collect::<Vec<_>>().concat();
        get("/all").bearer(&raw(&claims)).to(&app)
    };
    of(None).is(200, "in");
    for (_, name, _) in &all {
        let status = of(Some(name)).status;
        assert!(status == 401 || status == 403, "{name}: {status}");
    }
}

/// The answer of a store that is awaited does not make the verdict on the claims forgotten.
#[test]
fn an_awaited_entity_does_not_replace_the_claims() {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(NOW))
        .roles_claim("roles")
        .entity::<User>(|_: i64| async {
            tokio::task::yield_now().await;
            Ok::<_, StoreError>(Some(ada()))
        })
        .build()
        .unwrap();
    let routes = routes![
        each::acr,
        each::factor,
        each::fresh,
        each::role,
        each::scope
    ];
    let app = jwt.app_with((), routes).build().unwrap();
    for (path, name, value) in claims() {
        let status = get(path).bearer(&raw("")).to(&app).status;
        assert!(status == 401 || status == 403, "{path}: {status}");
        let good = raw(&format!(r#","{name}":{value}"#));
        get(path).bearer(&good).to(&app).is(200, "");
    }
}

#[test]
fn the_claims_of_scopes_and_roles_are_not_those_of_logins() {
    for name in ["acr", "amr", "auth_time"] {
        for builder in [
            users_only().scope_claim(name),
            users_only().roles_claim(name),
        ] {
            let error = builder.build().unwrap_err().to_string();
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
    }
}

/// An entity whose key has the name of a claim that a requirement reads.
#[entity(table = "levels", key = "acr")]
#[derive(Clone)]
struct Level {
    acr: String,
}

#[test]
fn a_key_is_no_authentication_level() {
    #[protected(GET, "/level", entity = Level, acr = "aal2", register = false)]
    async fn level() {}

    let store = MemoryStore::new([Level {
        acr: "aal2".to_owned(),
    }]);
    let jwt = users_only().entity::<Level>(store).build().unwrap();
    let error = jwt.app_with((), routes![level]).build().unwrap_err();
    let error = error.to_string();
    let expected =
        "reads the claim `acr`, which is the key of `it::review::Level`: give the key another name";
    assert!(error.contains(expected), "{error}");
}

mod answers {
    use super::*;

    pub(super) fn redirect() -> Result<(), Redirect> {
        Err(Redirect::to("/login"))
    }
    pub(super) fn created() -> Result<bool, StatusCode> {
        Err(StatusCode::CREATED)
    }
    pub(super) fn informs() -> Result<bool, StatusCode> {
        Err(StatusCode::CONTINUE)
    }

    #[protected(GET, "/redirect", guard = redirect, register = false)]
    pub(super) async fn redirected() -> &'static str {
        "in"
    }
    #[protected(GET, "/created", guard = created, register = false)]
    pub(super) async fn made() -> &'static str {
        "in"
    }
    #[protected(GET, "/informs", guard = informs, register = false)]
    pub(super) async fn informed() -> &'static str {
        "in"
    }
}

#[test]
fn no_error_of_a_predicate_calls_the_handler() {
    let routes = routes![answers::redirected, answers::made, answers::informed];
    let app = built(builder(), routes);
    for (path, status) in [("/redirect", 303), ("/created", 403), ("/informs", 100)] {
        let answer = get(path).bearer(&token(&ada())).to(&app);
        answer.is(status, "");
        get(path).to(&app).is_refused(Refusal::NoToken);
    }
}

/// An extractor that changes the request on its way, as a predicate's may.
struct Swap;

impl<S: Send + Sync> FromRequestParts<S> for Swap {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let other = format!("Bearer {}", token(&emmy()));
        parts
            .headers
            .insert("authorization", other.parse().unwrap());
        Ok(Self)
    }
}

/// Takes the caller among the request's extensions.
struct Inside(String);

impl<S: Send + Sync> FromRequestParts<S> for Inside {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let g = <G>::from_request_parts(parts, state).await?;
        Ok(Self(g.table().to_owned()))
    }
}

fn swaps(_swap: Swap) -> bool {
    true
}

#[protected(GET, "/swapped", guard = swaps, register = false)]
async fn swapped(g: G) -> &'static str {
    g.table()
}

#[protected(GET, "/swapped-inside", guard = swaps, register = false)]
async fn swapped_inside(inside: Inside) -> String {
    inside.0
}

#[test]
fn a_predicate_cannot_change_who_calls() {
    let app = built(builder(), routes![swapped, swapped_inside]);
    let answer = get("/swapped").bearer(&token(&ada())).to(&app);
    answer.is(200, "users");
    let answer = get("/swapped-inside").bearer(&token(&ada())).to(&app);
    answer.is_refused(Refusal::Unguarded);
}

/// An extractor that says whose token it needs.
struct OfUser;

impl NeedsToken for OfUser {
    type Caller = User;
}

impl<S: Send + Sync> FromRequestParts<S> for OfUser {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[protected(GET, "/named", register = false)]
async fn named(_user: OfUser) -> &'static str {
    "in"
}

fn takes_user(_user: OfUser) -> bool {
    true
}

#[protected(GET, "/named-by-guard", guard = takes_user, claims_only, register = false)]
async fn named_by_guard() -> &'static str {
    "in"
}

/// The guard holds what the table says, whatever the extractor does.
#[test]
fn an_extractor_that_names_its_caller_keeps_others_out() {
    let app = built(builder(), routes![named, named_by_guard]);
    for path in ["/named", "/named-by-guard"] {
        get(path).bearer(&token(&ada())).to(&app).is(200, "in");
        let other = get(path).bearer(&token(&emmy())).to(&app);
        other.is_refused(Refusal::Forbidden);
    }
}

#[whitelist(GET, "/public", register = false)]
async fn public(user: Option<G<User>>) -> &'static str {
    if user.is_some() { "a user" } else { "nobody" }
}

#[test]
fn a_public_route_takes_no_bad_token_for_none() {
    let by_hand = Router::new().route(
        "/by-hand",
        by_get(|g: Option<G<User>>| async move { public(g).await }).post(|| async {}),
    );
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![public]).merge(by_hand);
    let app = app.ignored(Method::GET, "/by-hand").build().unwrap();
    for path in ["/public", "/by-hand"] {
        get(path).to(&app).is(200, "nobody");
        get(path).bearer(&token(&ada())).to(&app).is(200, "a user");
        let other = get(path).bearer(&token(&emmy())).to(&app);
        other.is_refused(Refusal::Forbidden);
        let twice = raw(r#","exp":1"#);
        get(path)
            .bearer(&twice)
            .to(&app)
            .is_refused(Refusal::BadToken);
        let forged = format!("{}x", token(&ada()));
        get(path)
            .bearer(&forged)
            .to(&app)
            .is_refused(Refusal::BadToken);
    }
    // What is opened for GET is not for another method.
    request("POST", "/by-hand")
        .to(&app)
        .is_refused(Refusal::NoToken);
}

/// A route whose policy names a predicate, and whose endpoint has none: no attribute makes one.
#[test]
fn a_predicate_that_the_endpoint_forgot_lets_nobody_in() {
    use jwt_router::__private as private;

    fn forgotten() -> private::Route<()> {
        let meta = private::protected(private::Method::Get, "/forgotten", "it", "forgotten");
        private::handler_0(
            private::Type::<()>,
            meta.require(private::predicate("owns", "it")),
            private::Protected,
            private::Type,
            async || "in",
        )
    }
    let app = built(builder(), Routes::of([forgotten()], private::listed(&[])));
    let answer = get("/forgotten").bearer(&token(&ada())).to(&app);
    answer.is_refused(Refusal::Forbidden);
}

#[test]
fn what_is_minted_is_not_printed() {
    let jwt = builder().build().unwrap();
    let token = jwt.token::<User>(&1).acr("marker").factors(["marker"]);
    let token = token.scopes(["marker"]).claims(&json!({"x": "marker"}));
    assert!(!format!("{token:?}").contains("marker"));
    let token = token.sign().unwrap();
    assert!(!format!("{token:?}").contains(token.as_str()));
    // A claim that two calls set is named, and its value is not.
    for twice in ["acr", "amr", "scope"] {
        let token = jwt.token::<User>(&1).acr("marker").factors(["marker"]);
        let token = token.scopes(["marker"]).claims(&json!({twice: "marker"}));
        let error = token.sign().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("marker"));
    }
}
