//! The kinds of caller, such as one with an expired token, whose requests the test matrix sends to the routes of
//! an application. Each kind is a column of the printed grid.

use super::{sample::Person, token::Flaw};
use crate::policy::requirement::{AnyKind, Column};

/// A kind of caller, such as one with an expired token. The matrix sends requests of each kind to every route to
/// which the kind applies, and each kind is a column of the printed grid.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CallerKind {
    NoToken,
    Malformed,
    Expired,
    WrongKey,
    AlgNone,
    /// A caller with a refresh token, on a route that takes no refresh tokens.
    Refresh,
    /// A caller with a link (a token for one purpose, such as a password reset) whose purpose no route accepts.
    Link,
    /// A caller with an access token, on a route that takes no access tokens.
    Access,
    /// A caller with a ticket (a token for one request, meant for the query of its URL), on a route that takes no
    /// tickets.
    Ticket,
    /// A caller with a token of a session that has ended.
    EndedSession,
    /// A caller with the token of an entity that does not exist.
    NoEntity,
    /// A caller with a token whose version (the claim `token_version`) is not the current version of the entity.
    OldVersion,
    /// A caller with a valid token of one of the entities that the test has passed to the matrix. The field is the
    /// entity's index in the list of these entities.
    Person(usize),
    /// A caller with a valid token in the query of the URL. If the route takes tickets (tokens for one request),
    /// this caller also sends two requests that the guard must refuse: one with a ticket in a header, and one with
    /// a ticket in the query and the method `HEAD`.
    InUrl,
    /// A caller with a valid token in the application's cookie, from a page of the application.
    Cookie,
    /// A caller with a valid token in the application's cookie, from a page of another site.
    CrossSite,
    /// A caller with a valid token among the protocols that a request for a WebSocket offers.
    WebSocket,
    /// A caller with two valid tokens in one request, such as in `Authorization` and in a cookie.
    TwoTokens,
    /// A caller with a valid token that does not meet one requirement of the route. The first field is the
    /// attribute argument of the requirement, such as `role`. The second describes the caller for the grid and for
    /// messages, such as `no role`.
    ShortOf(&'static str, Column),
    /// A caller without a token that uses a method for which the path has no route.
    OtherMethods,
}

impl CallerKind {
    /// Returns all kinds of caller for which the matrix can send requests, given the test's entities.
    pub(super) fn all(people: &[Person]) -> Vec<Self> {
        let mut callers = vec![Self::NoToken, Self::Malformed];
        if !people.is_empty() {
            callers.extend([
                Self::Expired,
                Self::WrongKey,
                Self::AlgNone,
                Self::Refresh,
                Self::Link,
                Self::Access,
                Self::Ticket,
                Self::EndedSession,
                Self::NoEntity,
            ]);
            if people.iter().any(|person| person.token_version().is_some()) {
                callers.push(Self::OldVersion);
            }
            callers.extend((0..people.len()).map(Self::Person));
            callers.extend([
                Self::InUrl,
                Self::Cookie,
                Self::CrossSite,
                Self::WebSocket,
                Self::TwoTokens,
            ]);
            let columns = AnyKind::columns().into_iter();
            callers.extend(columns.map(|(argument, column)| Self::ShortOf(argument, column)));
        }
        callers.push(Self::OtherMethods);
        callers
    }

    /// Returns the flaw in the token of this kind of caller, such as an expired lifetime; [`Flaw::None`] if the
    /// token is valid, or if the matrix mints no token for this kind.
    pub(super) const fn flaw(self) -> Flaw {
        match self {
            Self::Expired => Flaw::Expired,
            Self::WrongKey => Flaw::WrongKey,
            Self::AlgNone => Flaw::AlgNone,
            Self::Refresh => Flaw::RefreshToken,
            Self::Link => Flaw::OtherPurpose,
            Self::Access => Flaw::AccessToken,
            Self::Ticket => Flaw::Ticket,
            Self::EndedSession => Flaw::EndedSession,
            Self::NoEntity => Flaw::NoEntity,
            Self::OldVersion => Flaw::OldVersion,
            Self::NoToken
            | Self::Malformed
            | Self::Person(_)
            | Self::InUrl
            | Self::Cookie
            | Self::CrossSite
            | Self::WebSocket
            | Self::TwoTokens
            | Self::ShortOf(..)
            | Self::OtherMethods => Flaw::None,
        }
    }

