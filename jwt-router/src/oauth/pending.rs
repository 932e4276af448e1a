//! A login that was begun and not ended yet: it lies in the browser, sealed.

use cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};

use super::{EndedLogin, LoginError, LoginErrorKind, random_text, sealed::SealKey};

/// How many seconds a user may take at the provider.
const LIFETIME: i64 = 600;

/// What the callback has to know of the login's begin.
#[derive(Deserialize, Serialize)]
pub(crate) struct PendingLogin {
    /// Comes back in the callback's URL: the browser that ends the login is the one that began it.
    pub(crate) state: String,
    /// Comes back in the ID token: it was made for this login.
    pub(crate) nonce: String,
    /// The PKCE verifier ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)).
    pub(crate) verifier: String,
    pub(crate) redirect_uri: String,
    /// How many seconds ago the user may have authenticated when the login began.
    #[serde(default)]
    pub(crate) max_age: Option<u64>,
    expires: i64,
}

impl PendingLogin {
    /// Begins a login at the time `now`; `None` when there are no random bytes.
    pub(crate) fn begin(redirect_uri: &str, max_age: Option<u64>, now: i64) -> Option<Self> {
        Some(Self {
            state: random_text()?,
            nonce: random_text()?,
            verifier: random_text()?,
            redirect_uri: redirect_uri.to_owned(),
            max_age,
            expires: now.saturating_add(LIFETIME),
        })
    }

    /// When the browser was sent to the provider.
    pub(crate) fn began(&self) -> i64 {
        self.expires.saturating_sub(LIFETIME)
    }

    /// The cookie that keeps this login in the browser.
    pub(crate) fn cookie(&self, name: &str, key: &SealKey) -> Option<HeaderValue> {
        let sealed = key.seal(&serde_json::to_vec(self).ok()?)?;
        set_cookie(name, &sealed, LIFETIME)
    }

    /// Takes the login out of the browser's cookies, and compares it with the state that came back.
    ///
    /// The error removes a cookie that cannot end a login any more. A callback with another state keeps the cookie:
    /// any page can send the browser to the callback, and must not end the login that is under way.
    pub(crate) fn resume(
        cookies: &[HeaderValue],
        name: &str,
        key: &SealKey,
        state: Option<&str>,
        now: i64,
        ended: &EndedLogin,
    ) -> Result<Self, LoginError> {
        let refuse = |reason| LoginError::because(LoginErrorKind::InvalidState, reason);
        let state = state.ok_or_else(|| refuse("no_state"))?;
        let sealed = find_cookie(cookies, name).ok_or_else(|| refuse("no_login_begun"))?;
        let login: Self = key
            .open(&sealed)
            .and_then(|json| serde_json::from_slice(&json).ok())
            .ok_or_else(|| refuse("foreign_cookie").ending(ended.clone()))?;
        let is_same = aws_lc_rs::constant_time::verify_slices_are_equal(
            login.state.as_bytes(),
            state.as_bytes(),
        );
        if is_same.is_err() {
            return Err(refuse("other_state"));
        }
        if now >= login.expires {
            return Err(refuse("too_late").ending(ended.clone()));
        }
        Ok(login)
    }
}

/// The cookie that takes the login out of the browser.
pub(crate) fn removal(name: &str) -> Option<HeaderValue> {
    set_cookie(name, "", 0)
}

/// A cookie of this very host, on HTTPS, that no script reads and no other site's form sends.
fn set_cookie(name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        // `Strict` would not come back from the provider's page.
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    let mut header = HeaderValue::try_from(cookie.to_string()).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// The one cookie of this name; `None` also when there are two.
fn find_cookie(headers: &[HeaderValue], name: &str) -> Option<String> {
    let mut found = headers
        .iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        // Of another program's cookie every byte may be anything; no letter but a space is taken
        // away from a name, or one could be made to look like ours.
        .filter_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes()))
        .filter_map(|rest| rest.strip_prefix(b"="));
    let first = found.next()?;
    let is_only = found.next().is_none();
    let value = str::from_utf8(first).ok().filter(|_| is_only)?;
    Some(value.to_owned())
}

/// The request's cookies.
pub(crate) fn cookies(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(header::COOKIE).iter().cloned().collect()
}
