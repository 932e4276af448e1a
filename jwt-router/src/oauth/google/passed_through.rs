//! Google's own access tokens, where a provider passes them through.

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

/// Asks Google about its tokens, and remembers the answer for a while.
pub(super) struct PassedThrough {
    token_info: Endpoint,
    user_info: Endpoint,
    http: ProviderClient,
    /// How long a request waits for the answer that another one has asked for.
    patience: Duration,
    /// How many seconds a good token is not asked about again.
    remembered: i64,
    /// By the SHA-256 of the whole token.
    cache: Cache<[u8; 32], Remembered>,
    /// When each token ends that was good before. What is made up never comes here, and pushes nothing
    /// out.
    proven: Cache<[u8; 32], i64>,
    calls: Semaphore,
    calls_of_proven: Semaphore,
}

/// How long a good token is not asked about again, unless it is configured.
pub(super) const REMEMBERED: Duration = Duration::from_secs(5 * 60);

/// How many tokens Google is asked about at a time: made-up tokens cost anybody nothing. As many more
/// if they were good before: whoever makes tokens up keeps nobody out who was in.
const CALLS: usize = 32;

/// How many tokens are remembered.
const CAPACITY: usize = 10_000;

/// How long a token stays refused: it will not become good, but there may be many such.
const REFUSED_SECONDS: i64 = 60;

/// What is known of a token until then.
#[derive(Clone)]
struct Remembered {
    holder: Option<Holder>,
    until: i64,
}

/// Whose token it is.
#[derive(Clone)]
pub(super) struct Holder {
    pub(super) subject: String,
    /// Only where Google is the authority of the address.
    pub(super) email: Option<String>,
    pub(super) expires: i64,
}

/// Whose tokens are accepted.
pub(super) struct Accepted<'a> {
    pub(super) client_id: &'a str,
    pub(super) hosted_domain: Option<&'a str>,
}

/// The token endpoint's texts, numbers and booleans are all texts at Google, and may be either.
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

    /// Whose token this is, if it is one for us; Google is asked at most once at a time.
    pub(super) async fn holder(
        &self,
        token: &str,
        accepted: &Accepted<'_>,
        now: i64,
    ) -> Result<Option<Holder>, ProviderError> {
        // The whole token is hashed, and the whole hash compared (CVE-2026-35039).
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
                        // Google may take a token back: what it said is not good for long.
                        Some(holder) => holder.expires.min(now.saturating_add(self.remembered)),
                    };
                    match &holder {
                        None => drop(self.proven.remove(&key)),
                        Some(holder) => self.proven.insert(key, holder.expires),
                    }
                    // Another request may have taken the place, with the same answer.
                    drop(place.insert(Remembered {
                        holder: holder.clone(),
                        until,
                    }));
                    return Ok(holder);
                }
            }
        }
    }

    /// Those with which this token has to wait.
    fn turns(&self, key: &[u8; 32], now: i64) -> &Semaphore {
        let ends = self.proven.get(key);
        if ends.is_some_and(|ends| now < ends) {
            &self.calls_of_proven
        } else {
            &self.calls
        }
    }

    /// Asks as soon as few enough others are being asked about.
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

    async fn ask(
        &self,
        token: &str,
        accepted: &Accepted<'_>,
        now: i64,
    ) -> Result<Option<Holder>, ProviderError> {
        // As Google's own libraries ask; its documents show the token in the URL.
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

    /// The Workspace domain of the token's user.
    async fn domain(&self, token: &str, subject: &str) -> Result<Option<String>, ProviderError> {
        let answer = self.http.get_with(&self.user_info, token).await?;
        if answer.status() == 401 {
            return Ok(None);
        }
        let user: UserInfo = answer.json()?;
        let domain = user.hd.filter(|domain| !domain.is_empty());
        // OpenID Connect Core 1.0, section 5.3.2: another subject's answer is none.
        Ok(domain.filter(|_| user.sub == subject))
    }
}

impl TokenInfo {
    /// SECURITY.md, rule 9: a token that another application was given is not for us.
    fn is_for(&self, client_id: &str) -> bool {
        self.aud == client_id && self.azp.as_ref().is_none_or(|party| party == client_id)
    }

    fn has_verified_email(&self) -> bool {
        let is_verified = match &self.email_verified {
            Value::Bool(is_verified) => *is_verified,
            Value::String(text) => text == "true",
            _ => false,
        };
        is_verified && !self.email.is_empty() && !self.sub.is_empty()
    }
}

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
