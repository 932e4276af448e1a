//! The source of a crate.

use std::fmt::Write;

use crate::shape::{Mix, Shape};
use crate::variant::Variant;

/// What is written in every variant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// How many handlers there are.
    pub(crate) handlers: usize,
    /// Whether handlers take the application's state.
    pub(crate) has_state: bool,
    /// What the handlers take beside it, in turns.
    pub(crate) mix: Mix,
}

/// What every crate begins with.
const HEAD: &str = "\
use axum::Router;
use axum::extract::Path;
";

/// A crate that is only checked.
const CHECKED: &str = "
fn main() {
    drop(app());
}
";

/// A crate that is built serves what it has, as a program does.
const BUILT: &str = "
fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(\"127.0.0.1:0\").await.unwrap();
        axum::serve(listener, app()).await.unwrap();
    });
}
";

/// What is posted.
const NOTE: &str = "
use axum::Json;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Note {
    text: String,
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
#[allow(unused_imports)]
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
        match self.mix {
            Mix::Checked => source.extend([CHECKED, NOTE]),
            Mix::Built => source.push_str(BUILT),
        }
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
            let shape = self.mix.shape(index);
            let (method, path) = (shape.method(), shape.path(index));
            let method = method.to_lowercase();
            write!(routes, "\n        .route(\"{path}\", {method}(h{index}))")
                .expect("a string takes all");
            routes
        })
    }

    /// One handler with its attribute.
    fn handler(self, variant: Variant, index: usize) -> String {
        let shape = self.mix.shape(index);
        let attribute = attribute(variant, shape, index);
        let (state, then_state, name) = if self.has_state {
            let (state, then_state) = (
                "State(state): State<AppState>, ",
                ", State(state): State<AppState>",
            );
            (state, then_state, "&state.name")
        } else {
            ("", "", "\"bench\"")
        };
        let key = if variant.is_ours() {
            "key::<User>().unwrap_or_default()"
        } else {
            "user_id"
        };
        let caller = match (shape, variant.is_ours()) {
            (_, false) => "Caller",
            (Shape::Claims, true) => "G",
            (_, true) => "G<User>",
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
            Shape::Open => format!(
                "h{index}({state}Path(id): Path<i64>) -> String {{\n    \
                 format!(\"{{}} {{}}\", {name}, id)\n}}\n"
            ),
            Shape::Entity => format!(
                "h{index}(g: {caller}{then_state}) -> String {{\n    \
                 format!(\"{{}} {{}}\", {name}, g.user_id)\n}}\n"
            ),
            Shape::Claims => format!(
                "h{index}(g: {caller}{then_state}) -> String {{\n    \
                 format!(\"{{}} {{}}\", {name}, g.{key})\n}}\n"
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
    let (name, claims_only) = match shape {
        Shape::Captured | Shape::Entity => ("protected", ""),
        Shape::Claims => ("protected", ", claims_only"),
        Shape::Empty | Shape::Posted | Shape::Open => ("whitelist", ""),
    };
    let (method, path) = (shape.method(), shape.path(index));
    format!("#[{name}({method}, \"{path}\"{claims_only}{register})]\n")
}
