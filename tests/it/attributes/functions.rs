//! Every function that the attributes stand on.

use std::{future, pin::Pin};

use axum::{
    Json,
    extract::{FromRef, Path, Query, State},
    http::HeaderMap,
};
use jwt_router::prelude::*;
use jwt_router_tests::{RequestExt as _, ada, block_on, request, token};
use serde::Deserialize;

use super::{app, check, check_open};

#[derive(Clone)]
struct Db(&'static str);

#[derive(Clone)]
struct Mailer(&'static str);

#[derive(Clone)]
struct Whole {
    db: Db,
    mailer: Mailer,
}

impl FromRef<Whole> for Db {
    fn from_ref(whole: &Whole) -> Self {
        whole.db.clone()
    }
}

impl FromRef<Whole> for Mailer {
    fn from_ref(whole: &Whole) -> Self {
        whole.mailer.clone()
    }
}

#[test]
fn a_listed_handler_takes_parts_of_the_state() {
    #[whitelist(register = false)]
    async fn part(State(Db(db)): State<Db>) -> &'static str {
        db
    }
    #[whitelist(register = false)]
    async fn parts(State(db): State<Db>, State(mailer): State<Mailer>) -> String {
        format!("{} {}", db.0, mailer.0)
    }
    #[whitelist(state = Whole, register = false)]
    async fn named(State(Whole { db, .. }): State<Whole>, State(m): State<Mailer>) -> String {
        format!("{} {}", m.0, db.0)
    }
    #[whitelist(register = false)]
    async fn none() -> &'static str {
        "none"
    }

    let whole = Whole {
        db: Db("db"),
        mailer: Mailer("mailer"),
    };
    let app = app(whole, routes![part, parts, named, none]);
    check(&app, "GET", "/api/part", 200, "db");
    check(&app, "GET", "/api/parts", 200, "db mailer");
    check(&app, "GET", "/api/named", 200, "mailer db");
    check(&app, "GET", "/api/none", 200, "none");
}

#[test]
fn a_handler_may_return_its_future() {
    #[protected(register = false)]
    fn opaque(g: G) -> impl Future<Output = &'static str> + Send {
        future::ready(g.table())
    }
    #[protected(register = false)]
    fn boxed(g: G) -> Pin<Box<dyn Future<Output = String> + Send>> {
        Box::pin(async move { g.table().to_owned() })
    }

    let app = app((), routes![opaque, boxed]);
    for path in ["/api/opaque", "/api/boxed"] {
        check(&app, "GET", path, 200, "users");
        check_open(&app, "GET", path, false);
    }
}

#[test]
fn arguments_are_patterns() {
    #[derive(Deserialize)]
    struct Page {
        from: u8,
        to: u8,
    }
    #[derive(Deserialize)]
    struct Note {
        text: String,
    }
    #[protected(POST, "/notes/{a}/{b}", register = false)]
    async fn patterns(
        mut headers: HeaderMap,
        _: G,
        Path((a, b)): Path<(i64, String)>,
        Query(Page { from, to }): Query<Page>,
        Json(Note { mut text }): Json<Note>,
    ) -> String {
        headers.clear();
        text.push('!');
        format!("{a} {b} {from}-{to} {text} {}", headers.len())
    }

    let app = app((), routes![patterns]);
    let answer = request("POST", "/api/notes/7/x?from=1&to=2")
        .bearer(&token(&ada()))
        .json(r#"{"text":"hi"}"#)
        .to(&app);
    answer.is(200, "7 x 1-2 hi! 0");
}

#[test]
fn cfg_takes_handlers_away() {
    #[cfg(any())]
    #[whitelist(GET, "/gone", register = false)]
    async fn gone() -> NoSuchType {}
    #[whitelist(GET, "/gone-too", register = false)]
    #[cfg(any())]
    async fn gone_too() -> NoSuchType {}
    #[cfg(not(any()))]
    #[whitelist(GET, "/here", register = false)]
    async fn here() -> &'static str {
        "here"
    }
    #[cfg_attr(all(), protected(GET, "/closed", register = false))]
    async fn closed() -> &'static str {
        "closed"
    }

    let app = app(
        (),
        routes![
            #[cfg(any())]
            gone,
            #[cfg(any())]
            gone_too,
            here,
            closed,
        ],
    );
    check(&app, "GET", "/api/here", 200, "here");
    check(&app, "GET", "/api/gone", 404, "");
    check_open(&app, "GET", "/api/closed", false);
}

/// The attribute adds no lint of its own, whatever else stands on the function.
#[deny(warnings)]
#[test]
fn other_attributes_stay() {
    /// Documented.
    ///
    /// In two paragraphs.
    #[deprecated = "use another"]
    #[whitelist(register = false)]
    #[must_use]
    async fn old() -> &'static str {
        "old"
    }
    #[tracing::instrument]
    #[protected(register = false)]
    async fn traced_outside() -> &'static str {
        "outside"
    }
    #[protected(register = false)]
    #[tracing::instrument(skip_all)]
    async fn traced_inside(g: G) -> &'static str {
        g.table()
    }
    #[protected(register = false)]
    #[axum::debug_handler]
    async fn debugged() -> &'static str {
        "debugged"
    }

    let app = app((), routes![old, traced_outside, traced_inside, debugged]);
    check(&app, "GET", "/api/old", 200, "old");
    check(&app, "GET", "/api/traced_outside", 200, "outside");
    check(&app, "GET", "/api/traced_inside", 200, "users");
    check(&app, "GET", "/api/debugged", 200, "debugged");
    check_open(&app, "GET", "/api/traced_outside", false);
}

macro_rules! handlers {
    ($($access:ident $method:ident $path:literal $name:ident($argument:ident: $type:ty) $body:expr;)*) => {
        $(
            #[$access($method, $path, register = false)]
            async fn $name($argument: $type) -> String {
                $body
            }
        )*
    };
}

handlers! {
    protected GET "/made" made(g: G) g.table().to_owned();
    whitelist POST "/made" made_too(text: String) text;
}

#[test]
fn macros_make_handlers() {
    let app = app((), routes![made, made_too]);
    check(&app, "GET", "/api/made", 200, "users");
    check_open(&app, "GET", "/api/made", false);
    check_open(&app, "POST", "/api/made", true);
}

mod users {
    use jwt_router::prelude::*;

    #[protected(GET, "/users/{id}", register = false)]
    pub(super) async fn show() -> &'static str {
        "show"
    }

    pub(super) mod admin {
        #[jwt_router::protected(DELETE, "/users/{id}", register = false)]
        pub(crate) async fn remove() -> &'static str {
            "removed"
        }
    }
}

#[test]
fn handlers_stand_in_modules_and_stay_functions() {
    let app = app((), routes![users::show].and(routes![users::admin::remove]));
    check(&app, "GET", "/api/users/1", 200, "show");
    check(&app, "DELETE", "/api/users/1", 200, "removed");
    check_open(&app, "DELETE", "/api/users/1", false);
    assert_eq!(block_on(users::show()), "show");
}
