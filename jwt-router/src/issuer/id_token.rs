//! ID tokens: what an issuer says of who has just logged in there.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::error::Category;

use super::{Header, RemoteKeys};
use crate::jwt::{
    claims::NumericDate,
    token::{CompactToken, InvalidToken},
    verify::PayloadBuffer,
};

/// Why nothing good is known of a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JwsError {
    /// The token's fault: 401.
    Token(InvalidToken),
    /// The issuer's keys could never be fetched: 503.
    Unavailable,
}

impl From<InvalidToken> for JwsError {
    fn from(fault: InvalidToken) -> Self {
        Self::Token(fault)
    }
}

/// What an ID token has to say ([OpenID Connect Core 1.0, section 3.1.3.7]).
///
/// [OpenID Connect Core 1.0, section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdTokenRules<'r> {
    /// `iss` is one of these: one, but for Google, which documents two spellings of its own.
    pub(crate) issuers: &'r [&'r str],
    /// `aud` has this one.
    pub(crate) client_id: &'r str,
    /// `nonce` is the one of the login that was begun; `None` where no login was begun here.
    pub(crate) nonce: Option<&'r str>,
    /// How many seconds the clocks of issuer and verifier may differ.
    pub(crate) leeway: i64,
}

/// The claims that every ID token has, each once.
#[derive(Deserialize)]
struct Registered {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: NumericDate,
    iat: NumericDate,
    nbf: Option<NumericDate>,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Checks an ID token at the time `now`, in seconds since 1970, and reads its claims as a `C`.
///
/// # Errors
///
/// [`JwsError::Token`] when it is not a good ID token for this client, or when its claims are no
/// `C`; [`JwsError::Unavailable`] when the issuer's keys could never be fetched.
pub(crate) async fn verify_id_token<C: DeserializeOwned>(
    token: &[u8],
    keys: &RemoteKeys,
    rules: &IdTokenRules<'_>,
    now: i64,
) -> Result<C, JwsError> {
    let (header, payload) = verify_jws(token, keys).await?;
    // RFC 8725, section 3.12: an access token is no ID token, nor the reverse.
    if header.is_access_token {
        return Err(InvalidToken::Type.into());
    }
    let registered: Registered = read(&payload)?;
    rules.check(&registered, now)?;
    Ok(read(&payload)?)
}

/// Checks the signature of a token with the keys of its issuer, which are fetched if need be, and
/// returns its header and payload: nothing of the claims is checked yet.
///
/// # Errors
///
/// [`JwsError::Token`] when it is no token, or none of this issuer; [`JwsError::Unavailable`] when
/// the issuer's keys could never be fetched.
async fn verify_jws(token: &[u8], keys: &RemoteKeys) -> Result<(Header, Vec<u8>), JwsError> {
    let token = CompactToken::parse(token)?;
    let header = Header::read(token)?;
    let keys = keys
        .with(header.key.as_deref())
        .await
        .ok_or(JwsError::Unavailable)?;
    header.check_signature(token, &keys)?;
    let mut buffer = PayloadBuffer::new();
    let payload = buffer.decode(token.payload).ok_or(InvalidToken::Encoding)?;
    Ok((header, payload.to_vec()))
}

fn read<C: DeserializeOwned>(payload: &[u8]) -> Result<C, InvalidToken> {
    serde_json::from_slice(payload).map_err(|error| match error.classify() {
        Category::Data => InvalidToken::ClaimType,
        Category::Io | Category::Syntax | Category::Eof => InvalidToken::Payload,
    })
}

impl IdTokenRules<'_> {
    fn check(&self, claims: &Registered, now: i64) -> Result<(), InvalidToken> {
        if !self.issuers.contains(&claims.iss.as_str()) {
            return Err(InvalidToken::Issuer);
        }
        if claims.sub.is_empty() {
            return Err(InvalidToken::NoSubject);
        }
        let (is_ours, is_shared) = match &claims.aud {
            Audience::One(name) => (name == self.client_id, false),
            Audience::Several(names) => (
                names.iter().any(|name| name == self.client_id),
                names.len() > 1,
            ),
        };
        if !is_ours {
            return Err(InvalidToken::Audience);
        }
        match claims.azp.as_deref() {
            Some(party) if party != self.client_id => return Err(InvalidToken::AuthorizedParty),
            None if is_shared => return Err(InvalidToken::AuthorizedParty),
            Some(_) | None => {}
        }
        if self.nonce.is_some() && claims.nonce.as_deref() != self.nonce {
            return Err(InvalidToken::Nonce);
        }
        let latest = now.saturating_add(self.leeway);
        if now >= claims.exp.as_unix().saturating_add(self.leeway) {
            return Err(InvalidToken::Expired);
        }
        if claims.nbf.is_some_and(|date| date.as_unix() > latest) {
            return Err(InvalidToken::NotYetValid);
        }
        if claims.iat.as_unix() > latest {
            return Err(InvalidToken::IssuedInFuture);
        }
        Ok(())
    }
}
