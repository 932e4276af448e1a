use http::{HeaderValue, Uri};

use super::{
    SessionCookies,
    origins::{Origins, is_loopback},
};
use crate::problem::CookieProblem;

/// The cookies that hold the tokens of a session in a browser, for
/// [`JwtRoutesBuilder::cookies`](crate::JwtRoutesBuilder::cookies).
///
/// There are two, both `HttpOnly`, `Secure`, `SameSite=Lax` and with `Path=/`: `__Host-session` for the access token,
/// and `__Host-session-refresh` for the refresh token. The prefix `__Host-` makes browsers refuse a cookie that another
/// host of the same site sets (RFC 6265bis, section 4.1.3.2). Browsers keep such cookies over HTTPS, and over plain
/// HTTP from `localhost` (Safari only over HTTPS).
///
/// # Examples
///
/// ```
/// use jwt_router::{Cookies, JwtRoutes, MemorySessions, Secret};
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .sessions(MemorySessions::new())
///     .cookies(Cookies::host("session").trusted_origin("https://app.example.com"))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cookies {
    name: String,
    trusted: Vec<String>,
    insecure_http: bool,
    same_site_none: bool,
}

impl Cookies {
    /// Returns cookies of one host, named `__Host-<name>` and `__Host-<name>-refresh`.
    ///
    /// `name` is letters, digits, `-` and `_`, such as `session`. It does not end in `-refresh`.
    #[must_use]
    pub fn host(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            trusted: Vec::new(),
            insecure_http: false,
            same_site_none: false,
        }
    }

    /// Accepts requests with these cookies from the pages of another origin, such as `https://app.example.com`. Call it
    /// once for each origin.
    ///
    /// The pages of the application's own origin need no such call. Pages of another origin can send the cookies only
    /// if both origins are of one site (`app.example.com` and `api.example.com` are), and if the responses allow it by
    /// CORS, with credentials.
    ///
    /// Behind a proxy that replaces the header `Host`, the application does not know its own origin: name it here, for
    /// the browsers that do not send `Sec-Fetch-Site`.
    #[must_use]
    pub fn trusted_origin(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Lets browsers send the cookies over plain HTTP, so that everybody on the way can read and replace them.
    ///
    /// It is for test networks without HTTPS. Plain HTTP from `localhost` does not need it. The cookies are then
    /// without `Secure` and without the prefix `__Host-`, and the program logs a warning when it starts.
    #[must_use]
    pub fn insecure_http(mut self) -> Self {
        self.insecure_http = true;
        self
    }

    /// Lets browsers send the cookies with the requests of other sites (`SameSite=None`), so that other sites can show
    /// the application's pages in frames.
    ///
    /// The user is then protected from other sites only by the guard, which refuses their requests, except requests
    /// with methods that only read and requests of [trusted origins](Self::trusted_origin). The program logs a warning
    /// when it starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::Cookies;
    ///
    /// let framed = Cookies::host("session").insecure_same_site_none();
    /// ```
    #[must_use]
    pub fn insecure_same_site_none(mut self) -> Self {
        self.same_site_none = true;
        self
    }

    /// Checks the settings, adds every problem to `problems`, and returns the cookies with these settings.
    pub(crate) fn build(&self, problems: &mut Vec<CookieProblem>) -> SessionCookies {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if self.name.ends_with("-refresh") {
            // It would be the cookie for refresh tokens of a program with the name before it, on another port of the host.
            problems.push(CookieProblem::RefreshName {
                name: self.name.clone(),
            });
        }
        if self.name.is_empty() || !self.name.bytes().all(is_of_name) || self.name.starts_with("__")
        {
            problems.push(CookieProblem::Name {
                name: self.name.clone(),
            });
        }
        if self.insecure_http && self.same_site_none {
            problems.push(CookieProblem::PlainCrossSite);
        }
        let trusted =
            self.trusted
                .iter()
                .filter_map(|origin| match parsed(origin, self.insecure_http) {
                    Ok(origin) => Some(origin),
                    Err(write) => {
                        problems.push(CookieProblem::Origin {
                            origin: origin.clone(),
                            write,
                        });
                        None
                    }
                });
        let trusted = trusted.collect();
        let prefix = if self.insecure_http { "" } else { "__Host-" };
        let name = &self.name;
        SessionCookies {
            access: format!("{prefix}{name}").into(),
            refresh: format!("{prefix}{name}-refresh").into(),
            origins: Origins {
                trusted,
                plain_http: self.insecure_http,
            },
            secure: !self.insecure_http,
            cross_site: self.same_site_none,
        }
    }
}

/// Checks that a text is an origin as browsers write it ([RFC 6454, section 6.2]), with the scheme `https`. The scheme
/// `http` is accepted for this machine, and for every host if `plain_http`.
///
/// # Errors
///
/// Returns the origin to write instead.
///
/// [RFC 6454, section 6.2]: https://www.rfc-editor.org/rfc/rfc6454#section-6.2
fn parsed(origin: &str, plain_http: bool) -> Result<HeaderValue, String> {
    let example = || "https://app.example.com".to_owned();
    let uri: Uri = origin.parse().map_err(|_| example())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(example());
    };
    let host = authority.host().to_ascii_lowercase();
    if host.is_empty() || host.contains('*') {
        return Err(example());
    }
    let is_plain = plain_http || is_loopback(host.as_bytes());
    let (scheme, usual) = match scheme {
        "http" if is_plain => ("http", 80),
        "http" | "https" => ("https", 443),
        _ => return Err(example()),
    };
    let port = authority.port_u16().filter(|port| *port != usual);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    let written = format!("{scheme}://{host}{port}");
    match HeaderValue::from_str(&written) {
        Ok(value) if written == origin => Ok(value),
        _ => Err(written),
    }
}
