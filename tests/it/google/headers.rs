//! `X-Auth-Token` and `X-Auth-Resource`, with tokens of ours.

use axum::{Router, body::Body, extract::Request, http::HeaderMap, routing::any};
use jwt_router::{App, JwtRoutes, prelude::*};
use jwt_router_tests::{NOW, Refusal, RequestExt as _, SECRET, User, ada, block_on, get, request};

use super::{Employee, Person, app, builder, fake, jwt, log_in, person, provider, token_of};

struct Fixture {
    app: App,
    jwt: JwtRoutes,
}

/// An application with the provider; nobody asks the provider here.
fn fixture() -> Fixture {
    block_on(async {
        let fake = fake().await;
        let users = MemoryStore::new([ada()]);
        let jwt = builder().entity::<User>(users).google(provider(&fake));
        let jwt = jwt.build().unwrap();
        Fixture {
            app: app(&jwt),
            jwt,
        }
    })
}

impl Fixture {
    fn token(&self) -> String {
        let token = self.jwt.create_token(&person(1, "ada@gmail.com"));
        token.unwrap().into_string()
    }
}

/// `X-Auth-Token: Bearer <token>`.
fn google(target: &str, token: &str) -> Request {
    get(target).with("x-auth-token", format!("Bearer {token}").as_bytes())
}

#[test]
fn the_header_is_read_as_strictly_as_authorization() {
    let fixture = fixture();
    let token = fixture.token();
    google("/me", &token)
        .to(&fixture.app)
        .is(200, "1 ada@gmail.com");
    for (value, refusal) in [
        (format!("bearer {token}"), None),
        (format!("Bearer  {token}"), None),
        (token.clone(), Some(Refusal::NoToken)),
        (format!("Bearer {token} x"), Some(Refusal::BadRequest)),
        ("Bearer ".to_owned(), Some(Refusal::BadRequest)),
        (format!("Basic {token}"), Some(Refusal::NoToken)),
        (format!("Bearer {token}x"), Some(Refusal::BadToken)),
        ("Bearer undefined".to_owned(), Some(Refusal::BadToken)),
        ("Bearer ya29.a0token".to_owned(), Some(Refusal::BadToken)),
    ] {
        let answer = get("/me")
            .with("x-auth-token", value.as_bytes())
            .to(&fixture.app);
        match refusal {
            None => answer.is(200, "1 ada@gmail.com"),
            Some(refusal) => answer.is_refused(refusal),
        }
    }
    let twice = google("/me", &token).with("x-auth-token", b"Bearer null");
    twice.to(&fixture.app).is_refused(Refusal::BadRequest);
}

// What the React client sends when nobody has logged in.
#[test]
fn bearer_null_is_no_token() {
    let Fixture { app, .. } = fixture();
    google("/me", "null").to(&app).is_refused(Refusal::NoToken);
    google("/public", "null").to(&app).is(200, "nobody");
    google("/me", "Null").to(&app).is_refused(Refusal::BadToken);
}

#[test]
fn bearer_null_leaves_authorization_to_decide() {
    let fixture = fixture();
    let token = fixture.token();
    let both = google("/me", "null").bearer(&token);
    both.to(&fixture.app).is(200, "1 ada@gmail.com");
    // In `Authorization` it is a token, and none that is good.
    let null = get("/me").bearer("null");
    null.to(&fixture.app).is_refused(Refusal::BadToken);
}

// SECURITY.md, rule 6.
#[test]
fn two_headers_with_tokens_are_refused() {
    let fixture = fixture();
    let token = fixture.token();
    for other in ["null", "x.y.z", &token] {
        let both = google("/me", &token).bearer(other);
        both.to(&fixture.app).is_refused(Refusal::BadRequest);
        let both = google("/public", &token).bearer(other);
        both.to(&fixture.app).is_refused(Refusal::BadRequest);
    }
}

#[test]
fn a_token_in_the_header_and_one_in_the_url_are_refused() {
    let google_provider = block_on(async { provider(&fake().await) });
    let jwt = builder().query_token("auth").google(google_provider);
    let jwt = jwt.build().unwrap();
    let app = app(&jwt);
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    let token = token.as_str();
    let target = format!("/me?auth={token}");
    get(&target).to(&app).is(200, "1 ada@gmail.com");
    google(&target, "null").to(&app).is(200, "1 ada@gmail.com");
    google(&target, token)
        .to(&app)
        .is_refused(Refusal::BadRequest);
}

// SECURITY.md, rule 9: the request does not choose the table.
#[test]
fn the_resource_is_the_tokens_table_and_one_of_the_provider() {
    let fixture = fixture();
    let token = fixture.token();
    for (resource, is_good) in [
        ("people", true),
        ("staff", false),
        ("users", false),
        ("People", false),
        ("nothing", false),
        ("", false),
    ] {
        let request = google("/anybody", &token).with("x-auth-resource", resource.as_bytes());
        let answer = request.to(&fixture.app);
        if is_good {
            answer.is(200, "people");
        } else {
            answer.is_refused(Refusal::BadToken);
        }
    }
    let twice = google("/anybody", &token)
        .with("x-auth-resource", b"people")
        .with("x-auth-resource", b"people");
    twice.to(&fixture.app).is_refused(Refusal::BadRequest);
}

