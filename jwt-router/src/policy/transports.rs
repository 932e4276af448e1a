use serde::{Deserialize, Serialize};

use super::{lock::Words, plain};

/// The places where a request may hold the token of a route, besides the header `Authorization`.
///
/// A request with a token in more than one of these places, or in one of them and in the header, is refused. A
/// route with the attribute argument `ticket` has none of these places: it takes only tickets, in the query
/// parameter `ticket`.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct TokenTransports {
    /// Whether the token may be in a cookie of the application, which `JwtRoutesBuilder::cookies` configures.
    #[serde(default)]
    pub cookie: bool,
    /// Whether a request for a WebSocket may hold the token in `Sec-WebSocket-Protocol`: the attribute argument
    /// `websocket`.
    #[serde(default)]
    pub websocket: bool,
    /// The name of the query parameter that may hold the token of a `GET` or `HEAD` request; `None` if there is no
    /// such parameter.
    pub query: Option<String>,
}

/// The text for [`TokenTransports::cookie`] in a line of the lock file `routes.lock`.
const COOKIE: &str = "cookie";

/// The text for [`TokenTransports::websocket`] in a line of the lock file `routes.lock`.
const WEBSOCKET: &str = "websocket";

impl TokenTransports {
    /// Returns the texts for these places in a line of the lock file `routes.lock`, such as `cookie` and `?auth=`.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let cookie = self.cookie.then(|| COOKIE.to_owned());
        let websocket = self.websocket.then(|| WEBSOCKET.to_owned());
        let query = self.query.as_deref();
        let query = query.map(|query| format!("?{}=", plain::word(query)));
        cookie.into_iter().chain(websocket).chain(query)
    }

    /// Parses the last words (texts between commas) of a policy in the lock file `routes.lock`, such as `cookie`
    /// and `?auth=`. Returns `None` if the words are not as [`words`](Self::words) writes them.
    pub(super) fn parse(words: &mut Words<'_>) -> Option<Self> {
        let cookie = words.take_word(COOKIE);
        let websocket = words.take_word(WEBSOCKET);
        let query = match words.next() {
            None => None,
            Some(query) => {
                let name = query.strip_prefix('?')?.strip_suffix('=')?;
                Some(plain::parse_word(name)?)
            }
        };
        Some(Self {
            cookie,
            websocket,
            query,
        })
    }

    /// Returns whether `self` allows the token in a place in which `other` does not allow it.
    pub(super) fn exceed(&self, other: &Self) -> bool {
        (self.cookie && !other.cookie)
            || (self.websocket && !other.websocket)
            || (self.query.is_some() && self.query != other.query)
    }

    /// Returns whether the token may be in none of these places. On a route without `ticket`, the token may then
    /// be in the header `Authorization` only.
    pub(crate) const fn is_header_only(&self) -> bool {
        !self.cookie && !self.websocket && self.query.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::TokenTransports;

    #[test]
    fn a_further_place_lets_in_more() {
        let header = TokenTransports::default;
        let query = |name: &str| TokenTransports {
            query: Some(name.to_owned()),
            ..header()
        };
        let cookie = TokenTransports {
            cookie: true,
            ..header()
        };
        let websocket = TokenTransports {
            websocket: true,
            ..header()
        };
        for place in [&query("auth"), &cookie, &websocket] {
            assert!(place.exceed(&header()), "{place:?}");
            assert!(!header().exceed(place), "{place:?}");
            assert!(!place.exceed(place), "{place:?}");
        }
        assert!(query("auth").exceed(&query("token")));
        assert!(cookie.exceed(&websocket));
    }
}
