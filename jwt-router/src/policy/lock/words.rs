//! Writes and parses the end of a policy in the lock file, after `PUBLIC` or `protected`. The end is a list of words:
//! texts with commas between them. For example, the words `users, role admin, ?auth=` are an accepted entity, a
//! requirement, and a query parameter that may hold the token.

use std::{iter::Peekable, vec};

use crate::{
    jwt::token_use::TokenUse,
    policy::{Requirements, TokenTransports},
};

/// In a line of the lock file, the first word (text between two commas) of a protected route that accepts the tokens of
/// every entity.
const ANY_ENTITY: &str = "any entity";

/// In a line of the lock file, the word (text between two commas) of a route whose guard does not load the entity.
pub(super) const CLAIMS_ONLY: &str = "claims only";

/// In a line of the lock file, the word (text between two commas) of a route whose guard refuses tokens with an old
/// version. The version is a value of an entity, which its tokens contain; when the value changes, older tokens end.
pub(super) const TOKEN_VERSION: &str = "token version";

/// Returns the words of a policy, such as `users, role admin`, joined with commas.
pub(crate) fn of(
    is_public: bool,
    token_use: &TokenUse,
    requirements: &Requirements,
    claims_only: bool,
    token_version: bool,
    transports: &TokenTransports,
) -> String {
    let mut words = Vec::new();
    let start = match token_use {
        TokenUse::Access => String::new(),
        TokenUse::Purpose(_) | TokenUse::Refresh | TokenUse::Ticket => format!("{token_use} "),
    };
    // The words of a protected line begin with the entity, or with `any entity`. Otherwise, the first requirement
    // of a route for every entity could be read as the name of an entity.
    if !is_public && requirements.entity().is_none() {
        words.push(ANY_ENTITY.to_owned());
    }
    words.extend(requirements.words());
    if let Some(first) = words.first_mut() {
        first.insert_str(0, &start);
    }
    if claims_only {
        words.push(CLAIMS_ONLY.to_owned());
    }
    if token_version {
        words.push(TOKEN_VERSION.to_owned());
    }
    words.extend(transports.words());
    words.join(", ")
}

/// Reads the words of one line of the lock file from left to right. A word is the text between two commas, such
/// as `role admin`.
pub(crate) struct Words<'w> {
    /// The use of the tokens that the route takes. In a line of the lock file, a use other than access comes before the
    /// accepted entities: `purpose reset-password` in `purpose reset-password users`.
    token_use: TokenUse,
    /// The first word (text before a comma) of a protected route's line, without the use of the tokens. It names the
    /// accepted entities, such as `users`. `None` for the line of a public route, or after the word is taken.
    entity: Option<&'w str>,
    rest: Peekable<vec::IntoIter<&'w str>>,
}

impl<'w> Words<'w> {
    pub(super) fn new(text: &'w str, has_entity: bool) -> Self {
        let words: Vec<&str> = text.split(", ").filter(|_| !text.is_empty()).collect();
        let mut rest = words.into_iter().peekable();
        // A protected line without words gets an empty name, which no entity has: the line is malformed.
        let first = has_entity.then(|| rest.next().unwrap_or_default());
        let (token_use, entity) = match first {
            Some(first) => {
                let (token_use, entity) = use_before(first);
                (token_use, Some(entity))
            }
            None => (TokenUse::Access, None),
        };
        Self {
            token_use,
            entity,
            rest,
        }
    }

    /// Returns the use of the tokens that the route of this line takes.
    pub(super) fn token_use(&self) -> TokenUse {
        self.token_use.clone()
    }

    /// Takes the first word (text before a comma) of a protected route's line, which names the accepted entities, such
    /// as `users`; `None` if the route accepts the tokens of every entity.
    pub(crate) fn take_entity(&mut self) -> Option<&'w str> {
        self.entity.take().filter(|entity| *entity != ANY_ENTITY)
    }

    /// Takes the next word (the text up to the next comma) if it begins with `argument` and a space, and returns the
    /// text after the space: for `role`, the `admin` of the word `role admin`. `argument` is the name of an
    /// attribute's argument, or `any` and such a name (`any role`).
    pub(crate) fn take(&mut self, argument: &str) -> Option<&'w str> {
        let rest = self
            .rest
            .peek()?
            .strip_prefix(argument)?
            .strip_prefix(' ')?;
        self.rest.next();
        Some(rest)
    }

    /// Takes the next word (the text up to the next comma) if it equals `word`, and returns whether it was equal.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        self.rest.next_if(|next| *next == word).is_some()
    }

    /// Takes the next word (the text up to the next comma), whatever its text is; `None` after the last word.
    pub(crate) fn next(&mut self) -> Option<&'w str> {
        self.rest.next()
    }

    pub(super) fn is_done(&mut self) -> bool {
        self.rest.peek().is_none()
    }
}

/// Splits the first word (the text before the first comma) of a protected route's line into the use of the tokens and
/// the accepted entities: `refresh users` into `refresh` and `users`. A use is followed by a space, and the name of a
/// table contains no space in the lock file. Therefore, a table named `refresh` is not taken for a use.
fn use_before(first: &str) -> (TokenUse, &str) {
    if let Some(entity) = first.strip_prefix("refresh ") {
        return (TokenUse::Refresh, entity);
    }
    if let Some(entity) = first.strip_prefix("ticket ") {
        return (TokenUse::Ticket, entity);
    }
    let purpose = first.strip_prefix("purpose ");
    match purpose.and_then(|rest| rest.split_once(' ')) {
        Some((purpose, entity)) => (TokenUse::Purpose(purpose.to_owned()), entity),
        None => (TokenUse::Access, first),
    }
}
