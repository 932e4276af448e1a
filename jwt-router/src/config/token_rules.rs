//! The builder's settings for the registered claims of tokens: lifetime, issuer, audience, and the leeway for
//! dates.

use std::time::Duration;

use crate::{
    config::JwtRoutesBuilder,
    duration::{Period, Seconds},
    jwt::{key::KeyRing, sign::Signer, verify::Verifier},
};

impl JwtRoutesBuilder {
    /// Sets the lifetime of access tokens outside of sessions in days; 30 by default, as in flask-jwt-router.
    ///
    /// A lifetime of more than one day logs a warning at start-up, because such a token cannot be revoked before it
    /// expires. With a store of [sessions](Self::sessions), the default logs no warning, because the program may mint
    /// no tokens outside of sessions.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).expire_days(1).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn expire_days(self, days: u32) -> Self {
        self.expires_in(Duration::from(Seconds::from_days(days)))
    }

    /// Sets the lifetime of access tokens outside of sessions, such as `15m`: one second to 100 years, 30 days by
    /// default. Fractions of a second are ignored.
    pub fn expires_in(mut self, lifetime: impl Into<Period>) -> Self {
        let lifetime = self.duration("expires_in", &lifetime.into());
        self.lifetime = lifetime.or(self.lifetime);
        self
    }

    /// Sets for how long after a login its token can be renewed with [`update_token`](crate::JwtRoutes::update_token):
    /// 90 days by default. Fractions of a second are ignored. With zero, no token can be renewed. With a store of
    /// [sessions](JwtRoutesBuilder::sessions), the time has to be whole seconds, from one second to ten years.
    ///
    /// A session of [`start_session`](crate::JwtRoutes::start_session) lasts at most this long too, or 30 days if this
    /// method is not called.
    ///
    /// Without this limit, a stolen token could be renewed for ever.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .expires_in("15m")
    ///     .session_max("8h") // a log-in lasts for a working day
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn session_max(mut self, time: impl Into<Period>) -> Self {
        let time = time.into();
        self.session_max = time.duration().unwrap_or(self.session_max);
        self.sessions.longest = Some(time);
        self
    }

    /// Sets the issuer of tokens. New tokens have it as the claim `iss`, and a token with another `iss` or
    /// without one is refused ([RFC 7519, section 4.1.1]). By default, `iss` is not set and not checked.
    ///
    /// The issuer is a URL, or another name in the characters of URLs, such as `my-service`, `my-service:8080` or
    /// `urn:example:issuer`.
    ///
    /// [RFC 7519, section 4.1.1]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Adds an audience of tokens. New tokens have the first one as the claim `aud`. A token is accepted if its
    /// `aud` contains any of them ([RFC 7519, section 4.1.3]).
    ///
    /// Without a configured audience, a token with an `aud` is refused, because it is meant for another
    /// service.
    ///
    /// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Sets the scheme that precedes a token in the `Authorization` header, in place of `Bearer`. With
    /// `.scheme("Token")`, clients send `Authorization: Token <token>`.
    ///
    /// The scheme is matched without regard to case ([RFC 9110, section 11.1]). The challenges of refusals have
    /// it too: `WWW-Authenticate: Token error="invalid_token"`. Credentials with any other scheme, such as
    /// `Bearer`, do not count as a token. The scheme has to be one word. [`build`](Self::build) returns an
    /// error for a scheme whose credentials have another form, such as `Basic`.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, RejectionKind, Secret};
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).scheme("Token").build()?;
    /// let rejection = jwt.reject(RejectionKind::MissingToken);
    /// assert_eq!(rejection.challenge().unwrap(), "Token");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 9110, section 11.1]: https://www.rfc-editor.org/rfc/rfc9110#section-11.1
    pub fn scheme(mut self, scheme: impl Into<String>) -> Self {
        self.scheme = scheme.into();
        self
    }

    /// Sets the maximum length of a token that is accepted or minted, in bytes: from 1024 to 65,536; 16,384 by
    /// default.
    ///
    /// A longer token is refused with 401 and the log code `too_long`. Minting one fails with
    /// [`SignError::TooLong`](crate::SignError::TooLong). A login with Google fails if Google's ID token is longer;
    /// such a token has more than 1024 bytes. Servers limit the length of headers, too: nginx
    /// accepts 8 KiB for one header. hyper, on which `axum::serve` is built, accepts 16 KiB for all headers of
    /// an HTTP/2 request.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .max_token_length(4 * 1024)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn max_token_length(mut self, bytes: usize) -> Self {
        self.max_token_length = bytes;
        self
    }

    /// Sets the tolerated difference between the clocks of the servers that sign and verify this application's
    /// tokens, such as `10s`: five seconds by default, five minutes at most. Fractions of a second are ignored.
    ///
    /// A token is still accepted for this time after its expiry, and already accepted for this time before its `nbf`
    /// and `iat`. A token whose login is at most this far in the future meets `fresh = ".."`. The tokens of other
    /// issuers have a separate leeway, `OidcIssuer::leeway`.
    pub fn leeway(mut self, leeway: impl Into<Period>) -> Self {
        let leeway = self.duration("leeway", &leeway.into());
        self.leeway = leeway.unwrap_or(self.leeway);
        self
    }

    /// Returns the signer of the application's tokens; `None` without keys.
    pub(super) fn signer(&self, ring: Option<&KeyRing>) -> Option<Signer> {
        ring.map(|ring| Signer::new(ring, self.max_token_length))
    }

    /// Returns the verifier of tokens that are signed with the keys of `ring`. Without keys, the verifier accepts no
    /// token.
    pub(super) fn verifier(&self, ring: Option<&KeyRing>) -> Verifier {
        let leeway = u32::try_from(self.leeway.as_secs()).unwrap_or_default();
        ring.map_or_else(Verifier::of_no_keys, Verifier::new)
            .issuer(self.issuer.clone())
            .audience(self.audience.clone())
            .leeway(leeway)
    }
}
