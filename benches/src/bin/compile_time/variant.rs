//! The source of a crate, in each of the ways that are compared.

use std::fmt::Write;

/// One way to write handlers and to route them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Variant {
    /// Plain functions in one chain of `.route`.
    Plain,
    /// The same under `#[axum::debug_handler]`.
    DebugHandler,
    /// Ours, every handler in the registry.
    Registered,
    /// Ours, every handler in one `routes!`.
    Listed,
}

/// What a handler takes.
#[derive(Clone, Copy)]
enum Shape {
    /// Nothing.
    Empty,
    /// State and a path capture; needs a token in ours.
    Captured,
    /// State and a JSON body.
    Posted,
}

/// What every crate begins with.
const HEAD: &str = "\
use axum::extract::{Path, State};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub struct AppState {
    name: String,
}

#[derive(Deserialize, Serialize)]
pub struct Note {
    text: String,
}

fn main() {
    let state = AppState { name: String::from(\"bench\") };
    drop(app(state));
}
";

/// What ours adds to it.
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

impl Variant {
    /// Those that are compared; plain axum is the first.
    pub(crate) fn all(with_ours: bool) -> Vec<Self> {
        let mut all = vec![Self::Plain, Self::DebugHandler];
        if with_ours {
            all.extend([Self::Registered, Self::Listed]);
        }
        all
    }

    /// The variant in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain axum, one `.route` chain",
            Self::DebugHandler => "`#[axum::debug_handler]`, one chain",
            Self::Registered => "ours, registered",
            Self::Listed => "ours, `routes!`",
        }
    }

    /// The package's name.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::DebugHandler => "debug_handler",
            Self::Registered => "registered",
            Self::Listed => "listed",
        }
    }

    /// Whether the package needs jwt-router.
    pub(crate) fn is_ours(self) -> bool {
        match self {
            Self::Plain | Self::DebugHandler => false,
            Self::Registered | Self::Listed => true,
        }
    }

    /// The `main.rs` with that many handlers.
    pub(crate) fn source(self, handlers: usize) -> String {
        let mut source = HEAD.to_owned();
        if self.is_ours() {
            source.push_str(ENTITY);
        } else {
            source.push_str("use axum::routing::{get, post};\n");
        }
        source.push_str(&self.app(handlers));
        for index in 0..handlers {
            source.push_str(&self.handler(index));
        }
        source
    }

    /// `fn app`, which puts the handlers together.
    fn app(self, handlers: usize) -> String {
        let body = match self {
            Self::Plain | Self::DebugHandler => {
                let routes = (0..handlers).fold(String::new(), |mut routes, index| {
                    let (method, path) = (Shape::of(index).method(), path(index));
                    let method = method.to_lowercase();
                    writeln!(routes, "        .route(\"{path}\", {method}(h{index}))")
                        .expect("a string takes all");
                    routes
                });
                format!("    Router::new()\n{routes}        .with_state(state)\n")
            }
            Self::Registered => {
                "    jwt().app().state(state).build().unwrap().into_router()\n".to_owned()
            }
            Self::Listed => {
                let names: Vec<String> = (0..handlers).map(|index| format!("h{index}")).collect();
                let list = names.join(", ");
                format!(
                    "    jwt().app_with(state, jwt_router::routes![{list}]).build().unwrap().into_router()\n"
                )
            }
        };
        format!("\nfn app(state: AppState) -> Router {{\n{body}}}\n")
    }

    /// One handler with its attribute.
    fn handler(self, index: usize) -> String {
        let shape = Shape::of(index);
        let attribute = self.attribute(shape, index);
        let user = if self.is_ours() { "g: G<User>, " } else { "" };
        let id = if self.is_ours() {
            "g.user_id + id"
        } else {
            "id"
        };
        let function = match shape {
            Shape::Empty => format!("h{index}() -> &'static str {{\n    \"ok\"\n}}\n"),
            Shape::Captured => format!(
                "h{index}({user}State(state): State<AppState>, Path(id): Path<i64>) -> String {{\n    \
                 format!(\"{{}} {{}}\", state.name, {id})\n}}\n"
            ),
            Shape::Posted => format!(
                "h{index}(State(state): State<AppState>, Json(mut note): Json<Note>) -> Json<Note> {{\n    \
                 note.text.push_str(&state.name);\n    Json(note)\n}}\n"
            ),
        };
        format!("\n{attribute}async fn {function}")
    }

    fn attribute(self, shape: Shape, index: usize) -> String {
        let register = match self {
            Self::Plain => return String::new(),
            Self::DebugHandler => return "#[axum::debug_handler]\n".to_owned(),
            Self::Registered => "",
            Self::Listed => ", register = false",
        };
        let name = match shape {
            Shape::Captured => "protected",
            Shape::Empty | Shape::Posted => "whitelist",
        };
        let (method, path) = (shape.method(), path(index));
        format!("#[{name}({method}, \"{path}\"{register})]\n")
    }
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
