//! The test matrix: a test that calls every route of an application with every kind of caller, such as one with an
//! expired token, and compares the responses with the policy.

mod body;
mod caller;
mod expected;
mod failure;
mod fallbacks;
mod fixtures;
mod grid;
mod judge;
mod lines;
mod mismatch;
mod notes;
mod places;
mod probes;
mod row;
mod sample;
mod send;
mod subject;
mod target;
mod token;
mod websocket;

use std::{
    fmt,
    path::{Path, PathBuf},
};

pub use grid::Grid;

use self::{body::Bodies, failure::MatrixFailure, fixtures::Fixtures, sample::Sample};
use crate::{app::App, entity::Entity};

#[doc(hidden)]
#[macro_export]
macro_rules! __authz_matrix {
    ($app:expr $(,)?) => {
        $crate::testing::Matrix::new(&$app).failing_by(|failure| $crate::__private::fail(failure))
    };
    ($app:expr, $file:expr $(,)?) => {
        $crate::testing::Matrix::new(&$app)
            .failing_by(|failure| $crate::__private::fail(failure))
            .against(::std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join($file))
    };
    ($($other:tt)*) => {
        ::core::compile_error!(
            "write `authz_matrix!(app, \"routes.lock\").entity(&user).run().await`: your application, and its lock file"
        )
    };
}

/// Panics with the message `failure`, at the line that calls this function. The expansion of `authz_matrix!`
/// contains such a call, so that a failed matrix panics at the line of the macro.
///
/// # Panics
///
/// Always panics.
#[expect(clippy::panic, reason = "an assertion fails by panicking")]
#[track_caller]
pub fn fail(failure: &str) -> ! {
    panic!("{failure}");
}

type Fill = Box<dyn Fn(&str, &str) -> String + Send + Sync>;

/// A test that calls every route of an application with every kind of caller, such as one without a token or one
/// with an expired token, and compares the responses with the policy, which states who may call each route: the
/// policy of the application itself, or that in a lock file.
///
/// The macro [`authz_matrix!`](super::authz_matrix) creates a matrix, and has an example.
/// [The guide](crate::guide::policy) describes the kinds of caller and the limits of the test.
#[must_use = "nothing is sent before `run`"]
pub struct Matrix {
    app: App,
    lock: Option<PathBuf>,
    samples: Vec<Sample>,
    fill: Fill,
    fixtures: Option<Fixtures>,
    bodies: Bodies,
    is_only_refusals: bool,
    /// The function that panics with the message of a failed matrix. The macro `authz_matrix!` passes a closure,
    /// so that the panic has the line of the macro call. `#[track_caller]` cannot do this, because it does not
    /// work in an `async fn`.
    fail: fn(&str) -> !,
}

impl Matrix {
    /// Returns a matrix that compares the responses of this application with the application's own policy.
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            lock: None,
            samples: Vec::new(),
            fill: Box::new(|_, _| "1".to_owned()),
            fixtures: None,
            bodies: Bodies::default(),
            is_only_refusals: false,
            fail,
        }
    }

    /// Sets the function that panics with the given message if the matrix fails. The panic then has the line of
    /// that function in the test, and not a line of this library.
    #[doc(hidden)]
    pub fn failing_by(mut self, fail: fn(&str) -> !) -> Self {
        self.fail = fail;
        self
    }

    /// Compares the responses with the policy in this lock file (the committed copy of the policy, see
    /// [`assert_policy_lock!`](super::assert_policy_lock)), instead of the policy of the application itself. The
    /// matrix then also finds an attribute that was changed without a change of the file.
    ///
    /// If the environment variable `JWT_ROUTER_BLESS` is `1`, [`run`](Self::run) first writes the policy of the
    /// application into the file; if `CI` is set too, `run` panics instead.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use jwt_router::{App, testing::Matrix};
    /// # async fn check(app: App) {
    /// Matrix::new(&app).against("routes.lock").only_refusals().run().await;
    /// # }
    /// ```
    pub fn against(mut self, lock: impl AsRef<Path>) -> Self {
        self.lock = Some(lock.as_ref().to_owned());
        self
    }

    /// Adds an entity whose tokens the matrix sends. The [store](crate::EntityStore) of `E` must contain this
    /// entity.
    ///
    /// The matrix needs at least one entity of each type in the application. Each entity has a column in the grid.
    /// [`Grid::cell`](super::Grid::cell) takes the name of the column: the table, and a number from the second
    /// entity of a table on, such as `users` and `users #2`.
    ///
    /// Add the owner of the data first. If the method of a route may change data, the matrix sends the requests of
    /// the last entity first, so that the owner deletes the data only after the other entities have tried.
    pub fn entity<E: Entity>(mut self, sample: &E) -> Self {
        self.samples.push(Sample::of(sample));
        self
    }

    /// Sets the function that returns the values for captures in paths, such as `{id}`. By default, each value
    /// is `"1"`.
    ///
    /// `fill` takes the name of the capture and the path of the route. The matrix percent-encodes the result.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{prelude::*, testing::authz_matrix};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// #[protected(GET, "/posts/{slug}", entity = User, register = false)]
    /// async fn post() {}
    ///
    /// # let ann = User { id: 1 };
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([ann.clone()])).build()?;
    /// let app = jwt.app_with((), routes![post]).build()?;
    /// authz_matrix!(app)
    ///     .entity(&ann)
    ///     .capture(|name, _path| if name == "slug" { "hello" } else { "1" }.to_owned())
    ///     .run()
    ///     .await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn capture(mut self, fill: impl Fn(&str, &str) -> String + Send + Sync + 'static) -> Self {
        self.fill = Box::new(fill);
        self
    }

    /// Sends only requests for which no handler may run according to the policy: those that the guard must refuse,
    /// and those with a method for which the path has no route.
    ///
    /// Without this call, handlers run, and may write to the application's database.
    pub fn only_refusals(mut self) -> Self {
        self.is_only_refusals = true;
        self
    }

    /// Sends the requests, prints the responses as a table (the grid), and returns the grid.
    /// `cargo test -- --nocapture` shows the output.
    ///
    /// # Panics
    ///
    /// Panics if a response differs from the policy, if the lock file and the application have different routes,
    /// or if the policy of a route is looser than in the file. The message explains the consequence and the remedy
    /// for each route, and ends with the grid, in which wrong responses are marked as `!! 200`.
    ///
    /// Also panics if the requests cannot be sent: an entity type of the application has no entity given to
    /// [`entity`](Self::entity), a given entity is not in its store, the lock file cannot be read, the path of a
    /// route with its captures filled matches another route, or the application has no signing key.
    #[expect(
        clippy::print_stdout,
        reason = "the test harness captures the output of a test"
    )]
    pub async fn run(self) -> Grid {
        let fail = self.fail;
        match self.judge().await {
            Ok(grid) => {
                println!("{grid}");
                grid
            }
            Err(failure) => fail(&failure.to_string()),
        }
    }

    async fn judge(self) -> Result<Grid, MatrixFailure> {
        let policy = self.app.policy();
        let lines = lines::lines(policy, self.lock)?;
        let targets = target::fill(policy, &*self.fill)?;
        self.bodies.check(policy)?;
        let people = sample::check(&self.app.origin, self.samples).await?;
        judge::Judge {
            app: &self.app,
            lines,
            targets,
            people,
            fixtures: self.fixtures,
            bodies: self.bodies,
            is_only_refusals: self.is_only_refusals,
        }
        .judge()
        .await
    }
}

impl fmt::Debug for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matrix")
            .field("app", &self.app)
            .field("samples", &self.samples.len())
            .finish_non_exhaustive()
    }
}
