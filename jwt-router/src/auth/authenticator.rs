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

/// Verifies credentials of one kind, other than the application's own bearer tokens: the tokens of other issuers, or
/// the tokens in the header of a login provider (such as `X-Auth-Token`, for Google).
///
/// The list of authenticators is fixed when the application is configured. A bearer token that no authenticator takes
/// ([`by_bearer`](Self::by_bearer) returns `None`) is verified
/// [with the application's own keys](RouteGuard::authenticate_own).
pub(crate) trait Authenticator: Any + Send + Sync {
    /// Returns the name of the header that holds this authenticator's token, if it is not `Authorization`.
    fn token_header(&self) -> Option<&'static HeaderName>;

    /// Returns the names of the headers, besides that of the token, that this authenticator reads to identify the
    /// caller, such as `X-Auth-Resource`, which names the type of the caller's entity.
    fn other_headers(&self) -> &'static [HeaderName];

    /// Authenticates and authorizes a request by the token in the header that [`token_header`](Self::token_header)
    /// names. The guard calls this method only if the request has that header.
    ///
    /// Returns `Ok(None)` if the header holds no token for this authenticator. The guard then tries the next
    /// authenticator with a header, and finally looks for a bearer token.
    ///
    /// # Errors
    ///
    /// Returns the refusal of invalid credentials, or of a caller who does not meet the route's requirements.
    fn by_header(
        self: Arc<Self>,
        guard: &Arc<RouteGuard>,
        head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal>;

    /// Authenticates and authorizes a request by its bearer token. Returns `None` if the token is not for this
    /// authenticator; the guard then tries the next authenticator, and finally the application's own keys.
    fn by_bearer(
        &self,
        guard: &Arc<RouteGuard>,
        token: CompactToken<'_>,
    ) -> Option<Result<Authentication, Refusal>>;

    /// Returns the reason, for the log, why the application's own keys did not verify the token. This is `reason`, or a
    /// more precise one if this authenticator knows one, such as an unknown issuer.
    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken;

    /// Returns the entity types that the tokens of this authenticator name. Entity types with a store may be left out,
    /// because the application accepts their tokens anyway.
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
    /// The tokens, as the start-up warning names them, such as `tokens of a login with Google`.
    pub(crate) tokens: &'static str,
    pub(crate) lifetime: Duration,
    /// The builder call that sets a shorter lifetime, as the warning suggests it.
    pub(crate) setting: &'static str,
}
