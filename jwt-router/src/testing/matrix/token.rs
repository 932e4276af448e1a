//! The tokens of a person: a good one, and each way to be none.

use std::collections::{BTreeMap, HashMap};

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::value::{RawValue, to_raw_value};

use super::{sample::Person, wants::Grants};
use crate::{
    SignError,
    claims::{AUTH_TIME, NumericDate},
    jwt_routes::Config,
    sign::{NewClaims, random_jwt_id},
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
}

/// Mints tokens, each once.
pub(super) struct Mint<'c> {
    config: &'c Config,
    minted: HashMap<(usize, Flaw, Grants), Option<String>>,
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
        grants: &Grants,
    ) -> Result<Option<String>, SignError> {
        let Some(person) = people.get(position) else {
            return Ok(None);
        };
        let wanted = (position, flaw, grants.clone());
        if let Some(token) = self.minted.get(&wanted) {
            return Ok(token.clone());
        }
        let token = self.mint(person, flaw, grants)?;
        self.minted.insert(wanted, token.clone());
        Ok(token)
    }

    fn mint(
        &self,
        person: &Person,
        flaw: Flaw,
        grants: &Grants,
    ) -> Result<Option<String>, SignError> {
        let key = match flaw {
            Flaw::Nobody => match &person.nobody {
                Some(nobody) => nobody,
                None => return Ok(None),
            },
            Flaw::None | Flaw::Expired | Flaw::WrongKey | Flaw::AlgNone => &person.key,
        };
        let hours = if flaw == Flaw::Expired { -1 } else { 1 };
        let claims = NewClaims {
            table: person.entity.table(),
            key_name: person.entity.key(),
            key,
            extra: None,
            expires: NumericDate::from_unix(self.now().saturating_add(hours * 3600)),
            issuer: self.config.issuer.as_deref(),
            audience: self.config.audience.as_deref(),
            jwt_id: Some(&random_jwt_id()?),
        };
        let payload = self.with_grants(claims.to_json()?, grants)?;
        let good = self.config.signer.sign(&payload)?;
        Ok(Some(match flaw {
            Flaw::None | Flaw::Nobody | Flaw::Expired => good,
            Flaw::WrongKey => signed_by_another(&good)?,
            Flaw::AlgNone => unsigned(&good),
        }))
    }

    /// The payload with roles, scopes and a login.
    fn with_grants(&self, payload: Vec<u8>, grants: &Grants) -> Result<Vec<u8>, SignError> {
        if *grants == Grants::default() {
            return Ok(payload);
        }
        let broken = |_| SignError::ExtraClaims;
        let mut claims: BTreeMap<String, Box<RawValue>> =
            serde_json::from_slice(&payload).map_err(broken)?;
        let names = &self.config.claim_names;
        if let Some(name) = names.roles.as_deref().filter(|_| !grants.roles.is_empty()) {
            let roles = to_raw_value(&grants.roles).map_err(broken)?;
            claims.insert(name.to_owned(), roles);
        }
        if !grants.scopes.is_empty() {
            let scopes = to_raw_value(&grants.scopes.join(" ")).map_err(broken)?;
            claims.insert(String::from(&*names.scope), scopes);
        }
        if let Some(login) = grants.login {
            let login = to_raw_value(&login).map_err(broken)?;
            claims.insert(AUTH_TIME.to_owned(), login);
        }
        serde_json::to_vec(&claims).map_err(broken)
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

/// The token without a signature ([RFC 7515, appendix A.5](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5)).
fn unsigned(token: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let header = URL_SAFE_NO_PAD.encode_to_string(br#"{"alg":"none","typ":"JWT"}"#);
    format!("{header}.{payload}.")
}
