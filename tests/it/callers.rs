//! Who may come where: every kind of caller at every kind of route.

use axum::{Router, http::Method, routing::any};
use jwt_router::{App, MemoryStore, prelude::*};
use jwt_router_tests::{
    NOW, OTHER_SECRET, Refusal, RequestExt as _, Teacher, User, ada, emmy, forge, forge_raw, get,
    request, token, users_only,
};
use serde_json::{Value, json};

#[whitelist(GET, "/public", register = false)]
async fn public() -> &'static str {
    "in"
}

#[whitelist(GET, "/optional", register = false)]
async fn optional(_g: Option<G<User>>) -> &'static str {
    "in"
}

#[protected(GET, "/any", register = false)]
async fn anybody() -> &'static str {
    "in"
}

#[protected(GET, "/user", register = false)]
async fn user(_g: G<User>) -> &'static str {
    "in"
}

#[protected(GET, "/teacher", entity = Teacher, register = false)]
async fn teacher() -> &'static str {
    "in"
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn claims() -> &'static str {
    "in"
}

#[protected(GET, "/claims-user", entity = User, claims_only, register = false)]
async fn claims_user() -> &'static str {
    "in"
}

#[protected(GET, "/query", query = "auth", register = false)]
async fn query() -> &'static str {
    "in"
}

/// The routes, in the order of the columns below.
const ROUTES: [&str; 11] = [
    "/public",
    "/optional",
    "/any",
    "/user",
    "/teacher",
    "/claims",
    "/claims-user",
    "/query",
    "/merged",
    "/merged-user",
    "/merged-public",
];

/// Users 1 and 2 and the teacher 1; the user 3 was deleted.
fn app() -> App {
    let by_hand = Router::new()
        .route("/merged", any(|| async { "in" }))
        .route("/merged-user", any(|_: G<User>| async { "in" }))
        .route("/merged-public", any(|| async { "in" }));
    users_only()
        .entity::<Teacher>(MemoryStore::new([emmy()]))
        .build()
        .unwrap()
        .app_with(
            (),
            routes![
                public,
                optional,
                anybody,
                user,
                teacher,
                claims,
                claims_user,
                query
            ],
        )
        .merge(by_hand)
        .whitelist(Method::GET, "/merged-public")
        .build()
        .unwrap()
}

/// What a caller gets at each of [`ROUTES`]: 200, or this refusal.
#[track_caller]
fn check(authorization: Option<&str>, expected: [u16; 11], unauthorized: Refusal) {
    let app = app();
    for (path, status) in ROUTES.into_iter().zip(expected) {
        for method in ["GET", "HEAD"] {
            let mut asked = request(method, path);
            if let Some(authorization) = authorization {
                asked = asked.with("authorization", authorization.as_bytes());
            }
            let answer = asked.to(&app);
            assert_eq!(answer.status, status, "{method} {path}");
            let refusal = match status {
                200 => {
                    assert_eq!(answer.body, if method == "GET" { "in" } else { "" });
                    assert_eq!(answer.header("cache-control"), "");
                    continue;
                }
                403 => Refusal::Forbidden,
                _ => unauthorized,
            };
            if method == "GET" {
                answer.is_refused(refusal);
            } else {
                answer.is_refused_without_body(refusal);
            }
        }
    }
}

/// A caller with this token and the rights of nobody.
#[track_caller]
fn check_bad_token(token: &str) {
    let expected = [200, 401, 401, 401, 401, 401, 401, 401, 401, 401, 200];
    check(
        Some(&format!("Bearer {token}")),
        expected,
        Refusal::BadToken,
    );
}

/// The claims of Ada's token, with one of them replaced or, with `null`, left out.
fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = json!({"table_name": "users", "user_id": 1, "exp": NOW + 60});
    let members = claims.as_object_mut().unwrap();
    members.insert(name.to_owned(), value);
    members.retain(|_, value| !value.is_null());
    claims
}

// SECURITY.md, Response: 401 without `error` when no credentials were sent.
#[test]
fn nobody_comes_to_public_routes_only() {
    let expected = [200, 200, 401, 401, 401, 401, 401, 401, 401, 401, 200];
    check(None, expected, Refusal::NoToken);
}

// SECURITY.md, rule 5.
#[test]
fn another_scheme_is_no_token() {
    let expected = [200, 200, 401, 401, 401, 401, 401, 401, 401, 401, 200];
    for authorization in [
        "Basic YTpi",
        "basic",
        "Negotiate YTpi",
        "Digest username=\"a\"",
        "Token abc",
        "garbageBearer abc",
        "Digest x, Bearer abc",
    ] {
        let with_token = authorization.replace("abc", &token(&ada()));
        check(Some(&with_token), expected, Refusal::NoToken);
    }
}

