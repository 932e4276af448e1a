//! The state of a login between the redirect to the provider and the callback. The browser keeps the state in
//! an encrypted cookie.

use cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};

use super::{EndedLogin, LoginError, LoginErrorKind, random_text, sealed::SealKey};

/// How many seconds a login may take, from the redirect to the callback.
const LIFETIME: i64 = 600;

/// The state of a login, created when the login begins and read again when the provider sends the browser back.
#[derive(Deserialize, Serialize)]
pub(crate) struct PendingLogin {
    /// The parameter `state` of the login. The provider returns it in the callback's URL, which proves that the
    /// browser that ends the login has begun it.
    pub(crate) state: String,
    /// The parameter `nonce` of the login. The provider returns it in the ID token, which proves that the token
    /// was issued for this login.
    pub(crate) nonce: String,
    /// The PKCE verifier ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)).
    pub(crate) verifier: String,
    pub(crate) redirect_uri: String,
    /// The maximum time, in seconds, between the user's authentication at the provider and the begin of the
    /// login; `None` for no maximum.
    #[serde(default)]
    pub(crate) max_age: Option<u64>,
    expires: i64,
}

impl PendingLogin {
    /// Begins a login at the time `now`, in seconds since 1970; returns `None` when there are no random bytes.
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

    /// Returns when the login began, in seconds since 1970.
    pub(crate) fn began(&self) -> i64 {
        self.expires.saturating_sub(LIFETIME)
    }

    /// Returns the `Set-Cookie` header that keeps this login in the browser; `None` when the login cannot be
    /// encrypted.
    pub(crate) fn cookie(&self, name: &str, key: &SealKey) -> Option<HeaderValue> {
        let sealed = key.seal(&serde_json::to_vec(self).ok()?)?;
        set_cookie(name, &sealed, LIFETIME)
    }

    /// Decrypts the login in the browser's cookie, and compares its `state` with the `state` of the callback.
    ///
    /// # Errors
    ///
    /// Returns [`LoginErrorKind::InvalidState`]. The error's response removes a cookie that cannot end a login
    /// any more. The cookie stays if the callback has another `state`: any page can send the browser to the
    /// callback, and must not end the login that the user has begun.
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

/// Returns the `Set-Cookie` header that removes the login's cookie from the browser.
pub(crate) fn removal(name: &str) -> Option<HeaderValue> {
    set_cookie(name, "", 0)
}

/// Returns a `Set-Cookie` header for a cookie that is hidden from scripts, sent over HTTPS only, and not sent
/// with forms of other sites.
fn set_cookie(name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let cookie = Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        // The browser would not send a `Strict` cookie when the provider redirects to the callback.
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    let mut header = HeaderValue::try_from(cookie.to_string()).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Returns the value of the cookie with this name; `None` when there is none, or more than one.
fn find_cookie(headers: &[HeaderValue], name: &str) -> Option<String> {
    let mut found = headers
        .iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        // Cookies of other programs may hold any bytes. Only ASCII white space is trimmed around a name: a more
        // lenient comparison could take another cookie for ours.
        .filter_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes()))
        .filter_map(|rest| rest.strip_prefix(b"="));
    let first = found.next()?;
    let is_only = found.next().is_none();
    let value = str::from_utf8(first).ok().filter(|_| is_only)?;
    Some(value.to_owned())
}

/// Returns the `Cookie` headers of a request.
pub(crate) fn cookies(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(header::COOKIE).iter().cloned().collect()
}
