//! When the user of a login authenticated at Google, which is not when the login was answered:
//! Google answers out of a session of its own.

use std::time::Duration;

use super::{
    super::{LoginError, LoginErrorKind, id_token::LEEWAY},
    Google,
};
use crate::jwt::{claims::NumericDate, sign::Login};

/// Asks for `auth_time` in the ID token ([OpenID Connect Core 1.0, section 5.5]): what `max_age`
/// alone asks for by the standard, and not at Google.
///
/// [OpenID Connect Core 1.0, section 5.5]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
pub(super) const CLAIMS: &str = r#"{"id_token":{"auth_time":{"essential":true}}}"#;

impl Google {
    /// Logs in only who authenticated at Google at most this long ago, in whole seconds; the clocks
    /// may differ by half a minute.
    ///
    /// [`begin`](Self::begin) asks Google for it (`max_age`, and the claim `auth_time`), and the
    /// [`finish`](Self::finish) of that login counts from there. [`login`](Self::login), and a `finish` with
    /// an age of its own, check what the ID token says. Where it is too long ago, or the ID token
    /// does not say it, the login is refused: `LoginNotRecent`.
    ///
    /// The token of such a login has Google's time as its `auth_time`, for
    /// [`fresh = ".."`](crate::guide::requirements). See [the guide](crate::guide::google) for what
    /// Google wants in its console.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use jwt_router::{Google, LoginError, LoginRedirect, prelude::*};
    ///
    /// // Where a client sends its user who is not fresh enough for `fresh = "15m"`.
    /// #[whitelist(GET, "/login/again")]
    /// async fn begin_again(google: Google) -> Result<LoginRedirect, LoginError> {
    ///     google.max_age(Duration::from_secs(15 * 60)).begin()
    /// }
    /// ```
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age.as_secs());
        self
    }

    /// When a user has to have authenticated at the earliest, for a login that began then; the
    /// stricter of what was asked of Google and of what is asked now.
    pub(super) fn oldest(&self, asked: Option<u64>, began: i64) -> Option<i64> {
        let ages = asked.into_iter().chain(self.max_age);
        let age = i64::try_from(ages.min()?).unwrap_or(i64::MAX);
        Some(began.saturating_sub(age))
    }

    /// What a token of ours says of a login whose user authenticated then.
    ///
    /// A time that nobody knows is not now: `fresh = ".."` would let in a session of last month.
    pub(super) fn login_time(&self, authenticated: Option<NumericDate>) -> Login {
        match authenticated {
            Some(time) => Login::At(time),
            None if self.configured.assumes_recent_login => Login::Now,
            None => Login::Unknown,
        }
    }
}

/// When the user authenticated, if the ID token says it ([OpenID Connect Core 1.0, section
/// 3.1.3.7], item 13); never later than now.
///
/// [OpenID Connect Core 1.0, section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
pub(super) fn check(
    auth_time: Option<NumericDate>,
    oldest: Option<i64>,
    now: i64,
) -> Result<Option<NumericDate>, LoginError> {
    let too_old = |reason| LoginError::because(LoginErrorKind::LoginNotRecent, reason);
    let time = match auth_time.map(NumericDate::as_unix) {
        None if oldest.is_some() => return Err(too_old("no_auth_time")),
        None => return Ok(None),
        Some(time) => time,
    };
    if time > now.saturating_add(LEEWAY) {
        let kind = LoginErrorKind::InvalidIdToken;
        return Err(LoginError::because(kind, "auth_time_in_future"));
    }
    if oldest.is_some_and(|oldest| time < oldest.saturating_sub(LEEWAY)) {
        return Err(too_old("auth_time_too_old"));
    }
    Ok(Some(NumericDate::from_unix(time.min(now))))
}