#[test]
fn a_token_of_a_table_that_is_none_of_the_providers_is_refused_in_its_header() {
    let Fixture { app, jwt } = fixture();
    let token = jwt.create_token(&ada()).unwrap().into_string();
    google("/anybody", &token)
        .to(&app)
        .is_refused(Refusal::BadToken);
    get("/anybody").bearer(&token).to(&app).is(200, "users");
}

#[test]
fn another_table_of_the_provider_is_forbidden_where_a_route_wants_one() {
    let Fixture { app, jwt } = fixture();
    let employee = Employee {
        id: 10,
        email: String::new(),
    };
    let token = jwt.create_token(&employee).unwrap().into_string();
    google("/staff", &token)
        .to(&app)
        .is(200, "10 ada@gmail.com");
    google("/me", &token)
        .to(&app)
        .is_refused(Refusal::Forbidden);
}

#[test]
fn the_resource_alone_means_nothing() {
    let fixture = fixture();
    let token = fixture.token();
    let request = get("/me").bearer(&token).with("x-auth-resource", b"staff");
    request.to(&fixture.app).is(200, "1 ada@gmail.com");
}

#[test]
fn without_a_provider_the_header_means_nothing() {
    let jwt = builder().build().unwrap();
    let by_hand = Router::new().route("/me", any(|g: G<Person>| async move { g.email.clone() }));
    let app = jwt.app_with((), jwt_router::routes![]).merge(by_hand);
    let app = app.build().unwrap();
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    google("/me", token.as_str())
        .to(&app)
        .is_refused(Refusal::NoToken);
    let both = google("/me", "anything").bearer(token.as_str());
    both.to(&app).is(200, "ada@gmail.com");
}

#[test]
fn a_hand_written_router_takes_the_header_too() {
    let Fixture { jwt, .. } = fixture();
    let by_hand = Router::new().route(
        "/by-hand",
        any(|g: G<Person>, _: HeaderMap| async move { g.email.clone() }),
    );
    let app = jwt.app_with((), jwt_router::routes![]).merge(by_hand);
    let app = app.build().unwrap();
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    google("/by-hand", token.as_str())
        .to(&app)
        .is(200, "ada@gmail.com");
}

// A handler that forwards a request with other credentials does not forward its caller.
#[test]
fn a_forwarded_request_with_another_resource_loses_its_caller() {
    let Fixture { jwt, .. } = fixture();
    let inner = Router::new().route("/inner", any(|g: G<Person>| async move { g.email.clone() }));
    let forwarding = Router::new().route(
        "/forward",
        any(move |mut request: Request<Body>| {
            let inner = inner.clone();
            async move {
                if let Some(wanted) = request.headers_mut().remove("x-wanted") {
                    request.headers_mut().insert("x-auth-resource", wanted);
                }
                *request.uri_mut() = "/inner".parse().unwrap();
                tower::ServiceExt::oneshot(inner, request).await
            }
        }),
    );
    let app = jwt.app_with((), jwt_router::routes![]).merge(forwarding);
    let app = app.build().unwrap();
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    let same = google("/forward", token.as_str()).to(&app);
    same.is(200, "ada@gmail.com");
    let other = google("/forward", token.as_str()).with("x-wanted", b"staff");
    other.to(&app).is_refused(Refusal::Unguarded);
}

// A handler that forwards a request with other credentials does not forward its caller.
#[test]
fn a_forwarded_request_with_another_header_loses_its_caller() {
    let Fixture { jwt, .. } = fixture();
    let inner = Router::new().route("/inner", any(|g: G<Person>| async move { g.email.clone() }));
    let forwarding = Router::new().route(
        "/forward",
        any(move |_: G<Person>, mut request: Request<Body>| {
            let inner = inner.clone();
            async move {
                let value = "Bearer another".parse().unwrap();
                request.headers_mut().insert("x-auth-token", value);
                *request.uri_mut() = "/inner".parse().unwrap();
                tower::ServiceExt::oneshot(inner, request).await
            }
        }),
    );
    let app = jwt.app_with((), jwt_router::routes![]).merge(forwarding);
    let app = app.build().unwrap();
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    let answer = google("/forward", token.as_str()).to(&app);
    answer.is_refused(Refusal::Unguarded);
}

#[test]
fn an_expired_token_is_refused_in_its_header_too() {
    let Fixture { app, .. } = fixture();
    let claims = serde_json::json!({"table_name": "people", "id": 1, "exp": NOW - 5});
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let token = jwt_router_tests::forge_raw(header, &claims.to_string(), SECRET);
    google("/me", &token).to(&app).is_refused(Refusal::BadToken);
}

#[test]
fn a_login_as_another_table_names_it() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let body = serde_json::json!({"code": fake.code("ada@gmail.com")}).to_string();
        let answer = request("POST", "/login-as-staff").json(&body);
        let token = token_of(&answer.sent_to(&app).await);
        let request = google("/staff", &token).with("x-auth-resource", b"staff");
        request.sent_to(&app).await.is(200, "10 ada@gmail.com");
        let other = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        let request = google("/staff", &other).sent_to(&app).await;
        request.is_refused(Refusal::Forbidden);
    });
}
