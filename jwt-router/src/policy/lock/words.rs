//! The words of a policy: what the table and the lock file have after the access.

use std::{iter::Peekable, vec};

use crate::policy::{Requirements, plain};

/// A protected route that accepts the tokens of every entity.
const ANY_ENTITY: &str = "any entity";

/// A route that loads no entity.
pub(super) const CLAIMS_ONLY: &str = "claims only";

/// Returns the words of a policy, as one text.
pub(crate) fn of(
    is_public: bool,
    requirements: &Requirements,
    claims_only: bool,
    query: Option<&str>,
) -> String {
    let mut words = Vec::new();
    // The entity comes first on every protected line, so that a line without one is not taken for another's.
    if !is_public && requirements.entity().is_none() {
        words.push(ANY_ENTITY.to_owned());
    }
    words.extend(requirements.words());
    if claims_only {
        words.push(CLAIMS_ONLY.to_owned());
    }
    words.extend(query.map(|query| format!("?{}=", plain::word(query))));
    words.join(", ")
}

/// The words of a line that are still to be read.
pub(crate) struct Words<'w> {
    /// The entity of a protected line, which has no argument's name before it.
    entity: Option<&'w str>,
    rest: Peekable<vec::IntoIter<&'w str>>,
}

impl<'w> Words<'w> {
    pub(super) fn new(text: &'w str, has_entity: bool) -> Self {
        let words: Vec<&str> = text.split(", ").filter(|_| !text.is_empty()).collect();
        let mut rest = words.into_iter().peekable();
        Self {
            // A line without an entity is malformed: an empty name is none.
            entity: has_entity.then(|| rest.next().unwrap_or_default()),
            rest,
        }
    }

    /// Takes the entity; `None` where every entity's tokens are accepted.
    pub(crate) fn take_entity(&mut self) -> Option<&'w str> {
        self.entity.take().filter(|entity| *entity != ANY_ENTITY)
    }

    /// Takes the next word and returns what follows the argument's name, if the word begins with it.
    pub(crate) fn take(&mut self, argument: &str) -> Option<&'w str> {
        let rest = self
            .rest
            .peek()?
            .strip_prefix(argument)?
            .strip_prefix(' ')?;
        self.rest.next();
        Some(rest)
    }

    /// Takes the next word, if it is this one.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        self.rest.next_if(|next| *next == word).is_some()
    }

    /// Takes the next word.
    pub(super) fn next(&mut self) -> Option<&'w str> {
        self.rest.next()
    }

    pub(super) fn is_done(&mut self) -> bool {
        self.rest.peek().is_none()
    }
}
