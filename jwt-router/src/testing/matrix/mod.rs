//! Every kind of caller before every route of an application.

mod caller;
mod expected;
mod failure;
mod fault;
mod grid;
mod judge;
mod probes;
mod row;
mod sample;
mod send;
mod subject;
mod target;
mod token;

use std::{
    fmt,
    path::{Path, PathBuf},
};

pub use grid::Grid;

use self::{failure::Failure, sample::Sample};
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

/// Fails a test at the line that calls.
///
/// # Panics
///
/// Always.
#[expect(clippy::panic, reason = "an assertion fails by panicking")]
#[track_caller]
pub fn fail(failure: &str) -> ! {
    panic!("{failure}");
}

type Fill = Box<dyn Fn(&str, &str) -> String + Send + Sync>;

/// Sends every kind of caller to every route, and compares the answers with the policy: made by
/// [`authz_matrix!`](super::authz_matrix).
///
/// See [the guide](crate::guide::policy) for the callers, and for what cannot be seen.
#[must_use = "nothing is sent before `run`"]
pub struct Matrix {
    app: App,
    lock: Option<PathBuf>,
    samples: Vec<Sample>,
    fill: Fill,
    is_only_refusals: bool,
    /// Fails at the line that made the matrix: no line of a future is the caller's.
    fail: fn(&str) -> !,
}

impl Matrix {
    /// A matrix of this application, and of what it says itself that its routes demand.
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            lock: None,
            samples: Vec::new(),
            fill: Box::new(|_, _| "1".to_owned()),
            is_only_refusals: false,
            fail,
        }
    }

    /// Fails by calling this, which panics where it stands.
    #[doc(hidden)]
    pub fn failing_by(mut self, fail: fn(&str) -> !) -> Self {
        self.fail = fail;
        self
    }

    /// Takes what the routes are to demand from this lock file, and not from the application.
    ///
    /// An attribute that somebody changed then fails the matrix. With `JWT_ROUTER_BLESS=1` in the
    /// environment the file is written first, but not where `CI` is set too.
    pub fn against(mut self, lock: impl AsRef<Path>) -> Self {
        self.lock = Some(lock.as_ref().to_owned());
        self
    }

    /// Somebody to call as, whom the store of `E` has.
    ///
    /// Every entity of the application needs one. A second one of the same table is a caller of its
    /// own.
    pub fn entity<E: Entity>(mut self, sample: &E) -> Self {
        self.samples.push(Sample::of(sample));
        self
    }

    /// What stands for a capture of a path: `fill` is given the capture's name and the path, and
    /// what it returns is percent-encoded. `"1"` by default.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemoryStore, Secret, prelude::*, testing::authz_matrix};
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

    /// Sends only callers that are to be refused: no handler runs, unless a route is open that
    /// must not be.
    ///
    /// Without this, handlers run, and may write to the database that the application has.
    pub fn only_refusals(mut self) -> Self {
        self.is_only_refusals = true;
        self
    }

    /// Sends the requests, and prints the grid of the answers, which `cargo test -- --nocapture`
    /// shows.
    ///
    /// # Panics
    ///
    /// When an answer is not what the policy says: with a sentence for each route that says what
    /// this means and what to do, and with the grid, where wrong answers stand as `!! 200`. When
    /// an entity has no sample, the sample is not in its store, the lock file cannot be read, the
    /// path of one route is answered by another, or the application has no key to sign with.
    #[expect(clippy::print_stdout, reason = "a test's output is for whoever asks")]
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

    async fn judge(self) -> Result<Grid, Failure> {
        let policy = self.app.policy();
        let lines = judge::lines(policy, self.lock)?;
        let targets = target::fill(policy, &*self.fill)?;
        let people = sample::check(&self.app.origin, self.samples).await?;
        judge::Judge {
            app: &self.app,
            lines,
            targets,
            people,
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
