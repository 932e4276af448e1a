//! The time at which a user authenticated at Google.
//!
//! The user may have authenticated long before the login, because Google logs users in from a session of its
//! own, without asking for a password.

use super::{
    super::{LoginError, LoginErrorKind, id_token::LEEWAY},
    Google,
};
use crate::{
    duration::Period,
    jwt::{claims::NumericDate, sign::Login},
};

/// The request parameter `claims` that requests `auth_time` in the ID token
/// ([OpenID Connect Core 1.0, section 5.5]).
///
/// By the standard, the parameter `max_age` alone requests `auth_time`, but Google ignores this rule.
///
/// [OpenID Connect Core 1.0, section 5.5]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
pub(super) const CLAIMS: &str = r#"{"id_token":{"auth_time":{"essential":true}}}"#;

impl Google {
    /// Refuses logins of users who authenticated at Google longer ago than `age`, such as `15m`, in whole seconds.
    ///
    /// The login is refused with `LoginNotRecent` if the ID token's `auth_time` is too old or missing. The
    /// clocks of Google and of this machine may differ by half a minute.
    ///
    /// [`begin`](Self::begin) sends the age to Google (`max_age`, and a request for the claim `auth_time`), and
    /// the [`finish`](Self::finish) of that login checks it, counted from `begin`. [`login`](Self::login)
    /// checks the ID token against the age that is set here. If an age is set on the `Google` that calls
    /// `finish`, the smaller of both ages counts.
    ///
    /// The token of such a login has Google's `auth_time`, which [`fresh = ".."`](crate::guide::requirements)
    /// reads. See [the guide](crate::guide::google) for the setting that Google's console needs.
    ///
    /// If `age` is a text that is not a duration, `begin`, `finish` and `login` return an error of the kind `Internal`.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{Google, LoginError, LoginRedirect, prelude::*};
    ///
    /// // The client sends users here whose login is too old for `fresh = "15m"`.
    /// #[whitelist(GET, "/login/again")]
    /// async fn begin_again(google: Google) -> Result<LoginRedirect, LoginError> {
    ///     google.max_age("15m").begin()
    /// }
    /// ```
    #[must_use]
    pub fn max_age(mut self, age: impl Into<Period>) -> Self {
        self.max_age = Some(age.into());
        self
    }

    /// Returns the age of [`max_age`](Self::max_age) in seconds; `None` if none is set.
    ///
    /// # Errors
    ///
    /// Returns an error if the age is a text that is not a duration.
    pub(super) fn max_age_seconds(&self) -> Result<Option<u64>, LoginError> {
        let age = self.max_age.as_ref().map(Period::duration).transpose();
        let age = age.map_err(|_| LoginError::because(LoginErrorKind::Internal, "bad_max_age"))?;
        Ok(age.map(|age| age.as_secs()))
    }

    /// Returns the earliest allowed time of authentication for a login that began at `began`, in seconds since
    /// 1970.
    ///
    /// The smaller of two maximum ages counts: the one that `begin` sent to Google (`asked`), and the one that
    /// is set now. Returns `None` when neither is set.
    ///
    /// # Errors
    ///
    /// Returns an error if the age that is set now is a text that is not a duration.
    pub(super) fn oldest(&self, asked: Option<u64>, began: i64) -> Result<Option<i64>, LoginError> {
        let ages = asked.into_iter().chain(self.max_age_seconds()?);
        Ok(ages.min().map(|age| {
            let age = i64::try_from(age).unwrap_or(i64::MAX);
            began.saturating_sub(age)
        }))
    }

    /// Returns the `auth_time` of the token to mint for a login whose user authenticated at this time.
    ///
    /// An unknown time stays unknown. With the current time instead, `fresh = ".."` would accept a user who
    /// authenticated at Google a month ago.
    pub(super) fn login_time(&self, authenticated: Option<NumericDate>) -> Login {
        match authenticated {
            Some(time) => Login::At(time),
            None if self.configured.assumes_recent_login => Login::Now,
            None => Login::Unknown,
        }
    }
}

/// Checks the `auth_time` of an ID token ([OpenID Connect Core 1.0, section 3.1.3.7], item 13), and returns it,
/// at most `now`.
///
/// # Errors
///
/// Returns [`LoginErrorKind::LoginNotRecent`] when the time is before `oldest`, or is missing where `oldest` is
/// set. Returns [`LoginErrorKind::InvalidIdToken`] when it is in the future.
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
