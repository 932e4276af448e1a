//! The text of a policy after its access: `users, role admin, claims only, ?auth=`.

use std::{iter::Peekable, vec};

use crate::policy::{Requirements, plain};

/// The text for a protected route that accepts the tokens of every entity.
const ANY_ENTITY: &str = "any entity";

/// The text for a route that does not load the entity.
pub(super) const CLAIMS_ONLY: &str = "claims only";

/// Returns the words of a policy, joined with commas.
pub(crate) fn of(
    is_public: bool,
    requirements: &Requirements,
    claims_only: bool,
    query: Option<&str>,
) -> String {
    let mut words = Vec::new();
    // Every protected line begins with the entity, or with `any entity`: without that, the first requirement of
    // a route for every entity could be read as the name of an entity.
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

/// A reader over the words of a lock line.
pub(crate) struct Words<'w> {
    /// The first word of a protected line, which is the entity without the argument's name.
    entity: Option<&'w str>,
    rest: Peekable<vec::IntoIter<&'w str>>,
}

impl<'w> Words<'w> {
    pub(super) fn new(text: &'w str, has_entity: bool) -> Self {
        let words: Vec<&str> = text.split(", ").filter(|_| !text.is_empty()).collect();
        let mut rest = words.into_iter().peekable();
        Self {
            // A protected line without words gets an empty name, which no entity has: the line is malformed.
            entity: has_entity.then(|| rest.next().unwrap_or_default()),
            rest,
        }
    }

    /// Takes the entity; `None` if the route accepts the tokens of every entity.
    pub(crate) fn take_entity(&mut self) -> Option<&'w str> {
        self.entity.take().filter(|entity| *entity != ANY_ENTITY)
    }

    /// Takes the next word if it begins with the argument's name, and returns the rest of it.
    pub(crate) fn take(&mut self, argument: &str) -> Option<&'w str> {
        let rest = self
            .rest
            .peek()?
            .strip_prefix(argument)?
            .strip_prefix(' ')?;
        self.rest.next();
        Some(rest)
    }

    /// Takes the next word if it is `word`, and returns whether it was.
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
