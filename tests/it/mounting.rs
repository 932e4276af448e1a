//! From handlers to an application: how it is served, and every reason why it is not built.

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::Method,
    routing::{any, get as by_get},
};
use jwt_router::{Access, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, Teacher, ada, block_on, emmy, get, jwt, token};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tower::ServiceExt as _;
use tower_http::cors::CorsLayer;

#[protected(GET, "/items/{id}", register = false)]
async fn show(State(state): State<&'static str>) -> &'static str {
    state
}

#[test]
fn an_application_is_served_over_a_socket() {
    #[protected(GET, "/address", register = false)]
    async fn address(ConnectInfo(address): ConnectInfo<SocketAddr>) -> String {
        address.ip().to_string()
    }

    let app = || jwt().app_with((), routes![address]).build().unwrap();
    let request = format!(
        "GET /address HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\r\n",
        token(&ada())
    );
    let answers = block_on(async {
        let mut answers = Vec::new();
        for with_address in [false, true] {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let at = listener.local_addr().unwrap();
            let app = app();
            tokio::spawn(async move {
                if with_address {
                    axum::serve(
                        listener,
                        app.into_make_service_with_connect_info::<SocketAddr>(),
                    )
                    .await
                } else {
                    axum::serve(listener, app).await
                }
            });
            let mut stream = tokio::net::TcpStream::connect(at).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answers.push(answer);
        }
        answers
    });
    // Without a client's address `ConnectInfo` is axum's own error.
    assert!(answers[0].starts_with("HTTP/1.1 500 "), "{}", answers[0]);
    assert!(answers[1].ends_with("\r\n\r\n127.0.0.1"), "{}", answers[1]);
}

#[test]
fn an_application_is_a_tower_service() {
    let app = jwt().app_with("state", routes![show]).build().unwrap();
    // Of requests with any body.
    let request = get("/items/1")
        .bearer(&token(&emmy()))
        .map(|_| String::new());
    let response = block_on(app.clone().oneshot(request));
    assert_eq!(response.unwrap().status(), 200);
    assert_eq!(
        format!("{app:?}"),
        "App { routes: 1, entities: [\"users\", \"teachers\"], .. }"
    );
}

// SECURITY.md, rule 3: what is outside the guard runs without a token.
#[test]
fn an_outer_layer_sees_refusals_too() {
    let app = jwt().app_with("state", routes![show]).build().unwrap();
    let app = app.layer(CorsLayer::permissive());
    for target in ["/items/1", "/unknown"] {
        let answer = get(target).with("origin", b"https://a.example").to(&app);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "*",
            "{target}"
        );
    }
    get("/items/1")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "state");
    assert_eq!(app.policy().routes().len(), 1);
}

#[test]
fn an_application_inside_of_another_router_is_guarded() {
    let app = jwt().app_with("state", routes![show]).build().unwrap();
    let outer = Router::new()
        .route("/own", any(|| async { "own" }))
        .nest("/inner", app.into_router());
    get("/own").to(&outer).is(200, "own");
    get("/inner/items/1")
        .to(&outer)
        .is_refused(Refusal::NoToken);
    get("/inner/items/1")
        .bearer(&token(&ada()))
        .to(&outer)
        .is(200, "state");
}

#[test]
fn the_policy_tells_what_each_route_demands() {
    #[protected(GET, "/teachers", register = false)]
    async fn teachers(_g: G<Teacher>) {}

    let router = Router::new().route("/open", by_get(|| async {}));
    let app = jwt()
        .app_with("state", routes![show, teachers])
        .merge(router)
        .ignored(Method::GET, "/open")
        .ignored_service("/static", any(|| async {}))
        .build()
        .unwrap();
    let policies: Vec<_> = app
        .policy()
        .routes()
        .iter()
        .map(|route| {
            (
                route.method.as_str(),
                route.path.as_str(),
                route.access,
                route.requirements.to_string(),
            )
        })
        .collect();
    assert_eq!(
        policies,
        [
            ("*", "*", Access::Protected, String::new()),
            ("GET", "/items/{id}", Access::Protected, String::new()),
            ("GET", "/open", Access::Public, String::new()),
            ("*", "/static/{*rest}", Access::Public, String::new()),
            ("GET", "/teachers", Access::Protected, "teachers".to_owned()),
        ]
    );
}

/// Handlers of which one has the name of a function beside the list.
mod elsewhere {
    use jwt_router::prelude::*;

    #[whitelist(GET, "/elsewhere", register = false)]
    pub(super) async fn shared() -> &'static str {
        "elsewhere"
    }

    #[whitelist(GET, "/alone", register = false)]
    pub(super) async fn alone() -> &'static str {
        "alone"
    }
}

// The policy comes with `use elsewhere::*`, and the name is that of the nearer function.
#[test]
fn a_list_does_not_take_the_policy_of_another_function() {
    use elsewhere::*;

    async fn shared() -> &'static str {
        "near"
    }

    let error = jwt().app_with((), routes![shared]).build().unwrap_err();
    let text = error.to_string();
    assert_eq!(error.problems().len(), 1, "{text}");
    assert!(
        text.contains("a_list_does_not_take_the_policy_of_another_function::shared`, but the policy under that name is that of `it::mounting::elsewhere::shared` (tests/it/mounting.rs:"),
        "{text}"
    );
    drop(shared());
}

#[test]
fn a_list_takes_the_handler_of_a_path() {
    let app = jwt()
        .app_with((), routes![elsewhere::shared, elsewhere::alone])
        .build()
        .unwrap();
    get("/elsewhere").to(&app).is(200, "elsewhere");
    get("/alone").to(&app).is(200, "alone");
}

#[test]
fn a_list_takes_the_nearer_of_two_annotated_functions() {
    use elsewhere::*;

    #[whitelist(GET, "/near", register = false)]
    async fn shared() -> &'static str {
        "near"
    }

    let app = jwt().app_with((), routes![shared, alone]).build().unwrap();
    get("/near").to(&app).is(200, "near");
    get("/alone").to(&app).is(200, "alone");
    assert_eq!(get("/elsewhere").to(&app).status, 404);
}

#[test]
fn a_list_may_name_a_deprecated_handler() {
    #[deprecated]
    #[whitelist(GET, "/old", register = false)]
    async fn old() -> &'static str {
        "old"
    }

    let app = jwt().app_with((), routes![old]).build().unwrap();
    get("/old").to(&app).is(200, "old");
}