    /// Returns the heading of the column for this kind of caller, such as `no token`.
    pub(super) fn head(self, people: &[Person]) -> String {
        match self {
            Self::NoToken => "no token".to_owned(),
            Self::Malformed => "malformed".to_owned(),
            Self::Expired => "expired".to_owned(),
            Self::WrongKey => "wrong key".to_owned(),
            Self::AlgNone => "alg none".to_owned(),
            Self::Refresh => "refresh".to_owned(),
            Self::Link => "link".to_owned(),
            Self::Access => "access".to_owned(),
            Self::Ticket => "ticket".to_owned(),
            Self::EndedSession => "ended session".to_owned(),
            Self::NoEntity => "nobody".to_owned(),
            Self::OldVersion => "old version".to_owned(),
            Self::Person(position) => name(people, position),
            Self::InUrl => "in URL".to_owned(),
            Self::Cookie => "cookie".to_owned(),
            Self::CrossSite => "cross-site".to_owned(),
            Self::WebSocket => "websocket".to_owned(),
            Self::TwoTokens => "two tokens".to_owned(),
            Self::ShortOf(_, column) => column.head.to_owned(),
            Self::OtherMethods => "other methods".to_owned(),
        }
    }

    /// Describes this kind of caller in words that follow the name of the route in a sentence, such as
    /// `with no token`.
    pub(super) fn words(self, people: &[Person]) -> String {
        match self {
            Self::NoToken | Self::OtherMethods => "with no token".to_owned(),
            Self::Malformed => "with a malformed token".to_owned(),
            Self::Expired => "with an expired token".to_owned(),
            Self::WrongKey => "with a token that another key signed".to_owned(),
            Self::AlgNone => "with an unsigned token (`alg: none`)".to_owned(),
            Self::Refresh => "with a refresh token (`typ: rt+jwt`)".to_owned(),
            Self::Link => "with a link for another purpose (`typ: link+jwt`)".to_owned(),
            Self::Access => "with an access token".to_owned(),
            Self::Ticket => "with a ticket (`typ: ticket+jwt`)".to_owned(),
            Self::EndedSession => "with a token of a session that has ended".to_owned(),
            Self::NoEntity => "with the token of an entity that does not exist".to_owned(),
            Self::OldVersion => "with a token of another `token_version`".to_owned(),
            Self::Person(position) => format!("as `{}`", name(people, position)),
            Self::InUrl => "with a token in the URL".to_owned(),
            Self::Cookie => "with a token in the cookie".to_owned(),
            Self::CrossSite => "with the cookie, from a page of another site".to_owned(),
            Self::WebSocket => "with a token in `Sec-WebSocket-Protocol`".to_owned(),
            Self::TwoTokens => "with two tokens".to_owned(),
            Self::ShortOf(_, column) => column.words.to_owned(),
        }
    }

    /// Returns the text by which the message of the failed test explains that a route lets in this kind of caller
    /// against its policy, such as `expired tokens open this route`.
    pub(super) const fn opens(self) -> &'static str {
        match self {
            Self::NoToken | Self::OtherMethods => "this route is open",
            Self::Malformed => "a malformed token opens this route",
            Self::Expired => "expired tokens open this route",
            Self::WrongKey => "tokens with a forged signature open this route",
            Self::AlgNone => "unsigned tokens open this route",
            Self::Refresh => "refresh tokens open this route, and they live long",
            Self::Link => "links open this route, and they lie in mailboxes",
            Self::Access => "access tokens open this route, which is for other tokens only",
            Self::Ticket => "tickets open this route, and they are part of URLs",
            Self::EndedSession => "a logout does not end tokens here",
            Self::NoEntity => "deleted entities are still let in",
            Self::OldVersion => "a new `token_version` does not end tokens here",
            Self::Person(_) => "these tokens open a route that is not for them",
            Self::InUrl => "tokens in URLs open this route, and URLs end up in logs and histories",
            Self::Cookie => "cookies open this route, which is closed to them",
            Self::CrossSite => "every site can act for the users of this route",
            Self::WebSocket => {
                "protocols that a request offers open this route, which does not ask for them"
            }
            Self::ShortOf(_, column) => column.opens,
            Self::TwoTokens => "one of the two tokens is used, and it is not defined which",
        }
    }
}

/// Returns the name of the test entity at this index in `people`, for the heading of its column: `users` for the
/// first entity of the table `users`, `users #2` for the second.
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