// A client that forgets the scheme learns it on a public route, too.
#[test]
fn a_token_without_a_scheme_is_refused_everywhere() {
    let expected = [200, 401, 401, 401, 401, 401, 401, 401, 401, 401, 200];
    check(Some(&token(&ada())), expected, Refusal::NoToken);
}

// SECURITY.md, Request: one `Authorization` header at most, whatever their schemes.
#[test]
fn two_headers_of_any_scheme_are_a_bad_request() {
    let app = app();
    for target in ["/any", "/optional"] {
        get(target)
            .with("authorization", b"Basic YTpi")
            .bearer(&token(&ada()))
            .to(&app)
            .is_refused(Refusal::BadRequest);
    }
}

// SECURITY.md, rule 5.
#[test]
fn a_malformed_header_is_a_bad_request() {
    let expected = [200, 400, 400, 400, 400, 400, 400, 400, 400, 400, 200];
    let good = token(&ada());
    for authorization in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "bearer".to_owned(),
        format!("Bearer {good} {good}"),
        format!("Bearer {good},"),
        format!("Bearer \"{good}\""),
        format!("Bearer, {good}"),
        format!("Bearer:{good}"),
        format!(" Bearer\t{good}"),
    ] {
        check(Some(&authorization), expected, Refusal::BadRequest);
    }
}

#[test]
fn a_user_comes_where_users_may() {
    let expected = [200, 200, 200, 200, 403, 200, 200, 200, 200, 200, 200];
    for scheme in ["Bearer", "bearer", "BEARER", "Bearer   "] {
        let authorization = format!("{scheme} {}", token(&ada()));
        check(Some(&authorization), expected, Refusal::BadToken);
    }
}

#[test]
fn a_teacher_comes_where_teachers_may() {
    let expected = [200, 403, 200, 403, 200, 200, 403, 200, 200, 403, 200];
    let authorization = format!("Bearer {}", token(&emmy()));
    check(Some(&authorization), expected, Refusal::BadToken);
}

// SECURITY.md, rule 7: a deleted entity is the same 401 as a bad token.
#[test]
fn a_deleted_user_comes_only_where_claims_suffice() {
    let expected = [200, 401, 401, 401, 403, 200, 200, 401, 401, 401, 200];
    let deleted = User {
        user_id: 3,
        name: "Ghost".to_owned(),
    };
    let authorization = format!("Bearer {}", token(&deleted));
    check(Some(&authorization), expected, Refusal::BadToken);
}

#[test]
fn a_bad_token_is_no_token_anywhere() {
    check_bad_token("abc");
    check_bad_token("a.b.c");
    check_bad_token("null");
    check_bad_token(&forge_raw(
        r#"{"alg":"HS256","typ":"JWT"}"#,
        &claims_with("", Value::Null).to_string(),
        OTHER_SECRET,
    ));
}

// SECURITY.md, Token: claims.
#[test]
fn a_token_out_of_its_time_is_refused() {
    for (name, value) in [
        ("exp", Value::Null),
        ("exp", json!(NOW - 5)),
        ("exp", json!("9999999999")),
        ("exp", json!(-1)),
        ("nbf", json!(NOW + 6)),
        ("iat", json!(NOW + 6)),
    ] {
        check_bad_token(&forge(&claims_with(name, value)));
    }
}

// SECURITY.md, rule 7: an unknown table and a missing key are the same 401.
#[test]
fn a_token_of_nobody_is_refused() {
    for (name, value) in [
        ("table_name", Value::Null),
        ("table_name", json!("admins")),
        ("table_name", json!("Users")),
        ("table_name", json!(["users"])),
        ("user_id", Value::Null),
        ("user_id", json!(true)),
        ("user_id", json!([1])),
        ("user_id", json!({"id": 1})),
    ] {
        check_bad_token(&forge(&claims_with(name, value)));
    }
}

// SECURITY.md, rule 7: the key is typed exactly. At the teachers' door the table is enough to refuse.
#[test]
fn a_key_of_another_type_is_no_key() {
    let expected = [200, 401, 401, 401, 403, 401, 401, 401, 401, 401, 200];
    for (name, value) in [
        ("user_id", json!("1")),
        ("user_id", json!(1.0)),
        ("user_id", json!(u64::MAX)),
    ] {
        let authorization = format!("Bearer {}", forge(&claims_with(name, value)));
        check(Some(&authorization), expected, Refusal::BadToken);
    }
}

// SECURITY.md, Response: nothing of the request is reflected.
#[test]
fn a_refusal_tells_nothing_of_the_request() {
    let app = app();
    let marked = forge(&claims_with("user_id", json!("marker-1")));
    let answer = get("/any?marker-2=1")
        .with("x-request-id", b"marker-3")
        .with("origin", b"https://marker-4.example")
        .bearer(&marked)
        .to(&app);
    answer.is_refused(Refusal::BadToken);
    assert!(!format!("{answer:?}").contains("marker"));
}
