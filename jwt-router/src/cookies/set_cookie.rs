use cookie::{Cookie, SameSite};
use http::HeaderValue;

use super::SessionCookies;

/// Returns a `Set-Cookie` header of a cookie that scripts cannot read; `None` if `value` cannot be in a header.
///
/// The cookie has `Path=/` and no `Domain`, as the prefix `__Host-` requires (RFC 6265bis, section 4.1.3.2).
pub(super) fn set_cookie(
    cookies: &SessionCookies,
    name: &str,
    value: &str,
    seconds: i64,
) -> Option<HeaderValue> {
    let same_site = if cookies.cross_site {
        SameSite::None
    } else {
        SameSite::Lax
    };
    let cookie = Cookie::build((name, value))
        .path("/")
        .secure(cookies.secure)
        .http_only(true)
        .same_site(same_site)
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    let mut header = HeaderValue::try_from(cookie.to_string()).ok()?;
    header.set_sensitive(true);
    Some(header)
}
