//! Verifies Google's access tokens, for `pass_google_token_through`.

use std::{fmt, time::Duration};

use quick_cache::sync::Cache;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::{sync::Semaphore, time::timeout};

use super::{
    super::provider::{ProviderClient, ProviderError},
    profile::is_gmail,
};
use crate::http_client::Endpoint;

/// Verifies tokens by requests to Google, and caches the results.
pub(super) struct PassedThrough {
    token_info: Endpoint,
    user_info: Endpoint,
    http: ProviderClient,
    /// How long a request waits for its turn, or for another request's verification of the same token.
    patience: Duration,
    /// For how many seconds a valid token is not verified again.
    remembered: i64,
    /// The results, by the SHA-256 of the whole token.
    cache: Cache<[u8; 32], Remembered>,
    /// The expiry of each token that was valid before. A forged token never enters this cache, so it evicts
    /// nothing.
    proven: Cache<[u8; 32], i64>,
    /// Limits the concurrent requests to Google for tokens that were never valid.
    calls: Semaphore,
    /// Limits the concurrent requests to Google for tokens that were valid before.
    calls_of_proven: Semaphore,
}

/// The default of [`GoogleBuilder::recheck_after`](super::GoogleBuilder::recheck_after).
pub(super) const REMEMBERED: Duration = Duration::from_secs(5 * 60);

/// The maximum number of concurrent verifications, since forged tokens cost an attacker nothing.
///
/// Tokens that were valid before have a separate limit of this size, so that forged tokens cannot keep known
/// users out.
const CALLS: usize = 32;

/// The maximum number of tokens in each cache.
const CAPACITY: usize = 10_000;

/// For how many seconds an invalid token stays in the cache.
///
/// An invalid token cannot become valid, but many of them would fill the cache.
const REFUSED_SECONDS: i64 = 60;

/// A cached result: the holder of the token, or `None` for an invalid token. It is used before the time
/// `until`.
#[derive(Clone)]
struct Remembered {
    holder: Option<Holder>,
    until: i64,
}

/// The user who holds a token, as Google identifies them.
#[derive(Clone)]
pub(super) struct Holder {
    pub(super) subject: String,
    /// The e-mail address, only if Google is the authority for it.
    pub(super) email: Option<String>,
    pub(super) expires: i64,
}

/// The client and the Workspace domain whose tokens are accepted.
pub(super) struct Accepted<'a> {
    pub(super) client_id: &'a str,
    pub(super) hosted_domain: Option<&'a str>,
}

/// The response of the `tokeninfo` endpoint.
///
/// Google writes numbers and booleans as JSON strings there; both forms are accepted.
#[derive(Deserialize)]
struct TokenInfo {
    #[serde(default)]
    aud: String,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    sub: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    email_verified: Value,
    #[serde(default)]
    expires_in: Value,
}

/// The response of the `userinfo` endpoint (OpenID Connect Core 1.0, section 5.3.2).
#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    #[serde(default)]
    hd: Option<String>,
}

impl PassedThrough {
    pub(super) fn new(
        token_info: Endpoint,
        user_info: Endpoint,
        http: ProviderClient,
        patience: Duration,
        remembered: Duration,
    ) -> Self {
        Self {
            token_info,
            user_info,
            http,
            patience,
            remembered: i64::try_from(remembered.as_secs()).unwrap_or(i64::MAX),
            cache: Cache::new(CAPACITY),
            proven: Cache::new(CAPACITY),
            calls: Semaphore::new(CALLS),
            calls_of_proven: Semaphore::new(CALLS),
        }
    }

    /// Returns the holder of a token, or `None` when the token is invalid or was issued to another client.
    ///
    /// Concurrent calls for one token share one verification.
    ///
    /// # Errors
    ///
    /// Returns [`ProviderError`] when Google does not respond in time, or not as documented.
    pub(super) async fn holder(
        &self,
        token: &str,
        accepted: &Accepted<'_>,
        now: i64,
    ) -> Result<Option<Holder>, ProviderError> {
        // The whole token is hashed and the whole hash compared: a shorter key could return the result of
        // another token (CVE-2026-35039).
        let key: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        loop {
            let place = timeout(self.patience, self.cache.get_value_or_guard_async(&key)).await;
            match place.map_err(|_| ProviderError::Timeout)? {
                Ok(known) if now < known.until => return Ok(known.holder),
                Ok(_) => drop(self.cache.remove_if(&key, |known| now >= known.until)),
                Err(place) => {
                    let turns = self.turns(&key, now);
                    let holder = self.ask_in_turn(turns, token, accepted, now).await?;
                    let until = match &holder {
                        None => now.saturating_add(REFUSED_SECONDS),
                        // Google may withdraw a token, so a valid one is verified again soon.
                        Some(holder) => holder.expires.min(now.saturating_add(self.remembered)),
                    };
                    match &holder {
                        None => drop(self.proven.remove(&key)),
                        Some(holder) => self.proven.insert(key, holder.expires),
                    }
                    // `insert` fails where another request has filled the place, with the same result.
                    drop(place.insert(Remembered {
                        holder: holder.clone(),
                        until,
                    }));
                    return Ok(holder);
                }
            }
        }
    }

