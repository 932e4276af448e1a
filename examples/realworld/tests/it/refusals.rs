//! Requests that no handler sees, or that cannot be answered.

use axum::http::{Method, header};
use serde_json::json;

use crate::conduit::Conduit;

/// Every route that needs a token.
const PROTECTED: [(Method, &str); 12] = [
    (Method::GET, "/user"),
    (Method::PUT, "/user"),
    (Method::POST, "/profiles/ada/follow"),
    (Method::DELETE, "/profiles/ada/follow"),
    (Method::GET, "/articles/feed"),
    (Method::POST, "/articles"),
    (Method::PUT, "/articles/some-slug"),
    (Method::DELETE, "/articles/some-slug"),
    (Method::POST, "/articles/some-slug/comments"),
    (Method::DELETE, "/articles/some-slug/comments/1"),
    (Method::POST, "/articles/some-slug/favorite"),
    (Method::DELETE, "/articles/some-slug/favorite"),
];

#[tokio::test]
async fn a_protected_route_says_that_the_token_is_missing() {
    let conduit = Conduit::start().await;
    for (method, path) in PROTECTED {
        let answer = conduit.visitor().send(method, path, None).await;
        answer.check_error(401, "token", "is missing");
        assert_eq!(answer.header(header::WWW_AUTHENTICATE), "Token");
    }
}

#[tokio::test]
async fn a_forged_token_is_invalid_on_public_routes_too() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let forger = conduit.client("a.b.c");
    for path in ["/user", "/articles", "/articles/feed", "/profiles/ada"] {
        forger
            .get(path)
            .await
            .check_error(401, "token", "is invalid");
    }
}

#[tokio::test]
async fn the_scheme_is_token_and_not_bearer() {
    let conduit = Conduit::start().await;
    let registered = conduit.visitor().register("ada").await;
    let token = registered.text("/user/token");
    let bearer = conduit.sending(&format!("Bearer {token}"));
    bearer
        .get("/user")
        .await
        .check_error(401, "token", "is missing");
    let lower_case = conduit.sending(&format!("token {token}"));
    lower_case.get("/user").await.check_status(200);
}

#[tokio::test]
async fn a_body_that_is_not_as_specified_is_a_mistake_of_the_body() {
    let conduit = Conduit::start().await;
    for body in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"user": 1}"#,
        r#"{"user": {"email": 5}}"#,
    ] {
        let body = Some(("application/json", body.to_owned()));
        let answer = conduit
            .visitor()
            .send_text(Method::POST, "/users", body)
            .await;
        answer.check_status(422);
        assert!(
            answer.json["errors"]["body"][0].is_string(),
            "{}",
            answer.json
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_a_mistake_of_the_body() {
    let conduit = Conduit::start().await;
    let body = Some(("text/plain", json!({ "user": {} }).to_string()));
    let answer = conduit
        .visitor()
        .send_text(Method::POST, "/users", body)
        .await;
    answer.check_status(422);
    assert!(
        answer.json["errors"]["body"][0].is_string(),
        "{}",
        answer.json
    );
}

#[tokio::test]
async fn without_its_database_the_service_is_unavailable() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    conduit.lose_database().await;
    for client in [ada, conduit.visitor()] {
        client
            .get("/articles")
            .await
            .check_error(503, "server", "is unavailable");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_may_call_the_api() {
    let conduit = Conduit::start().await;
    let answer = conduit.visitor().send(Method::OPTIONS, "/user", None).await;
    answer.check_status(200);
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let headers = answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS);
    assert_eq!(headers, "authorization,content-type");
    let refused = conduit.visitor().get("/user").await;
    assert_eq!(refused.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
}

#[tokio::test]
async fn a_nul_in_the_url_is_the_mistake_of_the_client() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for path in [
        "/articles/%00",
        "/articles?author=%00",
        "/profiles/%00",
        "/articles/%00/comments",
    ] {
        let answer = ada.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.json);
    }
    let answer = ada.delete("/articles/%00").await;
    assert!(answer.status.is_client_error(), "{}", answer.json);
}

#[tokio::test]
async fn a_url_that_is_not_utf_8_is_a_mistake_of_the_url() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for (method, path) in [
        (Method::GET, "/articles/%FF"),
        (Method::DELETE, "/articles/%FF"),
        (Method::POST, "/articles/%FF/favorite"),
        (Method::GET, "/articles/%FF/comments"),
        (Method::DELETE, "/articles/%FF/comments/1"),
        (Method::DELETE, "/articles/one/comments/%FF"),
        (Method::GET, "/profiles/%FF"),
        (Method::POST, "/profiles/%FF/follow"),
    ] {
        let answer = ada.send(method, path, None).await;
        answer.check_status(422);
        let mistake = &answer.json["errors"]["url"][0];
        assert!(mistake.is_string(), "{path}: {}", answer.json);
    }
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for client in [ada, conduit.visitor()] {
        client
            .get("/unknown")
            .await
            .check_error(404, "path", "not found");
    }
}

#[tokio::test]
async fn a_wrong_method_is_not_allowed() {
    let conduit = Conduit::start().await;
    let answer = conduit.visitor().delete("/tags").await;
    answer.check_error(405, "method", "not allowed");
    assert_eq!(answer.header(header::ALLOW), "GET,HEAD");
}
