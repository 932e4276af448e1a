use std::{
    any::{Any, TypeId},
    sync::Arc,
    time::Duration,
};

use http::HeaderName;

use super::{Authentication, Head, Refusal, RouteGuard};
use crate::{
    entity::EntityRef,
    jwt::token::{CompactToken, InvalidToken},
};

/// Verifies credentials of one kind that this application does not issue: the tokens of another issuer or of a
/// login provider.
///
/// The list of authenticators is fixed when the application is configured. A token that no authenticator
/// accepts is verified [with the application's own keys](RouteGuard::authenticate_own).
pub(crate) trait Authenticator: Any + Send + Sync {
    /// Returns the name of the header that holds this authenticator's token, if it is not `Authorization`.
    fn token_header(&self) -> Option<&'static HeaderName>;

    /// Returns the names of further headers that this authenticator reads to identify the caller.
    fn other_headers(&self) -> &'static [HeaderName];

    /// Authenticates a request by the token in its [`token_header`](Self::token_header). The guard calls this
    /// method only if the request has that header.
    ///
    /// Returns `Ok(None)` if the header holds no token for this authenticator. The guard then reads the
    /// `Authorization` header.
    ///
    /// # Errors
    ///
    /// Returns the refusal of invalid credentials.
    fn by_header(
        self: Arc<Self>,
        guard: &Arc<RouteGuard>,
        head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal>;

    /// Authenticates a request by its bearer token. Returns `None` if the token is not for this authenticator; the
    /// guard then tries the next authenticator.
    fn by_bearer(
        &self,
        guard: &Arc<RouteGuard>,
        token: CompactToken<'_>,
    ) -> Option<Result<Authentication, Refusal>>;

    /// Returns a more precise reason for the log than `reason`, if this authenticator knows why the application's own
    /// keys do not verify the token. Otherwise returns `reason`.
    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken;

    /// Returns the entities that the tokens of this authenticator identify. Entities with a store may be left
    /// out, because the application accepts them anyway.
    fn entities(&self) -> Vec<EntityRef>;

    /// Returns the type of the extractor for this authenticator's login provider, such as `Google`; `None` for
    /// a token issuer.
    fn provider(&self) -> Option<TypeId>;

    /// Returns the lifetime of the tokens that the application mints after a login at this provider; `None` if they
    /// have the application's usual lifetime.
    fn minted_lifetime(&self) -> Option<MintedLifetime>;
}

/// An authenticator that reads its token from a header other than `Authorization`, with the name of that
/// header.
pub(crate) struct HeaderAuthenticator {
    pub(crate) header: &'static HeaderName,
    pub(crate) authenticator: Arc<dyn Authenticator>,
}

impl HeaderAuthenticator {
    /// Returns the authenticators in the list that read a header other than `Authorization`.
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

/// The lifetime of the tokens that the application mints after a login at a provider, with the texts of the start-up
/// warning about a long lifetime.
pub(crate) struct MintedLifetime {
    /// Describes the tokens in the warning, such as `tokens of a login with Google`.
    pub(crate) tokens: &'static str,
    pub(crate) lifetime: Duration,
    /// The name of the setting that changes the lifetime.
    pub(crate) setting: &'static str,
}
