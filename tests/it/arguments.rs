//! What handlers are told of their caller: `G` in every form, extractors built on it, `JwtRoutes`.

mod extractors;

use std::time::{Duration, SystemTime};

use axum::{Json, extract::Request, response::IntoResponse};
use jwt_router::{App, Routes, prelude::*};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, Teacher, User, ada, emmy, forge, get, jwt, request, token, who,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn app(routes: Routes<()>) -> App {
    jwt().app_with((), routes).build().unwrap()
}

/// Sends a user's and a teacher's token, and none; each is a body or a refusal.
#[track_caller]
fn check(app: &App, path: &str, [user, teacher, nobody]: [Result<&str, Refusal>; 3]) {
    for (asked, expected) in [
        (get(path).bearer(&token(&ada())), user),
        (get(path).bearer(&token(&emmy())), teacher),
        (get(path), nobody),
    ] {
        let answer = asked.to(app);
        match expected {
            Ok(body) => answer.is(200, body),
            Err(refusal) => answer.is_refused(refusal),
        }
    }
}

#[test]
fn a_typed_caller_is_the_loaded_entity() {
    #[protected(register = false)]
    async fn me(g: G<User>) -> String {
        let _: &User = &g;
        format!("{} {} {}", g.users().name, g.user_id, g.table())
    }
    #[protected(register = false)]
    async fn taken(g: G<User>) -> String {
        let User { name, .. } = g.into_inner();
        name
    }

    let app = app(routes![me, taken]);
    for (path, body) in [("/me", "Ada 1 users"), ("/taken", "Ada")] {
        let expected = [Ok(body), Err(Refusal::Forbidden), Err(Refusal::NoToken)];
        check(&app, path, expected);
    }
}

#[test]
fn an_untyped_caller_is_any_entity() {
    #[protected(register = false)]
    async fn anybody(g: G) -> String {
        who(Some(&g))
    }
    #[protected(entity = Teacher, register = false)]
    async fn teacher(g: G) -> String {
        format!("{:?} {:?}", g.key::<Teacher>(), g.key::<User>())
    }

    let app = app(routes![anybody, teacher]);
    check(
        &app,
        "/anybody",
        [Ok("users Ada"), Ok("teachers Emmy"), Err(Refusal::NoToken)],
    );
    check(
        &app,
        "/teacher",
        [
            Err(Refusal::Forbidden),
            Ok("Some(1) None"),
            Err(Refusal::NoToken),
        ],
    );
}

#[test]
fn a_public_handler_may_know_its_caller() {
    #[whitelist(register = false)]
    async fn typed(g: Option<G<User>>) -> String {
        g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
    }
    #[whitelist(register = false)]
    async fn untyped(g: Option<G>) -> String {
        who(g.as_ref())
    }
    #[ignored(register = false)]
    async fn ignored(g: Option<G>) -> String {
        who(g.as_ref())
    }

    let app = app(routes![typed, untyped, ignored]);
    let expected = [Ok("Ada"), Err(Refusal::Forbidden), Ok("nobody")];
    check(&app, "/typed", expected);
    let expected = [Ok("users Ada"), Ok("teachers Emmy"), Ok("nobody")];
    check(&app, "/untyped", expected);
    check(&app, "/ignored", expected);
    for path in ["/typed", "/untyped", "/ignored"] {
        get(path)
            .bearer("a.b.c")
            .to(&app)
            .is_refused(Refusal::BadToken);
    }
}

#[test]
fn claims_alone_are_read_where_nothing_is_loaded() {
    #[derive(Deserialize)]
    struct Device {
        device: String,
    }
    #[protected(claims_only, register = false)]
    async fn claims(g: G) -> String {
        format!(
            "{} {:?} {:?} {}",
            g.claims::<Device>()
                .map_or_else(|_| "-".to_owned(), |c| c.device),
            g.key::<User>(),
            g.token_id(),
            who(Some(&g)),
        )
    }

    let app = app(routes![claims]);
    let claims = json!({"table_name": "users", "user_id": 99, "exp": NOW + 1, "jti": "a1", "device": "phone"});
    get("/claims")
        .bearer(&forge(&claims))
        .to(&app)
        .is(200, r#"phone Some(99) Some("a1") users not loaded"#);
    let claims = json!({"table_name": "teachers", "id": 1, "exp": NOW + 1});
    get("/claims")
        .bearer(&forge(&claims))
        .to(&app)
        .is(200, "- None None teachers not loaded");
}

#[test]
fn a_caller_knows_when_its_token_ends() {
    #[protected(register = false)]
    async fn ends(g: G<User>) -> String {
        let ends = g.expires_at().duration_since(SystemTime::UNIX_EPOCH);
        (ends.unwrap().as_secs() - NOW).to_string()
    }

    let jwt = jwt();
    let app = jwt.app_with((), routes![ends]).build().unwrap();
    let lifetime = Duration::from_secs(90);
    let token = jwt.token::<User>(&1).expires_in(lifetime).sign().unwrap();
    get("/ends").bearer(token.as_str()).to(&app).is(200, "90");
}

#[test]
fn the_caller_may_be_the_last_argument_or_stand_before_the_body() {
    #[derive(Deserialize, Serialize)]
    struct Note {
        text: String,
    }
    #[protected(POST, register = false)]
    async fn before(g: G<User>, Json(note): Json<Note>) -> String {
        format!("{} {}", g.name, note.text)
    }
    #[protected(POST, register = false)]
    async fn last(method: axum::http::Method, g: G<User>) -> String {
        format!("{} {method}", g.name)
    }
    #[protected(POST, register = false)]
    async fn whole(g: G<User>, request: Request) -> impl IntoResponse {
        let body = axum::body::to_bytes(request.into_body(), 99).await.unwrap();
        format!("{} {} bytes", g.name, body.len())
    }

    let app = app(routes![before, last, whole]);
    let note = r#"{"text":"hi"}"#;
    for (path, body) in [
        ("/before", "Ada hi"),
        ("/last", "Ada POST"),
        ("/whole", "Ada 13 bytes"),
    ] {
        let asked = request("POST", path).json(note);
        asked.bearer(&token(&ada())).to(&app).is(200, body);
        // Nobody is told whether the body was good.
        request("POST", path)
            .json("{")
            .to(&app)
            .is_refused(Refusal::NoToken);
    }
    let bad_body = request("POST", "/before").json("{").bearer(&token(&ada()));
    assert_eq!(bad_body.to(&app).status, 400);
}

#[test]
fn a_handler_mints_tokens() {
    #[whitelist(POST, register = false)]
    async fn login(jwt: JwtRoutes, name: String) -> Result<Token, String> {
        let user = User { user_id: 2, name };
        jwt.create_token(&user).map_err(|e| e.to_string())
    }
    #[protected(POST, register = false)]
    async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, String> {
        jwt.update_token(&g).map_err(|e| e.to_string())
    }
    #[protected(register = false)]
    async fn me(g: G<User>) -> String {
        g.name.clone()
    }

    #[derive(Deserialize)]
    struct Minted {
        token: String,
    }
    let app = app(routes![login, renew, me]);
    let answer = request("POST", "/login").to(&app);
    let minted: Minted = serde_json::from_str(&answer.body).unwrap();
    get("/me").bearer(&minted.token).to(&app).is(200, "Grace");
    let answer = request("POST", "/renew").bearer(&minted.token).to(&app);
    let renewed: Minted = serde_json::from_str(&answer.body).unwrap();
    assert_ne!(renewed.token, minted.token);
    get("/me").bearer(&renewed.token).to(&app).is(200, "Grace");
}
