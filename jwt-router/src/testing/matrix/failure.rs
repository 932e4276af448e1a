//! The reasons why the test matrix fails. The text of a reason is the message with which the test panics.

use crate::{entity::StoreError, jwt::sign::SignError, testing::lock};

use super::grid::Wrong;

/// The reason why the test matrix fails, or why it cannot send its requests.
#[derive(Debug, thiserror::Error)]
pub(super) enum MatrixFailure {
    #[error("the matrix cannot be sent:{}", listed(.0))]
    Several(Vec<Self>),
    #[error("the matrix has no `{0}` to call as: pass one that is in its store to `.entity(&..)`")]
    NoSample(&'static str),
    #[error("`{0}` is not an entity of this application: remove its `.entity(&..)`")]
    UnknownEntity(&'static str),
    #[error(
        "the `{0}` given to `.entity(&..)` is not in its store: insert it before the matrix runs"
    )]
    NotInStore(&'static str),
    #[error("the store of `{name}` cannot load the value given to `.entity(&..)`: {source}")]
    Store {
        name: &'static str,
        source: StoreError,
    },
    #[error(
        "`{path}` filled as `{target}` is served by {}: fill its captures by `.capture(|name, path| ..)`",
        .reached.as_ref().map_or("no route".to_owned(), |path| format!("the route `{path}`"))
    )]
    Elsewhere {
        path: String,
        target: String,
        reached: Option<String>,
    },
    #[error("`{0}` cannot be tried: no request has this method")]
    Method(String),
    #[error(transparent)]
    Lock(#[from] lock::LockFailure),
    #[error(
        "the matrix signs its own tokens, and this application has no key to sign with, since it accepts only tokens of other issuers: build the test's application with `.secret(Secret::random()?)` too, which changes no route"
    )]
    NoKey,
    #[error("a token for the matrix cannot be minted: {0}")]
    Sign(SignError),
    #[error("a session for the matrix cannot be started: {0}")]
    Session(StoreError),
    #[error(
        "the application of `.fixtures(..)` has another policy than that of the matrix: build both by one function"
    )]
    OtherFixture,
    #[error(
        "`.json_body(\"{route}\", ..)` is for no route; the nearest the application has: `{nearest}`"
    )]
    BodyOfNoRoute { route: String, nearest: String },
    #[error("the body of `.json_body(\"{route}\", ..)` cannot be serialized: {reason}")]
    Body { route: String, reason: String },
    #[error(transparent)]
    Wrong(Box<Wrong>),
}

impl From<SignError> for MatrixFailure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::NoKey => Self::NoKey,
            error => Self::Sign(error),
        }
    }
}

fn listed(failures: &[MatrixFailure]) -> String {
    let mut text = String::new();
    for failure in failures {
        text.push_str("\n  - ");
        text.push_str(&failure.to_string());
    }
    text
}
