//! The settings that an issuer's tokens have to meet.

use super::OidcIssuer;
use crate::{duration::Period, jwt::key::Algorithm};

impl OidcIssuer {
    /// Adds the name of your API at this issuer, which a token must have in its `aud`
    /// ([RFC 7519, section 4.1.3]).
    ///
    /// With several audiences, a token must have one of them. An audience is required, unless a
    /// [`client_id`](Self::client_id) or an [`authorized_party`](Self::authorized_party) takes its place. Without an
    /// audience, a token with an `aud` is refused, since it is meant for another service.
    ///
    /// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Accepts only tokens that were issued to this client: a token must have it as its `client_id`
    /// ([RFC 8693, section 4.3]).
    ///
    /// With several calls, `client_id` must be one of these clients. By default, the tokens of every client of the
    /// issuer are accepted if they are for your audience. The access tokens of Amazon Cognito have a `client_id` and no
    /// `aud`: for them, call this method instead of [`audience`](Self::audience). If both are configured, a token must
    /// have both.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1Cd2Ef3")
    ///     .client_id("1h57kf5cpq17m0eml12EXAMPLE");
    /// # drop(issuer);
    /// ```
    ///
    /// [RFC 8693, section 4.3]: https://www.rfc-editor.org/rfc/rfc8693#section-4.3
    pub fn client_id(mut self, client: impl Into<String>) -> Self {
        self.clients.push(client.into());
        self
    }

    /// Accepts only tokens that were issued to this client: a token must have it as its `azp`.
    ///
    /// With several calls, `azp` must be one of these clients. By default, the tokens of every client of the issuer are
    /// accepted if they are for your audience. The session tokens of Clerk have an `azp` and no `aud`: for them, call
    /// this method instead of [`audience`](Self::audience). If both are configured, a token must have both.
    pub fn authorized_party(mut self, client: impl Into<String>) -> Self {
        self.parties.push(client.into());
        self
    }

    /// Adds an algorithm with which this issuer signs. Call this method once for each algorithm.
    ///
    /// By default, every algorithm with key pairs is allowed. That is safe, because each key has one algorithm,
    /// which a token's header cannot change.
    ///
    /// A published key without `alg` is used with each added algorithm that matches its kind. If this method is not
    /// called, the key is used with RS256, ES256, ES384 or `EdDSA`, depending on its kind.
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithms.push(algorithm);
        self
    }

    /// Sets the tolerated difference between the clocks of the issuer and of this machine, such as `30s`, in whole
    /// seconds: one minute by default, five minutes at most.
    pub fn leeway(mut self, leeway: impl Into<Period>) -> Self {
        let leeway = leeway.into().or_problem("leeway", &mut self.problems);
        self.leeway = leeway.unwrap_or(self.leeway);
        self
    }

    /// Accepts only tokens of the type `at+jwt` ([RFC 9068, section 4]).
    ///
    /// Many issuers write `JWT` as the type of both access tokens and ID tokens. Without this setting, only the
    /// ID tokens that can be recognized are refused: by the claims `at_hash` and `c_hash`, unless the header has the
    /// type `at+jwt`; by Keycloak's `typ` and Cognito's `token_use`; and by an audience that is not your API.
    ///
    /// [RFC 9068, section 4]: https://www.rfc-editor.org/rfc/rfc9068#section-4
    pub fn access_tokens_only(mut self) -> Self {
        self.access_tokens_only = true;
        self
    }

    /// Accepts ID tokens as bearer tokens too, for an issuer that signs no access tokens, such as Dex or Google.
    ///
    /// An ID token tells a client which user has logged in, and does not grant access to an API. Every server that
    /// receives the token can send it to yours, and its `nonce` is not checked. An [`audience`](Self::audience) is
    /// therefore required, which is the client id of your own application, and every start logs a warning. This
    /// setting and [`access_tokens_only`](Self::access_tokens_only) exclude each other.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://dex.example.com")
    ///     .audience("my-app")
    ///     .accept_id_tokens();
    /// # drop(issuer);
    /// ```
    pub fn accept_id_tokens(mut self) -> Self {
        self.accepts_id_tokens = true;
        self
    }
}
