//! Compares the policy with the lock file when the program starts. A test of the lock file does not suffice,
//! because a test may be built with other routes than the program.

use std::panic;

use crate::{
    app::AppBuilder,
    location::SourceLocation,
    policy::{PolicyTable, lock},
    problem::BuildProblem,
};

/// The text of a lock file, and the place of the builder call that passed it.
pub(super) struct Locked {
    text: String,
    location: SourceLocation,
}

/// A function that returns whether a test is writing the lock file at the moment. Only the module `testing`
/// registers one.
///
/// While a test writes the lock file, the program does not compare its policy with the old file. They would
/// differ, so the application could not be built, and the test could not replace the file.
pub(crate) struct LockWriter(pub(crate) fn() -> bool);

inventory::collect!(LockWriter);

impl AppBuilder {
    /// Compares the policy with a lock file, so that [`build`](Self::build) returns an error if they differ.
    ///
    /// Write `.locked(include_str!("../routes.lock"))`. The macro `assert_policy_lock!` compares the file in a
    /// test. This call checks the program itself, which may have routes that the test lacks: a handler in
    /// `main.rs`, one of another feature, or an attribute behind `#[cfg_attr(not(debug_assertions), ..)]`. See
    /// [the guide](crate::guide::policy).
    ///
    /// While a test writes the file (feature `testing`, and `JWT_ROUTER_BLESS=1` in the environment), the file
    /// is not compared.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # #[protected(POST, "/pay", register = false)]
    /// # async fn pay(_g: G<User>) {}
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([])).build()?;
    /// let app = jwt.app_with((), jwt_router::routes![pay]);
    /// // In a program: `include_str!("../routes.lock")`.
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
    /// Returns a problem for each difference between the lock file and the policy, the most dangerous first.
    /// Returns no problem while a test is writing the lock file.
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
