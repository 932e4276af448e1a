//! Why a matrix fails, in the words of the panic.

use crate::{entity::StoreError, jwt::sign::SignError, testing::lock};

use super::grid::Wrong;

/// Why a matrix fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("the matrix cannot be sent:{}", listed(.0))]
    Several(Vec<Self>),
    #[error("there is nobody to call as `{0}`: write `.entity(&..)` with one whom its store has")]
    NoSample(&'static str),
    #[error(
        "`{0}` is no entity of this application, so nobody calls as one: take its `.entity(&..)` away"
    )]
    UnknownEntity(&'static str),
    #[error(
        "the `{0}` given to `.entity(&..)` is not in its store: insert it before, so that there is somebody to call as"
    )]
    NotInStore(&'static str),
    #[error(
        "the store of `{name}` cannot say whether the one given to `.entity(&..)` exists: {source}"
    )]
    Store {
        name: &'static str,
        source: StoreError,
    },
    #[error(
        "`{path}` filled as `{target}` is answered by {}: fill its captures by `.capture(|name, path| ..)`",
        .reached.as_ref().map_or("no route".to_owned(), |path| format!("the route `{path}`"))
    )]
    Elsewhere {
        path: String,
        target: String,
        reached: Option<String>,
    },
    #[error(transparent)]
    Lock(#[from] lock::Failure),
    #[error(
        "the matrix calls with tokens of ours, and this application has no key to sign them with, since it takes other issuers' only: build the one of the test with `.secret(Secret::random()?)` too, which changes no route"
    )]
    NoKey,
    #[error("a token for the matrix cannot be minted: {0}")]
    Sign(SignError),
    #[error(transparent)]
    Wrong(Box<Wrong>),
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::NoKey => Self::NoKey,
            error => Self::Sign(error),
        }
    }
}

fn listed(failures: &[Failure]) -> String {
    let mut text = String::new();
    for failure in failures {
        text.push_str("\n  - ");
        text.push_str(&failure.to_string());
    }
    text
}
