//! The service, seen from outside: it is called as `react-google-oauth2` calls it.

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

/// The application with one user, and a Google of its own.
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
        // The page's source will do: it has an `index.html`, as what is built from it.
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
        let app = google_react::app(db, jwt, sign_in, &page).unwrap();
        Self { app, google }
    }

    async fn answer(&self, request: Request<Body>) -> Response {
        self.app.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        self.answer(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    async fn log_in(&self, code: &str) -> (StatusCode, Value) {
        let body = json!({ "code": code, "scope": "email openid" }).to_string();
        let request =
            Request::post("/api/v1/google_login").header(header::CONTENT_TYPE, "application/json");
        let response = self.answer(request.body(body.into()).unwrap()).await;
        (response.status(), json_of(response).await)
    }

    async fn me(&self, token: &str) -> Response {
        let request = Request::get("/api/v1/me")
            .header("X-Auth-Token", format!("Bearer {token}"))
            .header("X-Auth-Resource", "users");
        self.answer(request.body(Body::empty()).unwrap()).await
    }
}

async fn json_of(response: Response) -> Value {
    let body = to_bytes(response.into_body(), 64 * 1024).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn the_routes_demand_what_routes_lock_says() {
    let service = Service::start().await;
    assert_policy_lock!(service.app.policy(), "routes.lock");
}

#[tokio::test]
async fn who_signs_in_with_google_is_known_by_the_token() {
    let service = Service::start().await;
    let (status, answer) = service.log_in(&service.google.code("ada@gmail.com")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let me = service.me(answer["access_token"].as_str().unwrap()).await;
    let ada = json!({ "id": 1, "email": "ada@gmail.com", "name": "Ada" });
    assert_eq!(json_of(me).await, ada);
}

#[tokio::test]
async fn a_google_account_that_is_no_users_gets_no_token() {
    let service = Service::start().await;
    let (status, answer) = service
        .log_in(&service.google.code("mallory@gmail.com"))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(answer["error"], "unknown_user");
    // The page looks for nothing else.
    assert_eq!(answer.get("access_token"), None);
}

#[tokio::test]
async fn a_code_is_good_once() {
    let service = Service::start().await;
    let code = service.google.code("ada@gmail.com");
    assert_eq!(service.log_in(&code).await.0, StatusCode::OK);
    let (status, answer) = service.log_in(&code).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.get("access_token"), None);
}

#[tokio::test]
async fn who_is_logged_out_is_refused() {
    let service = Service::start().await;
    // `createOAuthHeaders` writes this where there is no token.
    let refused = service.me("null").await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.headers().contains_key(header::WWW_AUTHENTICATE));
}

#[tokio::test]
async fn the_page_is_told_nothing_secret() {
    let service = Service::start().await;
    let settings = json_of(service.get("/api/v1/google").await).await;
    let told = json!({
        "client_id": FakeGoogle::CLIENT_ID,
        "redirect_uri": PAGE,
        "fake_google": format!("{}/o/oauth2/v2/auth", service.google.url()),
    });
    assert_eq!(settings, told);
}

#[tokio::test]
async fn the_page_runs_no_script_but_its_own() {
    let service = Service::start().await;
    let page = service.get("/app/").await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = &page.headers()[header::CONTENT_SECURITY_POLICY];
    let policy = policy.to_str().unwrap();
    assert!(policy.starts_with("default-src 'self';"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
}

#[tokio::test]
async fn the_root_leads_to_the_page() {
    let service = Service::start().await;
    let root = service.get("/").await;
    assert_eq!(root.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(root.headers()[header::LOCATION], "/app/");
}
