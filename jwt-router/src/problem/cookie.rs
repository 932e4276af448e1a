/// What is wrong with the settings of [`Cookies`](crate::Cookies).
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
    /// A trusted origin is not an origin, or one over plain HTTP.
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
    /// Browsers keep no cookie with `SameSite=None` that is not `Secure`.
    #[error(
        "browsers take no cookie with `SameSite=None` over plain HTTP: remove `.insecure_http()` or `.insecure_same_site_none()`"
    )]
    PlainCrossSite,
    /// The cookies are set twice.
    #[error("it is called twice: keep one of the calls")]
    Twice,
}
