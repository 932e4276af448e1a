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

/// Verifies the credentials of one kind that the application does not mint: tokens of other issuers or of a
/// provider.
///
/// An application has a list of them, which is fixed when it is configured. Tokens that none of them takes
/// are verified [with the application's own keys](RouteGuard::authenticate_own).
pub(crate) trait Authenticator: Any + Send + Sync {
    /// Returns the header, other than `Authorization`, that holds a token for this authenticator.
    fn token_header(&self) -> Option<&'static HeaderName>;

    /// Returns further headers that say who calls.
    fn other_headers(&self) -> &'static [HeaderName];

    /// Authenticates by the [`token_header`](Self::token_header) of a request that has it.
    ///
    /// Returns `Ok(None)` when the header says that there is no caller.
    ///
    /// # Errors
    ///
    /// Returns the refusal of credentials that are not valid.
    fn by_header(
        self: Arc<Self>,
        guard: &Arc<RouteGuard>,
        head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal>;

    /// Authenticates by a bearer token; `None` when the token is for another authenticator.
    fn by_bearer(
        &self,
        guard: &Arc<RouteGuard>,
        bearer: Bearer<'_>,
    ) -> Option<Result<Authentication, Refusal>>;

    /// Returns a better reason for the log, of a token that another authenticator refused for this one.
    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken;

    /// Returns the entities whose credentials it accepts besides those of every store.
    fn entities(&self) -> Vec<EntityRef>;

    /// Returns the type by which handlers take the provider whose tokens it verifies.
    fn provider(&self) -> Option<TypeId>;

    /// Returns how long the tokens live that it mints, where that is a setting of its own.
    fn minted_lifetime(&self) -> Option<MintedLifetime>;
}

/// An authenticator, with the header that holds its token.
pub(crate) struct HeaderAuthenticator {
    pub(crate) header: &'static HeaderName,
    pub(crate) authenticator: Arc<dyn Authenticator>,
}

impl HeaderAuthenticator {
    /// Returns those of the authenticators that read a header other than `Authorization`.
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

/// A bearer token, and where it came from.
#[derive(Clone, Copy)]
pub(crate) struct Bearer<'r> {
    pub(crate) sent: BearerToken<'r>,
    pub(crate) token: CompactToken<'r>,
}

/// The lifetime of tokens that an authenticator mints, with the words of the log.
pub(crate) struct MintedLifetime {
    /// What they are: `tokens of a login with Google`.
    pub(crate) tokens: &'static str,
    pub(crate) lifetime: Duration,
    /// The setting that shortens it.
    pub(crate) setting: &'static str,
}
