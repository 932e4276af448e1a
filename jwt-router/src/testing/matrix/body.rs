//! The bodies of the requests that the test matrix sends to every route, for every kind of caller.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Matrix, failure::MatrixFailure};
use crate::policy::{PolicyTable, RoutePolicy};

/// The bodies that a test sets for the matrix, by the names of their routes, such as `POST /articles`. A body is
/// JSON text, or the error of its serialization.
#[derive(Default)]
pub(super) struct Bodies(BTreeMap<String, Result<String, serde_json::Error>>);

impl Matrix {
    /// Sets the JSON body of the requests that the matrix sends to one route. `route` is a method and a path:
    /// `POST /articles`.
    ///
    /// Without a body, a route whose handler takes `Json` responds with 400, and the code of the handler does not
    /// run. With a body, the handler itself decides, for example, that only an author may write, and
    /// [`Grid::cell`](super::Grid::cell) returns the status of its decision. Requests that the guard refuses have
    /// the body too. The `Content-Type` of all requests is `application/json`.
    ///
    /// # Panics
    ///
    /// [`run`](Self::run) panics if the application has no such route, and if `body` cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```
    /// # use axum::{Json, http::StatusCode};
    /// # use jwt_router::{prelude::*, testing::authz_matrix};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// #[derive(serde::Deserialize)]
    /// struct NewPost { author: i64 }
    ///
    /// #[protected(POST, "/posts", register = false)]
    /// async fn create(g: G<User>, Json(new): Json<NewPost>) -> StatusCode {
    ///     if new.author == g.id { StatusCode::CREATED } else { StatusCode::FORBIDDEN }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (ann, bob) = (User { id: 1 }, User { id: 2 });
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([ann.clone(), bob.clone()])).build()?;
    /// let app = jwt.app_with((), routes![create]).build()?;
    /// let grid = authz_matrix!(app)
    ///     .entity(&ann)
    ///     .entity(&bob)
    ///     .json_body("POST /posts", &serde_json::json!({ "author": 1 }))
    ///     .run()
    ///     .await;
    /// assert_eq!(grid.cell("POST /posts", "users"), 201);
    /// assert_eq!(grid.cell("POST /posts", "users #2"), 403);
    /// # Ok(())
    /// # }
    /// ```
    pub fn json_body(mut self, route: &str, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body);
        self.bodies.0.insert(route.to_owned(), body);
        self
    }
}

impl Bodies {
    /// Returns the body for this route; an empty text if the test sets none.
    pub(super) fn of(&self, route: &RoutePolicy) -> &str {
        let name = format!("{} {}", route.method, route.path);
        let body = self.0.get(&name);
        body.and_then(|body| body.as_deref().ok())
            .unwrap_or_default()
    }

    /// Checks that each body is for a route of the application, and that it could be serialized.
    pub(super) fn check(&self, policy: &PolicyTable) -> Result<(), MatrixFailure> {
        let routes = policy.routes().iter();
        let names: Vec<String> = routes
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        let problems = self.0.iter().filter_map(|(route, body)| match body {
            Err(error) => Some(MatrixFailure::Body {
                route: route.clone(),
                reason: error.to_string(),
            }),
            Ok(_) if names.contains(route) => None,
            Ok(_) => {
                let names = names.iter();
                let nearest = names.min_by_key(|name| strsim::osa_distance(name, route));
                Some(MatrixFailure::BodyOfNoRoute {
                    route: route.clone(),
                    nearest: nearest.cloned().unwrap_or_default(),
                })
            }
        });
        let mut problems: Vec<_> = problems.collect();
        match problems.pop() {
            None => Ok(()),
            Some(one) if problems.is_empty() => Err(one),
            Some(last) => {
                problems.push(last);
                Err(MatrixFailure::Several(problems))
            }
        }
    }
}
