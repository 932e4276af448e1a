//! The uses of the application's own tokens, which exclude each other: each has a `typ` and an `aud` of its own.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// The use of an own token of the application: what the token is for. A route takes the tokens of one use, and refuses
/// all others ([RFC 8725, section 3.12]).
///
/// The header's `typ` and the claim `aud` tell the uses apart. `PyJWT`, and so flask-jwt-router, does not compare
/// the `typ`, but refuses an `aud` that it does not expect.
///
/// | use | `typ` | `aud` |
/// | --- | --- | --- |
/// | access | `JWT` | the configured audience, or none |
/// | a link for one purpose | `link+jwt` | `urn:jwt-router:link:reset-password` |
/// | refresh | `rt+jwt` | `urn:jwt-router:refresh` |
/// | ticket | `ticket+jwt` | `urn:jwt-router:ticket` |
///
/// If an audience is configured, the `aud` of the other three uses ends with the audience:
/// `urn:jwt-router:refresh:https://api.example.com`.
///
/// [RFC 8725, section 3.12]: https://www.rfc-editor.org/rfc/rfc8725#section-3.12
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenUse {
    /// An access token: the token of a login, which every route takes that does not name another use.
    #[default]
    Access,
    /// A link for this purpose, such as `reset-password`: see [`JwtRoutes::link`](crate::JwtRoutes::link).
    Purpose(String),
    /// A refresh token, which is exchanged for the next tokens of its session: see [`Refresh`](crate::Refresh).
    Refresh,
    /// A ticket for one request, in the query of its URL: see [`JwtRoutes::ticket`](crate::JwtRoutes::ticket).
    Ticket,
}

/// The beginning of the `aud` of links, refresh tokens and tickets. No access token has such an `aud`.
pub(crate) const OWN_AUDIENCES: &str = "urn:jwt-router:";

/// The `typ` of links.
const LINK: &str = "link+jwt";
/// The `typ` of refresh tokens.
const REFRESH: &str = "rt+jwt";
/// The `typ` of tickets.
const TICKET: &str = "ticket+jwt";

impl TokenUse {
    /// Returns the `typ` of these tokens; `None` for access tokens, whose `typ` is `JWT` or absent.
    pub(crate) const fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Access => None,
            Self::Purpose(_) => Some(LINK),
            Self::Refresh => Some(REFRESH),
            Self::Ticket => Some(TICKET),
        }
    }

    /// Returns the `aud` of these tokens in an application with this audience.
    pub(crate) fn audience<'a>(&self, application: Option<&'a str>) -> Option<Cow<'a, str>> {
        let own = match self {
            Self::Access => return application.map(Cow::Borrowed),
            Self::Purpose(purpose) => format!("{OWN_AUDIENCES}link:{purpose}"),
            Self::Refresh => format!("{OWN_AUDIENCES}refresh"),
            Self::Ticket => format!("{OWN_AUDIENCES}ticket"),
        };
        // The names of purposes contain no colon, so that no two uses have one `aud`.
        Some(Cow::Owned(match application {
            Some(application) => format!("{own}:{application}"),
            None => own,
        }))
    }
}

/// Prints `access`, `purpose reset-password`, `refresh` or `ticket`.
impl fmt::Display for TokenUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Access => f.write_str("access"),
            Self::Purpose(purpose) => write!(f, "purpose {purpose}"),
            Self::Refresh => f.write_str("refresh"),
            Self::Ticket => f.write_str("ticket"),
        }
    }
}

/// The `typ` and `aud` that a token has to have where a route takes links, refresh tokens or tickets.
#[derive(Debug)]
pub(crate) struct OtherUse {
    pub(crate) media_type: &'static str,
    /// The accepted values of `aud`.
    pub(crate) audience: Vec<String>,
}

impl OtherUse {
    /// Returns the `typ` and `aud` of tokens of this use, in an application with these audiences; `None` for access
    /// tokens.
    pub(crate) fn of(token_use: &TokenUse, application: &[String]) -> Option<Self> {
        let media_type = token_use.media_type()?;
        let names = application.iter().map(|name| Some(name.as_str()));
        let none = application.is_empty().then_some(None);
        let audience = names
            .chain(none)
            .filter_map(|name| token_use.audience(name));
        Some(Self {
            media_type,
            audience: audience.map(Cow::into_owned).collect(),
        })
    }

    /// Returns whether the tokens are links.
    pub(crate) fn is_link(&self) -> bool {
        self.media_type == LINK
    }

    /// Returns whether the tokens are refresh tokens.
    pub(crate) fn is_refresh(&self) -> bool {
        self.media_type == REFRESH
    }

    /// Returns whether the tokens are tickets.
    pub(crate) fn is_ticket(&self) -> bool {
        self.media_type == TICKET
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_uses_have_one_type_or_audience() {
        let uses = [
            TokenUse::Access,
            TokenUse::Refresh,
            TokenUse::Ticket,
            TokenUse::Purpose("refresh".to_owned()),
            TokenUse::Purpose("ticket".to_owned()),
            TokenUse::Purpose("reset-password".to_owned()),
        ];
        for application in [None, Some("api")] {
            for (place, one) in uses.iter().enumerate() {
                for other in uses.iter().skip(place + 1) {
                    assert_ne!(one.audience(application), other.audience(application));
                }
            }
        }
        assert_eq!(TokenUse::Access.media_type(), None);
        let types = [TokenUse::Refresh.media_type(), uses[3].media_type()];
        assert_ne!(types[0], types[1]);
        assert!(!types.contains(&TokenUse::Ticket.media_type()));
    }

    #[test]
    fn the_audience_of_an_application_is_part_of_that_of_its_links() {
        let link = TokenUse::Purpose("a".to_owned());
        let audiences = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            OtherUse::of(&link, &names).unwrap().audience
        };
        assert_eq!(audiences(&[]), ["urn:jwt-router:link:a"]);
        assert_eq!(
            audiences(&["x", "y"]),
            ["urn:jwt-router:link:a:x", "urn:jwt-router:link:a:y"]
        );
    }
}