    /// Returns the semaphore for this token. There are two, so that tokens that were valid before do not wait
    /// for others.
    fn turns(&self, key: &[u8; 32], now: i64) -> &Semaphore {
        let ends = self.proven.get(key);
        if ends.is_some_and(|ends| now < ends) {
            &self.calls_of_proven
        } else {
            &self.calls
        }
    }

    /// Waits until a request to Google is allowed, and then verifies the token.
    async fn ask_in_turn(
        &self,
        turns: &Semaphore,
        token: &str,
        accepted: &Accepted<'_>,
        now: i64,
    ) -> Result<Option<Holder>, ProviderError> {
        let turn = timeout(self.patience, turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(ProviderError::Timeout);
        };
        self.ask(token, accepted, now).await
    }

    /// Verifies the token by requests to Google.
    async fn ask(
        &self,
        token: &str,
        accepted: &Accepted<'_>,
        now: i64,
    ) -> Result<Option<Holder>, ProviderError> {
        // Google's own libraries send the token in a header like this; its documentation puts it into the URL.
        let answer = self.http.post_with(&self.token_info, token).await?;
        if matches!(answer.status(), 400 | 401) {
            return Ok(None);
        }
        let info: TokenInfo = answer.json()?;
        let seconds = number(&info.expires_in).ok_or(ProviderError::Malformed)?;
        if seconds <= 0 || !info.is_for(accepted.client_id) || !info.has_verified_email() {
            return Ok(None);
        }
        let domain = if is_gmail(&info.email) && accepted.hosted_domain.is_none() {
            None
        } else {
            self.domain(token, &info.sub).await?
        };
        if accepted.hosted_domain.is_some() && domain.as_deref() != accepted.hosted_domain {
            return Ok(None);
        }
        let is_authoritative = domain.is_some() || is_gmail(&info.email);
        Ok(Some(Holder {
            subject: info.sub,
            email: is_authoritative.then_some(info.email),
            expires: now.saturating_add(seconds),
        }))
    }

    /// Returns the Workspace domain of the token's user, or `None` when the account belongs to none.
    async fn domain(&self, token: &str, subject: &str) -> Result<Option<String>, ProviderError> {
        let answer = self.http.get_with(&self.user_info, token).await?;
        if answer.status() == 401 {
            return Ok(None);
        }
        let user: UserInfo = answer.json()?;
        let domain = user.hd.filter(|domain| !domain.is_empty());
        // OpenID Connect Core 1.0, section 5.3.2: a response about another subject must not be used.
        Ok(domain.filter(|_| user.sub == subject))
    }
}

impl TokenInfo {
    /// Returns whether the token was issued to this client (SECURITY.md, rule 9).
    fn is_for(&self, client_id: &str) -> bool {
        self.aud == client_id && self.azp.as_ref().is_none_or(|party| party == client_id)
    }

    /// Returns whether the response names a subject and a verified e-mail address.
    fn has_verified_email(&self) -> bool {
        let is_verified = match &self.email_verified {
            Value::Bool(is_verified) => *is_verified,
            Value::String(text) => text == "true",
            _ => false,
        };
        is_verified && !self.email.is_empty() && !self.sub.is_empty()
    }
}

/// Returns the number that a JSON number or string holds.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

impl fmt::Debug for PassedThrough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PassedThrough")
    }
}

#[cfg(test)]
mod tests {
    use super::TokenInfo;

    #[track_caller]
    fn check(info: &str, expected: bool) {
        let info: TokenInfo = serde_json::from_str(info).unwrap();
        assert_eq!(info.is_for("ours"), expected);
    }

    // SECURITY.md, rule 9.
    #[test]
    fn a_token_is_for_us_if_both_its_audience_and_its_party_are() {
        check(r#"{"aud":"ours","azp":"ours"}"#, true);
        check(r#"{"aud":"ours"}"#, true);
        check(r#"{"aud":"theirs","azp":"ours"}"#, false);
        check(r#"{"aud":"ours","azp":"theirs"}"#, false);
        check(r#"{"aud":"theirs"}"#, false);
        check(r#"{"azp":"ours"}"#, false);
        check("{}", false);
    }
}
