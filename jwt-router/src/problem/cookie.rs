/// The reason why the settings of [`Cookies`](crate::Cookies) are invalid.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CookieProblem {
    /// The name of the cookies has characters that the name of a cookie cannot have.
    #[error(
        "`{}` is not the name of a cookie: write letters, digits, `-` and `_`, such as `Cookies::host(\"session\")`",
        .name.escape_debug()
    )]
    #[non_exhaustive]
    Name {
        /// The name in `Cookies::host`.
        name: String,
    },
    /// The name of the cookies ends in `-refresh`, which this crate adds to the name of the cookie for refresh tokens. The
    /// cookies of two programs on one host would have the same name.
    #[error(
        "the name `{name}` ends in `-refresh`, as the cookie for refresh tokens does: write another name"
    )]
    #[non_exhaustive]
    RefreshName {
        /// The name in `Cookies::host`.
        name: String,
    },
    /// The text of a trusted origin is not an origin, or is an origin over plain HTTP.
    #[error(
        "`{}` is not an origin as browsers send it: write `.trusted_origin(\"{}\")`",
        .origin.escape_debug(), .write.escape_debug()
    )]
    #[non_exhaustive]
    Origin {
        /// The text in `trusted_origin`.
        origin: String,
        /// The origin to write instead.
        write: String,
    },
    /// The cookies would have `SameSite=None` without `Secure`, and browsers do not keep such cookies.
    #[error(
        "browsers take no cookie with `SameSite=None` over plain HTTP: remove `.insecure_http()` or `.insecure_same_site_none()`"
    )]
    PlainCrossSite,
    /// `JwtRoutesBuilder::cookies` is called twice.
    #[error("it is called twice: keep one of the calls")]
    Twice,
}
