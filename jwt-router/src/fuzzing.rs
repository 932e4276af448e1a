//! The private functions of the crate that the targets in `fuzz/` call.
//!
//! The module is compiled only with `--cfg fuzzing`, which cargo-fuzz sets, and is not part of other builds.

use http::HeaderMap;

use crate::{
    jwt::{
        claims::{
            AUTH_TIME, ClaimSlot, Claims, Expected, NumericDate, RequiredClaims, Rules, TableIndex,
            Tables,
        },
        key::Algorithm,
        token::{
            AuthScheme, BearerToken, DEFAULT_MAXIMUM_LENGTH, InvalidToken, JoseHeader, KnownHeader,
            Unusable,
        },
    },
    policy::{self, PolicyTable, lock},
};

/// Finds the bearer token of a request, and returns the text that its signature covers, and its three parts.
///
/// # Errors
///
/// Returns the reason why the request has no token, or the token is not well-formed, as `Debug` text.
pub fn bearer(headers: &HeaderMap) -> Result<[Vec<u8>; 4], String> {
    let token = BearerToken::from_headers(headers, &AuthScheme::Bearer)
        .map_err(|refusal| format!("{refusal:?}"))?;
    let parts = token
        .take_apart(DEFAULT_MAXIMUM_LENGTH)
        .map_err(|refusal| match refusal {
            Unusable::Credentials(refusal) => format!("{refusal:?}"),
            Unusable::Token(fault) => format!("{fault:?}"),
        })?;
    let parts = [parts.signed, parts.header, parts.payload, parts.signature];
    Ok(parts.map(<[u8]>::to_vec))
}

/// Parses the JSON header of a token that is signed with a secret, and returns its `kid`, if it has one.
///
/// # Errors
///
/// Returns the code of the reason why the header is refused.
pub fn jose_header(json: &str) -> Result<Option<String>, &'static str> {
    let header = JoseHeader::parse(json, Algorithm::HS256, None).map_err(InvalidToken::code)?;
    Ok(header.key.map(Into::into))
}

/// Returns the encoded headers of tokens that are recognized by comparing their text, without parsing them.
#[must_use]
pub fn known_headers() -> [String; 2] {
    [KnownHeader::new, KnownHeader::type_first]
        .map(|header| header(Algorithm::HS256).as_str().to_owned())
}

/// The claims that were read from a token's payload.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the targets compare all of it")]
pub struct ReadClaims {
    /// The index of the table: 0 is `users`, 1 is `teachers`.
    pub table: usize,
    /// The JSON text of the entity's key, which is the claim `user_id` of a user and `id` of a teacher.
    pub key: String,
    /// The claims `exp`, `nbf` and `iat`.
    pub dates: [Option<i64>; 3],
    /// The JSON texts of the claims `roles`, `scope` and `auth_time`, if a route reads them.
    pub required: [Option<String>; 3],
}

/// The settings against which a payload is checked.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the targets make them")]
pub struct Expectation {
    /// Whether an issuer, `us`, and an audience, `a`, are configured.
    pub has_parties: bool,
    /// Whether a route reads the claims `roles`, `scope` and `auth_time`.
    pub requires_claims: bool,
}

/// Reads a payload with the fast scanner. Returns `None` if the scanner gives up, because the payload has an
/// unusual form or is refused.
#[must_use]
pub fn scan_claims(payload: &[u8], expectation: Expectation) -> Option<ReadClaims> {
    expectation.of(|expected, required| {
        Claims::scan(payload, expected).map(|claims| ReadClaims::of(&claims, required))
    })
}

/// Reads a payload with the JSON parser, which is the reference for the scanner.
///
/// # Errors
///
/// Returns the code of the reason why the payload is refused.
pub fn parse_claims(payload: &[u8], expectation: Expectation) -> Result<ReadClaims, &'static str> {
    expectation.of(|expected, required| {
        let claims = Claims::parse(payload, expected).map_err(InvalidToken::code)?;
        Ok(ReadClaims::of(&claims, required))
    })
}

/// Reads a payload as the guard does: with the fast scanner, and with the JSON parser if the scanner gives up.
///
/// # Errors
///
/// Returns the code of the reason why the payload is refused.
pub fn read_claims(payload: &[u8], expectation: Expectation) -> Result<ReadClaims, &'static str> {
    expectation.of(|expected, required| {
        let claims = Claims::read(payload, expected).map_err(InvalidToken::code)?;
        Ok(ReadClaims::of(&claims, required))
    })
}

struct Entities(RequiredClaims);

impl Tables for Entities {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        match table {
            "users" => Some((TableIndex::new(0), "user_id")),
            "teachers" => Some((TableIndex::new(1), "id")),
            _ => None,
        }
    }

    fn required(&self) -> Option<&RequiredClaims> {
        (!self.0.is_empty()).then_some(&self.0)
    }
}

impl Expectation {
    fn of<R>(self, read: impl FnOnce(&Expected<'_, Entities>, &RequiredClaims) -> R) -> R {
        let mut required = RequiredClaims::default();
        if self.requires_claims {
            for (position, name) in REQUIRED.into_iter().enumerate() {
                if let Some(slot) = ClaimSlot::new(position) {
                    required.insert(name, slot);
                }
            }
        }
        let tables = Entities(required.clone());
        let parties = if self.has_parties {
            [vec!["us".to_owned()], vec!["a".to_owned()]]
        } else {
            [Vec::new(), Vec::new()]
        };
        let [issuers, audience] = &parties;
        let rules = Rules {
            issuers,
            audience,
            ..Rules::default()
        };
        let expected = Expected {
            rules,
            tables: &tables,
        };
        read(&expected, &required)
    }
}

const REQUIRED: [&str; 3] = ["roles", "scope", AUTH_TIME];

impl ReadClaims {
    fn of(claims: &Claims<'_>, required: &RequiredClaims) -> Self {
        let unix = |date: NumericDate| date.as_unix();
        let is_empty = required.is_empty();
        Self {
            table: claims.table.get(),
            key: claims.key.to_owned(),
            dates: [
                Some(unix(claims.expires)),
                claims.not_before.map(unix),
                claims.issued_at.map(unix),
            ],
            required: [0, 1, 2].map(|position| {
                let slot = ClaimSlot::new(position).filter(|_| !is_empty)?;
                claims.required.get(slot).map(str::to_owned)
            }),
        }
    }
}

/// Parses a lock file, and returns each route as the line that would be written for it.
///
/// # Errors
///
/// Returns the message about a line that is not a route.
pub fn lock_lines(text: &str) -> Result<Vec<String>, String> {
    let routes = lock::parse(text).map_err(|error| error.to_string())?;
    Ok(routes.iter().map(ToString::to_string).collect())
}

/// Returns the lock file of a policy, without its heading.
#[must_use]
pub fn lock_file_of(policy: &PolicyTable) -> String {
    let routes = lock::locked(policy);
    routes.iter().map(|route| format!("{route}\n")).collect()
}

/// Compares the text of a lock file with a policy, and returns each difference as a message.
///
/// # Errors
///
/// Returns the message about a line that is not a route.
pub fn lock_differences(text: &str, policy: &PolicyTable) -> Result<Vec<String>, String> {
    let routes = lock::parse(text).map_err(|error| error.to_string())?;
    let differences = lock::compare(routes, lock::locked(policy));
    Ok(differences.iter().map(ToString::to_string).collect())
}

/// Returns a path without the names of its captures, as the check for duplicate routes compares it.
#[must_use]
pub fn shape(path: &str) -> String {
    policy::shape(path)
}
