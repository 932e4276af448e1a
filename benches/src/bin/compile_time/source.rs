//! The source of a crate.

use std::fmt::Write;

use crate::variant::Variant;

/// What is written in every variant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// How many handlers there are.
    pub(crate) handlers: usize,
    /// Whether handlers take the application's state.
    pub(crate) has_state: bool,
}

/// What a handler takes.
#[derive(Clone, Copy)]
enum Shape {
    /// Nothing.
    Empty,
    /// Who calls, a path capture, and the state, if there is one.
    Captured,
    /// A JSON body and the state, if there is one.
    Posted,
}

/// What every crate begins with.
const HEAD: &str = "\
use axum::extract::Path;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Note {
    text: String,
}

fn main() {
    drop(app());
}
";

const STATE: &str = "
use axum::extract::State;

#[derive(Clone)]
pub struct AppState {
    name: String,
}

fn state() -> AppState {
    AppState { name: String::from(\"bench\") }
}
";

/// Who calls, in plain axum: an extractor as one would write it, without what it looks up.
const CALLER: &str = "
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::{get, post};

pub struct Caller {
    user_id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, StatusCode> {
        match parts.headers.get(\"authorization\") {
            Some(token) => Ok(Self { user_id: token.len() as i64 }),
            None => Err(StatusCode::UNAUTHORIZED),
        }
    }
}
";

/// Who calls, in ours.
const ENTITY: &str = "
use jwt_router::prelude::*;

#[entity(table = \"users\", key = \"user_id\")]
#[derive(Clone)]
pub struct User {
    pub user_id: i64,
}

fn jwt() -> JwtRoutes {
    JwtRoutes::builder()
        .secret(Secret::random().unwrap())
        .entity::<User>(|user_id: i64| async move { Ok::<_, std::io::Error>(Some(User { user_id })) })
        .build()
        .unwrap()
}
";

impl Source {
    /// The `main.rs` of this variant.
    pub(crate) fn of(self, variant: Variant) -> String {
        let mut source = HEAD.to_owned();
        if self.has_state {
            source.push_str(STATE);
        }
        if variant.is_ours() {
            source.push_str(ENTITY);
        } else {
            source.push_str(CALLER);
        }
        source.push_str(&self.app(variant));
        for index in 0..self.handlers {
            source.push_str(&self.handler(variant, index));
        }
        source
    }

    /// `fn app`, which puts the handlers together.
    fn app(self, variant: Variant) -> String {
        let with_state = if self.has_state {
            "\n        .with_state(state())"
        } else {
            ""
        };
        match variant {
            Variant::Plain | Variant::DebugHandler => {
                let routes = self.routes();
                format!("\nfn app() -> Router {{\n    Router::new(){routes}{with_state}\n}}\n")
            }
            Variant::PlainAsync | Variant::DebugHandlerAsync => {
                let routes = self.routes();
                format!(
                    "\nasync fn app() {{\n    let app = Router::new(){routes}{with_state};\n    \
                     serve(app).await;\n}}\n\nasync fn serve(_app: Router) {{}}\n"
                )
            }
            Variant::Registered => {
                let state = if self.has_state {
                    ".state(state())"
                } else {
                    ""
                };
                format!(
                    "\nfn app() -> Router {{\n    jwt().app(){state}.build().unwrap().into_router()\n}}\n"
                )
            }
            Variant::Listed => {
                let state = if self.has_state { "state()" } else { "()" };
                let names: Vec<String> = (0..self.handlers).map(|at| format!("h{at}")).collect();
                let list = names.join(", ");
                format!(
                    "\nfn app() -> Router {{\n    jwt().app_with({state}, jwt_router::routes![{list}])\
                     .build().unwrap().into_router()\n}}\n"
                )
            }
        }
    }

    /// The calls of `.route`.
    fn routes(self) -> String {
        (0..self.handlers).fold(String::new(), |mut routes, index| {
            let (method, path) = (Shape::of(index).method(), path(index));
            let method = method.to_lowercase();
            write!(routes, "\n        .route(\"{path}\", {method}(h{index}))")
                .expect("a string takes all");
            routes
        })
    }

    /// One handler with its attribute.
    fn handler(self, variant: Variant, index: usize) -> String {
        let shape = Shape::of(index);
        let attribute = attribute(variant, shape, index);
        let (state, name) = if self.has_state {
            ("State(state): State<AppState>, ", "&state.name")
        } else {
            ("", "\"bench\"")
        };
        let caller = if variant.is_ours() {
            "G<User>"
        } else {
            "Caller"
        };
        let function = match shape {
            Shape::Empty => format!("h{index}() -> &'static str {{\n    \"ok\"\n}}\n"),
            Shape::Captured => format!(
                "h{index}(g: {caller}, {state}Path(id): Path<i64>) -> String {{\n    \
                 format!(\"{{}} {{}}\", {name}, g.user_id + id)\n}}\n"
            ),
            Shape::Posted => format!(
                "h{index}({state}Json(mut note): Json<Note>) -> Json<Note> {{\n    \
                 note.text.push_str({name});\n    Json(note)\n}}\n"
            ),
        };
        format!("\n{attribute}async fn {function}")
    }
}

fn attribute(variant: Variant, shape: Shape, index: usize) -> String {
    let register = match variant {
        Variant::Plain | Variant::PlainAsync => return String::new(),
        Variant::DebugHandler | Variant::DebugHandlerAsync => {
            return "#[axum::debug_handler]\n".to_owned();
        }
        Variant::Registered => "",
        Variant::Listed => ", register = false",
    };
    let name = match shape {
        Shape::Captured => "protected",
        Shape::Empty | Shape::Posted => "whitelist",
    };
    let (method, path) = (shape.method(), path(index));
    format!("#[{name}({method}, \"{path}\"{register})]\n")
}

impl Shape {
    fn of(index: usize) -> Self {
        match index % 3 {
            0 => Self::Empty,
            1 => Self::Captured,
            _ => Self::Posted,
        }
    }

    fn method(self) -> &'static str {
        match self {
            Self::Empty | Self::Captured => "GET",
            Self::Posted => "POST",
        }
    }
}

fn path(index: usize) -> String {
    match Shape::of(index) {
        Shape::Captured => format!("/h{index}/{{id}}"),
        Shape::Empty | Shape::Posted => format!("/h{index}"),
    }
}
