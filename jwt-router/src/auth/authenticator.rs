use std::{
    any::{Any, TypeId},
    sync::Arc,
    time::Duration,
};

use http::HeaderName;

use super::{Authentication, Head, Refusal, RouteGuard};
use crate::{
    entity::EntityRef,
    jwt::token::{BearerToken, CompactToken, InvalidToken},
};

/// Verifies credentials of one kind that the application does not mint: tokens of another issuer or of a
/// provider.
///
/// The configuration of an application fixes the list of its authenticators. A token that no authenticator
/// takes is verified [with the application's own keys](RouteGuard::authenticate_own).
pub(crate) trait Authenticator: Any + Send + Sync {
    /// Returns the header, other than `Authorization`, that holds a token for this authenticator.
    fn token_header(&self) -> Option<&'static HeaderName>;

    /// Returns further headers that identify the caller.
    fn other_headers(&self) -> &'static [HeaderName];

    /// Authenticates by the [`token_header`](Self::token_header) of a request that has this header.
    ///
    /// Returns `Ok(None)` when the header holds no token for this authenticator; the request is then
    /// authenticated by its `Authorization` header.
    ///
    /// # Errors
    ///
    /// Returns the refusal of invalid credentials.
    fn by_header(
        self: Arc<Self>,
        guard: &Arc<RouteGuard>,
        head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal>;

    /// Authenticates by a bearer token, or returns `None` to leave the token to the next authenticator.
    fn by_bearer(
        &self,
        guard: &Arc<RouteGuard>,
        bearer: Bearer<'_>,
    ) -> Option<Result<Authentication, Refusal>>;

    /// Returns a more precise reason for the log, given the reason for which the application's own keys refused
    /// the token.
    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken;

    /// Returns the entities whose credentials it accepts besides the entities of the stores.
    fn entities(&self) -> Vec<EntityRef>;

    /// Returns the type of the extractor for the provider whose tokens it verifies; `None` for an issuer.
    fn provider(&self) -> Option<TypeId>;

    /// Returns the lifetime of the tokens that it mints, where this lifetime has a setting of its own.
    fn minted_lifetime(&self) -> Option<MintedLifetime>;
}

/// An authenticator that reads its token from a header of its own, and this header.
pub(crate) struct HeaderAuthenticator {
    pub(crate) header: &'static HeaderName,
    pub(crate) authenticator: Arc<dyn Authenticator>,
}

impl HeaderAuthenticator {
    /// Selects the authenticators that read a header other than `Authorization`.
    pub(crate) fn among(authenticators: &[Arc<dyn Authenticator>]) -> Vec<Self> {
        let readers = authenticators.iter().filter_map(|authenticator| {
            Some(Self {
                header: authenticator.token_header()?,
                authenticator: Arc::clone(authenticator),
            })
        });
        readers.collect()
    }
}

/// A bearer token as it was sent, and cut into its three parts.
#[derive(Clone, Copy)]
pub(crate) struct Bearer<'r> {
    pub(crate) sent: BearerToken<'r>,
    pub(crate) token: CompactToken<'r>,
}

/// The lifetime of tokens that an authenticator mints, with the texts for a warning in the log.
pub(crate) struct MintedLifetime {
    /// What the tokens are: `tokens of a login with Google`.
    pub(crate) tokens: &'static str,
    pub(crate) lifetime: Duration,
    /// The setting that shortens the lifetime.
    pub(crate) setting: &'static str,
}
