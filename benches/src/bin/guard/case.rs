//! The requests that are sent, and the token in them.

use http::{HeaderValue, Request, Uri, header};
use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};
use serde::{Deserialize, Serialize};

/// The secret of every contender.
pub(crate) const SECRET: &str = concat!("a secret of the benches,", " of 48 bytes as it should");

const WRONG_SECRET: &str = concat!("another secret of the benches,", " of just as many bytes");

/// The path of every contender's route.
pub(crate) const PATH: &str = "/me";

/// The token's claims, as flask-jwt-router and jwt-router write them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct TokenClaims {
    pub(crate) table_name: String,
    pub(crate) user_id: i64,
    pub(crate) iat: u64,
    pub(crate) exp: u64,
}

/// What a request brings along.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Case {
    /// A good token.
    Good,
    /// No `Authorization` header.
    NoToken,
    /// 4,096 bytes that are no token.
    Junk,
    /// A token signed with another secret.
    WrongSignature,
    /// A token that ended an hour ago.
    Expired,
}

impl Case {
    pub(crate) const ALL: [Self; 5] = [
        Self::Good,
        Self::NoToken,
        Self::Junk,
        Self::WrongSignature,
        Self::Expired,
    ];

    /// The case in words, for a column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Good => "good token",
            Self::NoToken => "no token",
            Self::Junk => "4 KB of junk",
            Self::WrongSignature => "wrong signature",
            Self::Expired => "expired",
        }
    }

    /// The case of this name.
    pub(crate) fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|case| case.name() == name)
            .unwrap_or_else(|| panic!("there is no case `{name}`"))
    }

    /// The `Authorization` header, made once: its copies share their bytes, as
    /// the headers of one read from a socket do.
    pub(crate) fn authorization(self) -> Option<HeaderValue> {
        let token = match self {
            Self::NoToken => return None,
            Self::Good => token(SECRET, 3_600),
            Self::Junk => "x".repeat(4_096),
            Self::WrongSignature => token(WRONG_SECRET, 3_600),
            Self::Expired => token(SECRET, -3_600),
        };
        Some(HeaderValue::try_from(format!("Bearer {token}")).expect("a token is ASCII"))
    }

    /// A request with this header.
    pub(crate) fn request<B: Default>(authorization: Option<&HeaderValue>) -> Request<B> {
        let mut request = Request::new(B::default());
        *request.uri_mut() = Uri::from_static(PATH);
        if let Some(value) = authorization {
            let headers = request.headers_mut();
            headers.insert(header::AUTHORIZATION, value.clone());
        }
        request
    }
}

/// An HS256 token for user 42 that ends `seconds` from now.
fn token(secret: &str, seconds: i64) -> String {
    let now = get_current_timestamp();
    let claims = TokenClaims {
        table_name: "users".to_owned(),
        user_id: 42,
        iat: now.saturating_sub(7_200),
        exp: now.saturating_add_signed(seconds),
    };
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::default(), &claims, &key).expect("the claims are JSON")
}
