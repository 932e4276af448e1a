//! The lock file, checked where the program starts: a test does not see all that a program is.

use std::panic;

use crate::{
    app::AppBuilder,
    location::SourceLocation,
    policy::{PolicyTable, lock},
    problem::BuildProblem,
};

/// What a lock file says.
pub(super) struct Locked {
    text: String,
    location: SourceLocation,
}

/// What writes lock files; the module `testing` has the one there is.
///
/// While it says that it writes, a file is not compared with what it is about to become.
pub(crate) struct LockWriter(pub(crate) fn() -> bool);

inventory::collect!(LockWriter);

impl AppBuilder {
    /// Refuses to build an application whose routes are not those of a lock file:
    /// `.locked(include_str!("../routes.lock"))`.
    ///
    /// The test with `assert_policy_lock!` tells whoever changes the code. This holds for the program that
    /// is served, whose routes the test may not have: a handler in `main.rs`, one of another feature, an
    /// attribute behind `#[cfg_attr(not(debug_assertions), ..)]`. See [the guide](crate::guide::policy).
    ///
    /// While a test writes the file (feature `testing`, and `JWT_ROUTER_BLESS=1` in its environment), nothing
    /// is compared here.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemoryStore, Secret, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # #[protected(POST, "/pay", register = false)]
    /// # async fn pay(_g: G<User>) {}
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([])).build()?;
    /// let app = jwt.app_with((), jwt_router::routes![pay]);
    /// // As a program has it: `include_str!("../routes.lock")`.
    /// let error = app.locked("POST  /pay  protected any entity  shop::pay\n").build().unwrap_err();
    /// assert!(error.to_string().contains("POST /pay was protected any entity, is now protected users"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn locked(mut self, lock: &str) -> Self {
        let caller = panic::Location::caller();
        self.locks.push(Locked {
            text: lock.to_owned(),
            location: SourceLocation {
                what: "locked(..)".to_owned(),
                file: caller.file(),
                line: caller.line(),
            },
        });
        self
    }
}

impl Locked {
    /// What the application demands otherwise, the worst first.
    pub(super) fn problems(&self, policy: &PolicyTable) -> Vec<BuildProblem> {
        if inventory::iter::<LockWriter>
            .into_iter()
            .any(|writer| (writer.0)())
        {
            return Vec::new();
        }
        let unlike = |difference| BuildProblem::UnlikeLock(self.location.clone(), difference);
        match lock::parse(&self.text) {
            Err(malformed) => vec![unlike(malformed.to_string())],
            Ok(locked) => lock::compare(locked, lock::locked(policy))
                .iter()
                .map(|difference| unlike(difference.to_string()))
                .collect(),
        }
    }
}
