//! Tests the service from outside, with the requests of `react-google-oauth2`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::path::Path;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use google_react::SignIn;
use jwt_router::{
    App, JwtRoutes, Secret,
    testing::{FakeGoogle, assert_policy_lock},
};
use serde_json::{Value, json};
use tower::ServiceExt;

const PAGE: &str = "http://127.0.0.1:3000/app/";

/// An application with one user, and its own fake Google.
struct Service {
    app: App,
    google: FakeGoogle,
}

impl Service {
    async fn start() -> Self {
        let db = google_react::open_database().await.unwrap();
        google_react::add_user(&db, "ada@gmail.com", "Ada")
            .await
            .unwrap();
        let google = FakeGoogle::start().await.unwrap();
        let jwt = JwtRoutes::builder().secret(Secret::random().unwrap());
        let sign_in = SignIn::with_fake(&google, PAGE.to_owned());
        // The folder of the page's source has an `index.html` like that of the built page.
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
        let app = google_react::app(db, jwt, sign_in, &page).unwrap();
        Self { app, google }
    }

    async fn send(&self, request: Request<Body>) -> Response {
        self.app.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    async fn log_in(&self, code: &str) -> (StatusCode, Value) {
        let body = json!({ "code": code, "scope": "email openid" }).to_string();
        let request =
            Request::post("/api/v1/google_login").header(header::CONTENT_TYPE, "application/json");
        let response = self.send(request.body(body.into()).unwrap()).await;
        (response.status(), json_of(response).await)
    }

    async fn me(&self, token: &str) -> Response {
        let request = Request::get("/api/v1/me")
            .header("X-Auth-Token", format!("Bearer {token}"))
            .header("X-Auth-Resource", "users");
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

async fn json_of(response: Response) -> Value {
    let body = to_bytes(response.into_body(), 64 * 1024).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn the_policy_of_each_route_is_that_of_routes_lock() {
    let service = Service::start().await;
    assert_policy_lock!(service.app.policy(), "routes.lock");
}

#[tokio::test]
async fn a_sign_in_returns_a_token_of_the_user() {
    let service = Service::start().await;
    let (status, body) = service.log_in(&service.google.code("ada@gmail.com")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let me = service.me(body["access_token"].as_str().unwrap()).await;
    let ada = json!({ "id": 1, "email": "ada@gmail.com", "name": "Ada" });
    assert_eq!(json_of(me).await, ada);
}

#[tokio::test]
async fn an_unknown_google_account_gets_no_token() {
    let service = Service::start().await;
    let (status, body) = service
        .log_in(&service.google.code("mallory@gmail.com"))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(body["error"], "unknown_user");
    // The page signs in with any response that has this member.
    assert_eq!(body.get("access_token"), None);
}

#[tokio::test]
async fn a_code_is_valid_once() {
    let service = Service::start().await;
    let code = service.google.code("ada@gmail.com");
    assert_eq!(service.log_in(&code).await.0, StatusCode::OK);
    let (status, body) = service.log_in(&code).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body.get("access_token"), None);
}

#[tokio::test]
async fn the_request_of_a_logged_out_page_is_refused() {
    let service = Service::start().await;
    // `createOAuthHeaders` writes `null` if the page has no token.
    let refused = service.me("null").await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.headers().contains_key(header::WWW_AUTHENTICATE));
}

#[tokio::test]
async fn the_settings_of_the_page_contain_no_secret() {
    let service = Service::start().await;
    let settings = json_of(service.get("/api/v1/google").await).await;
    let public = json!({
        "client_id": FakeGoogle::CLIENT_ID,
        "redirect_uri": PAGE,
        "fake_google": format!("{}/o/oauth2/v2/auth", service.google.url()),
    });
    assert_eq!(settings, public);
}

#[tokio::test]
async fn the_page_runs_only_its_own_scripts() {
    let service = Service::start().await;
    let page = service.get("/app/").await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = &page.headers()[header::CONTENT_SECURITY_POLICY];
    let policy = policy.to_str().unwrap();
    assert!(policy.starts_with("default-src 'self';"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
}

#[tokio::test]
async fn the_root_redirects_to_the_page() {
    let service = Service::start().await;
    let root = service.get("/").await;
    assert_eq!(root.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(root.headers()[header::LOCATION], "/app/");
}
