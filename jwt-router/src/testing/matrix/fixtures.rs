//! The order in which the test matrix calls the routes, and the applications with fresh data to which it sends
//! requests that may write.

use std::pin::Pin;

use http::Method;

use super::{
    Matrix,
    caller::CallerKind,
    failure::MatrixFailure,
    judge::{Findings, Judge},
    row::Row,
    send::MatrixRequest,
    token::Mint,
};
use crate::{app::App, policy::RoutePolicy};

/// The function that a test passes to [`Matrix::fixtures`]. The matrix calls it to get an application with fresh
/// data for each request that may write.
pub(super) type Fixtures = Box<dyn Fn() -> Pin<Box<dyn Future<Output = App> + Send>> + Send + Sync>;

/// Returns the indexes of `routes` in the order in which the matrix calls the routes: reads, then writes, then
/// deletions.
///
/// In another order, a deletion could remove data that a later request to another route needs.
pub(super) fn order(routes: &[RoutePolicy]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..routes.len()).collect();
    positions.sort_by_key(|position| routes.get(*position).map(|route| rank(&route.method)));
    positions
}

fn rank(method: &str) -> u8 {
    match method.parse() {
        Ok(Method::DELETE) => 2,
        Ok(method) if is_write(&method) => 1,
        _ => 0,
    }
}

/// Returns the kinds of caller in the order in which the matrix sends their requests to one route, each with its index
/// in `callers`.
///
/// If the method may change data, the test entities come in the reverse order, so that the first entity (the owner of
/// the data, who may delete it) comes after the others. The requests with the owner's token in a cookie come last.
pub(super) fn order_of_callers(
    method: &Method,
    callers: &[CallerKind],
) -> Vec<(usize, CallerKind)> {
    let mut order: Vec<(usize, CallerKind)> = callers.iter().copied().enumerate().collect();
    if is_write(method) {
        order.reverse();
        // The sort is stable, and `false` comes first.
        order.sort_by_key(|(_, caller)| *caller == CallerKind::Cookie);
    }
    order
}

/// Returns whether a request with this method may change data ([RFC 9110, section 9.2.1]).
///
/// [RFC 9110, section 9.2.1]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
pub(super) fn is_write(method: &Method) -> bool {
    !method.is_safe()
}

impl Matrix {
    /// Sets the function that returns an application with fresh data, to which the matrix sends a request that may
    /// write.
    ///
    /// The matrix sends reads first, then writes, then deletions ([RFC 9110, section 9.2.1]). Without this
    /// function, it sends all requests to one application, where a caller who deletes a post leaves no post for
    /// the next caller. With this function, each `POST`, `PUT`, `PATCH` and `DELETE` that may reach a handler goes
    /// to a new application. This application must have the same routes, the entities given to
    /// [`entity`](Self::entity), and the data that request paths name, such as the post `1` for `/posts/{id}` (see
    /// [`capture`](Self::capture)). It may have another secret.
    ///
    /// # Panics
    ///
    /// [`run`](Self::run) panics if an application that the function returns has another policy.
    ///
    /// # Examples
    ///
    /// Only the author of a post may delete it:
    ///
    /// ```
    /// use std::{collections::HashMap, sync::{Arc, Mutex}};
    /// use axum::{extract::{Path, State}, http::StatusCode};
    /// use jwt_router::{App, prelude::*, testing::authz_matrix};
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64 }
    ///
    /// type Posts = Arc<Mutex<HashMap<i64, i64>>>; // the author of each post
    ///
    /// #[protected(DELETE, "/posts/{id}", register = false)]
    /// async fn delete(g: G<User>, State(posts): State<Posts>, Path(id): Path<i64>) -> StatusCode {
    ///     let mut posts = posts.lock().unwrap();
    ///     match posts.get(&id) {
    ///         None => StatusCode::NOT_FOUND,
    ///         Some(author) if *author != g.id => StatusCode::FORBIDDEN,
    ///         Some(_) => {
    ///             posts.remove(&id);
    ///             StatusCode::NO_CONTENT
    ///         }
    ///     }
    /// }
    ///
    /// /// An application with two users and a post of the first.
    /// async fn app() -> App {
    ///     JwtRoutes::builder()
    ///         .secret(Secret::random().unwrap())
    ///         .entity::<User>(MemoryStore::new([User { id: 1 }, User { id: 2 }]))
    ///         .build()
    ///         .unwrap()
    ///         .app_with(Posts::new(Mutex::new([(1, 1)].into())), routes![delete])
    ///         .build()
    ///         .unwrap()
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// // In a test:
    /// let (author, stranger) = (User { id: 1 }, User { id: 2 });
    /// let grid = authz_matrix!(app().await)
    ///     .fixtures(app)
    ///     .entity(&author)
    ///     .entity(&stranger)
    ///     .run()
    ///     .await;
    /// assert_eq!(grid.cell("DELETE /posts/{id}", "users #1"), 204);
    /// assert_eq!(grid.cell("DELETE /posts/{id}", "users #2"), 403);
    /// # }
    /// ```
    ///
    /// [RFC 9110, section 9.2.1]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
    pub fn fixtures<F, Fut>(mut self, make: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = App> + Send + 'static,
    {
        self.fixtures = Some(Box::new(move || Box::pin(make())));
        self
    }
}

impl Judge<'_> {
    /// Returns a new application from the function that [`fixtures`](Matrix::fixtures) sets, and the request `probe`
    /// with new tokens for that application, which may have another signing key.
    ///
    /// Returns `None` if the test has set no such function, if the method of the request is safe (such as `GET`), or
    /// if no handler may run for the request.
    pub(super) async fn fresh(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        (number, probe): (usize, &MatrixRequest),
        found: &mut Findings<'_>,
    ) -> Result<Option<(App, MatrixRequest)>, MatrixFailure> {
        let Some(fixtures) = &self.fixtures else {
            return Ok(None);
        };
        if !is_write(&probe.method) || !probe.expected.may_run_a_handler() {
            return Ok(None);
        }
        let app = fixtures().await;
        if app.policy().sha256() != self.app.policy().sha256() {
            return Err(MatrixFailure::OtherFixture);
        }
        let mint = std::mem::replace(&mut found.mint, Mint::new(&app.origin.jwt));
        let again = self.probes(row, caller, found).await;
        found.mint = mint;
        let again = again?.into_iter().nth(number);
        Ok(again.map(|probe| (app, probe)))
    }
}
