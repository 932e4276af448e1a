//! The kinds of caller, in the order of the grid's columns.

use super::{sample::Person, token::Flaw};
use crate::policy::requirement::{AnyKind, Column};

/// Who sends a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Caller {
    NoToken,
    Malformed,
    Expired,
    WrongKey,
    AlgNone,
    /// A token that only buys other tokens.
    Refresh,
    /// An entity that does not exist.
    Nobody,
    /// The one at this position.
    Person(usize),
    /// Good, in the query and not in the header.
    InUrl,
    /// Both good, which is one too many.
    TwoTokens,
    /// Good, and short of the requirement of this argument.
    ShortOf(&'static str, Column),
    /// No token, and a method that the path does not have.
    OtherMethods,
}

impl Caller {
    /// Everybody who can be sent with these people.
    pub(super) fn all(people: &[Person]) -> Vec<Self> {
        let mut callers = vec![Self::NoToken, Self::Malformed];
        if !people.is_empty() {
            callers.extend([
                Self::Expired,
                Self::WrongKey,
                Self::AlgNone,
                Self::Refresh,
                Self::Nobody,
            ]);
            callers.extend((0..people.len()).map(Self::Person));
            callers.extend([Self::InUrl, Self::TwoTokens]);
            let columns = AnyKind::columns().into_iter();
            callers.extend(columns.map(|(argument, column)| Self::ShortOf(argument, column)));
        }
        callers.push(Self::OtherMethods);
        callers
    }

    /// What is wrong with the caller's token.
    pub(super) const fn flaw(self) -> Flaw {
        match self {
            Self::Expired => Flaw::Expired,
            Self::WrongKey => Flaw::WrongKey,
            Self::AlgNone => Flaw::AlgNone,
            Self::Refresh => Flaw::OtherType,
            Self::Nobody => Flaw::Nobody,
            Self::NoToken
            | Self::Malformed
            | Self::Person(_)
            | Self::InUrl
            | Self::TwoTokens
            | Self::ShortOf(..)
            | Self::OtherMethods => Flaw::None,
        }
    }

    /// The head of the caller's column.
    pub(super) fn head(self, people: &[Person]) -> String {
        match self {
            Self::NoToken => "no token".to_owned(),
            Self::Malformed => "malformed".to_owned(),
            Self::Expired => "expired".to_owned(),
            Self::WrongKey => "wrong key".to_owned(),
            Self::AlgNone => "alg none".to_owned(),
            Self::Refresh => "refresh".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Person(position) => name(people, position),
            Self::InUrl => "in URL".to_owned(),
            Self::TwoTokens => "two tokens".to_owned(),
            Self::ShortOf(_, column) => column.head.to_owned(),
            Self::OtherMethods => "other methods".to_owned(),
        }
    }

    /// `GET /me with no token`: what follows the route in a sentence.
    pub(super) fn words(self, people: &[Person]) -> String {
        match self {
            Self::NoToken | Self::OtherMethods => "with no token".to_owned(),
            Self::Malformed => "with a malformed token".to_owned(),
            Self::Expired => "with an expired token".to_owned(),
            Self::WrongKey => "with a token that another key signed".to_owned(),
            Self::AlgNone => "with an unsigned token (`alg: none`)".to_owned(),
            Self::Refresh => "with a refresh token (`typ: rt+jwt`)".to_owned(),
            Self::Nobody => "with the token of somebody who does not exist".to_owned(),
            Self::Person(position) => format!("as `{}`", name(people, position)),
            Self::InUrl => "with a token in the URL".to_owned(),
            Self::TwoTokens => "with two tokens".to_owned(),
            Self::ShortOf(_, column) => column.words.to_owned(),
        }
    }

    /// What it means that this caller is let in, who is to be refused.
    pub(super) const fn opens(self) -> &'static str {
        match self {
            Self::NoToken | Self::OtherMethods => "this route is open",
            Self::Malformed => "what is no token opens this route",
            Self::Expired => "expired tokens open this route",
            Self::WrongKey => "tokens that anybody can sign open this route",
            Self::AlgNone => "tokens that nobody signed open this route",
            Self::Refresh => "refresh tokens open this route, and they live long",
            Self::Nobody => "whoever is deleted still comes in",
            Self::Person(_) => "these tokens open a route that is not for them",
            Self::InUrl => "tokens in URLs open this route, and URLs end up in logs and histories",
            Self::ShortOf(_, column) => column.opens,
            Self::TwoTokens => "one of the two is believed, and nobody knows which",
        }
    }
}

/// The table, and which of its people if there are several.
fn name(people: &[Person], position: usize) -> String {
    let Some(person) = people.get(position) else {
        return String::new();
    };
    let before = people.iter().take(position);
    let before = before.filter(|other| other.entity.is_same(person.entity));
    match before.count() {
        0 => person.entity.table().to_owned(),
        number => format!("{} #{}", person.entity.table(), number + 1),
    }
}
