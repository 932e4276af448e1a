use http::{HeaderMap, HeaderValue, header};

use super::{
    origins::{Origins, Sender},
    set_cookie::set_cookie,
};
use crate::jwt::token::{BearerToken, split};

/// The cookies of an application: one holds the access token of a session, and one its refresh token.
#[derive(Clone, Debug)]
pub(crate) struct SessionCookies {
    pub(super) access: Box<str>,
    pub(super) refresh: Box<str>,
    pub(super) origins: Origins,
    /// Whether browsers send the cookies over HTTPS only.
    pub(super) secure: bool,
    /// Whether browsers send the cookies with requests from other sites, too.
    pub(super) cross_site: bool,
}

/// The reason why the guard takes no token from the cookie of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum CookieFault {
    /// The request has several cookies of this name.
    Repeated,
    /// The value is no token.
    Malformed,
    /// The request comes from a page of another origin.
    CrossOrigin,
}

impl SessionCookies {
    /// Finds the token in the cookie of this request: a refresh token if `is_refresh`, or else an access token.
    /// Returns `None` if the request has no such cookie.
    ///
    /// # Errors
    ///
    /// Returns the reason why the guard does not take the cookie.
    pub(crate) fn find<'r>(
        &self,
        sender: Sender<'r>,
        is_refresh: bool,
    ) -> Option<Result<BearerToken<'r>, CookieFault>> {
        let mut values = values(sender.headers, self.name(is_refresh));
        let value = values.next()?;
        if values.next().is_some() {
            return Some(Err(CookieFault::Repeated));
        }
        // Before the token is read, so that a forged request has no effect at all.
        if !self.origins.admit(sender) {
            return Some(Err(CookieFault::CrossOrigin));
        }
        Some(BearerToken::from_text(value).ok_or(CookieFault::Malformed))
    }

    /// Returns a sentence for each setting that weakens the cookies.
    pub(crate) fn weaknesses(&self) -> impl Iterator<Item = &'static str> {
        let plain = "the cookies of sessions are sent over plain HTTP, where everybody on the way can take them: remove `.insecure_http()` before other people use this program";
        let cross_site = "the cookies of sessions are sent with the requests of other sites: remove `.insecure_same_site_none()`, unless pages of this application are in frames of theirs";
        let plain = (!self.secure).then_some(plain);
        plain
            .into_iter()
            .chain(self.cross_site.then_some(cross_site))
    }

    /// Returns whether the request has the cookie for refresh tokens if `is_refresh`, or else the one for access
    /// tokens.
    pub(crate) fn are_in(&self, headers: &HeaderMap, is_refresh: bool) -> bool {
        values(headers, self.name(is_refresh)).next().is_some()
    }

    /// Returns the name of the cookie for refresh tokens if `is_refresh`, or else of the one for access tokens.
    pub(crate) const fn name(&self, is_refresh: bool) -> &str {
        if is_refresh {
            &self.refresh
        } else {
            &self.access
        }
    }

    /// Returns the length of the longer of the two cookies, name and value together, which browsers limit.
    pub(crate) fn length(&self, access: &str, refresh: &str) -> usize {
        let both = [(&self.access, access), (&self.refresh, refresh)];
        let lengths = both.map(|(name, value)| name.len().saturating_add(value.len()));
        lengths.into_iter().max().unwrap_or_default()
    }

    /// Returns whether a response with these headers puts a token into the browser.
    pub(super) fn are_set_by(&self, headers: &HeaderMap) -> bool {
        let mut set = headers.get_all(header::SET_COOKIE).iter();
        set.any(|cookie| {
            let cookie = cookie.as_bytes();
            let value = [&self.access, &self.refresh].into_iter().find_map(|name| {
                let value = cookie.strip_prefix(name.as_bytes())?;
                value.strip_prefix(b"=")
            });
            value.is_some_and(|value| !value.is_empty() && !value.starts_with(b";"))
        })
    }

    /// Returns the `Set-Cookie` header that removes the cookie for refresh tokens if `is_refresh`, or else the one for
    /// access tokens, from the browser.
    pub(crate) fn removal(&self, is_refresh: bool) -> Option<HeaderValue> {
        set_cookie(self, self.name(is_refresh), "", 0)
    }

    /// Returns the `Set-Cookie` headers that put the tokens of a session into the browser. Each token is given with its
    /// lifetime in seconds. Returns `None` if a token has a character that no header may have, which no valid token
    /// has.
    pub(crate) fn start(
        &self,
        access: (&str, i64),
        refresh: (&str, i64),
    ) -> Option<[HeaderValue; 2]> {
        Some([
            set_cookie(self, &self.access, access.0, access.1)?,
            set_cookie(self, &self.refresh, refresh.0, refresh.1)?,
        ])
    }

    /// Returns the `Set-Cookie` headers that remove both cookies from the browser.
    pub(crate) fn end(&self) -> impl Iterator<Item = HeaderValue> {
        [false, true]
            .into_iter()
            .filter_map(|is_refresh| self.removal(is_refresh))
    }
}

/// Returns the values of all cookies with this name.
///
/// HTTP/2 may send each cookie in a header of its own ([RFC 9113, section 8.2.3]). Cookies of other programs may hold
/// any bytes. Only ASCII white space is trimmed around a name, since a more lenient comparison could confuse another
/// cookie with that of the application.
///
/// [RFC 9113, section 8.2.3]: https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3
fn values<'r>(headers: &'r HeaderMap, name: &str) -> impl Iterator<Item = &'r [u8]> {
    let headers = headers.get_all(header::COOKIE).into_iter();
    let pairs = headers.flat_map(|header| split(header.as_bytes(), b';'));
    pairs.filter_map(move |pair| {
        let value = pair.trim_ascii().strip_prefix(name.as_bytes())?;
        value.strip_prefix(b"=")
    })
}
