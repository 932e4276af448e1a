//! The tokens of a person: a good one, and each way to be none.

use std::collections::HashMap;

use base64_simd::URL_SAFE_NO_PAD;

use super::sample::Person;
use crate::{
    auth::Config,
    jwt::{
        claims::NumericDate,
        sign::{Login, NewClaims, SignError, random_jwt_id},
    },
    policy::requirement::TokenClaims,
};

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Flaw {
    /// Nothing.
    None,
    /// Its entity does not exist.
    Nobody,
    /// It was good an hour ago.
    Expired,
    /// Its signature is of another key.
    WrongKey,
    /// It says that it is not signed, and is not.
    AlgNone,
    /// It says that it is a refresh token.
    OtherType,
}

/// Mints tokens, each once.
pub(super) struct Mint<'c> {
    config: &'c Config,
    minted: HashMap<(usize, Flaw, TokenClaims), Option<String>>,
}

impl<'c> Mint<'c> {
    pub(super) fn new(config: &'c Config) -> Self {
        Self {
            config,
            minted: HashMap::new(),
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.config.now()
    }

    /// The token of the person at this position; `None` when nobody is known not to exist.
    pub(super) fn token(
        &mut self,
        people: &[Person],
        position: usize,
        flaw: Flaw,
        granted: &TokenClaims,
    ) -> Result<Option<String>, SignError> {
        let Some(person) = people.get(position) else {
            return Ok(None);
        };
        let wanted = (position, flaw, granted.clone());
        if let Some(token) = self.minted.get(&wanted) {
            return Ok(token.clone());
        }
        let token = self.mint(person, flaw, granted)?;
        self.minted.insert(wanted, token.clone());
        Ok(token)
    }

    fn mint(
        &self,
        person: &Person,
        flaw: Flaw,
        granted: &TokenClaims,
    ) -> Result<Option<String>, SignError> {
        let key = match flaw {
            Flaw::Nobody => match &person.nobody {
                Some(nobody) => nobody,
                None => return Ok(None),
            },
            Flaw::None | Flaw::Expired | Flaw::WrongKey | Flaw::AlgNone | Flaw::OtherType => {
                &person.key
            }
        };
        let hours = if flaw == Flaw::Expired { -1 } else { 1 };
        let now = NumericDate::from_unix(self.now());
        let claims = NewClaims {
            table: person.entity.table(),
            key_name: person.entity.key(),
            key,
            extra: None,
            grants: granted,
            login: &Login::Unknown,
            now,
            expires: NumericDate::from_unix(now.as_unix().saturating_add(hours * 3600)),
            renewable_until: None,
            issuer: self.config.issuer.as_deref(),
            audience: self.config.audience.as_deref(),
            jwt_id: Some(&random_jwt_id()?),
        };
        let signer = self.config.signer.as_ref().ok_or(SignError::NoKey)?;
        let claims = claims.to_json()?;
        let good = signer.sign(&claims)?;
        Ok(Some(match flaw {
            Flaw::None | Flaw::Nobody | Flaw::Expired => good,
            Flaw::WrongKey => signed_by_another(&good)?,
            Flaw::AlgNone => unsigned(&good),
            Flaw::OtherType => signer.sign_under(&of_another_type(&good), &claims)?,
        }))
    }
}

/// The token with a signature of random bytes: to whoever has not that other key, one is like it.
fn signed_by_another(token: &str) -> Result<String, SignError> {
    let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = vec![0; signature.len() / 4 * 3 + signature.len() % 4 * 3 / 4];
    getrandom::fill(&mut bytes).map_err(|_| SignError::Random)?;
    Ok(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode_to_string(bytes)
    ))
}

/// The header of the token, of a type that is not ours ([RFC 8725, section 3.11]).
///
/// [RFC 8725, section 3.11]: https://www.rfc-editor.org/rfc/rfc8725#section-3.11
fn of_another_type(token: &str) -> String {
    let (header, _) = token.split_once('.').unwrap_or((token, ""));
    let json = URL_SAFE_NO_PAD.decode_to_vec(header).unwrap_or_default();
    let json = String::from_utf8_lossy(&json);
    URL_SAFE_NO_PAD.encode_to_string(json.replace(r#""typ":"JWT""#, r#""typ":"rt+jwt""#))
}

/// The token without a signature ([RFC 7515, appendix A.5](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5)).
fn unsigned(token: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let header = URL_SAFE_NO_PAD.encode_to_string(br#"{"alg":"none","typ":"JWT"}"#);
    format!("{header}.{payload}.")
}
