use serde::{Deserialize, Serialize};

use super::{lock::Words, plain};

/// The places where a request may hold the token of a route, besides the header `Authorization`.
///
/// A request with a token in more than one of these places, or in one of them and in the header, is refused.
#[derive(Clone, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct TokenTransports {
    /// Whether the cookie of the application may hold the token: see `JwtRoutesBuilder::cookies`.
    #[serde(default)]
    pub cookie: bool,
    /// Whether a request for a WebSocket may hold the token in `Sec-WebSocket-Protocol`: the argument `websocket`.
    #[serde(default)]
    pub websocket: bool,
    /// The name of the query parameter that may hold the token; `None` if the route reads no token from the query.
    pub query: Option<String>,
}

/// In a line of the lock file, the word (text between two commas) of a route that takes the token from the
/// application's cookie.
const COOKIE: &str = "cookie";

/// In a line of the lock file, the word (text between two commas) of a route that takes the token from
/// `Sec-WebSocket-Protocol`.
const WEBSOCKET: &str = "websocket";

impl TokenTransports {
    /// Returns the words for these places in a line of the lock file, such as `cookie` and `?auth=`.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let cookie = self.cookie.then(|| COOKIE.to_owned());
        let websocket = self.websocket.then(|| WEBSOCKET.to_owned());
        let query = self.query.as_deref();
        let query = query.map(|query| format!("?{}=", plain::word(query)));
        cookie.into_iter().chain(websocket).chain(query)
    }

    /// Parses the words that [`words`](Self::words) writes for these places at the end of a policy in the lock file;
    /// `None` if they are malformed.
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

    /// Returns whether `self` has a place of the token that `other` does not have.
    pub(super) fn exceed(&self, other: &Self) -> bool {
        (self.cookie && !other.cookie)
            || (self.websocket && !other.websocket)
            || (self.query.is_some() && self.query != other.query)
    }

    /// Returns whether the token may be in the header `Authorization` only.
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
