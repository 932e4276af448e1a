//! Creates the entity that a token of another issuer names, if the store does not have the entity yet.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::OnceCell;

use crate::{
    bounded::TIME_LIMIT,
    entity::{
        ClaimsError, Entity, EntityTable, LoadFuture, LoadResult, Loading, NotLoaded, StoreError,
        TokenOrigin,
        caller::claims_of,
        loading::{bounded_load, checked},
    },
    jwt::token::HeldClaims,
};

/// The verified claims of another issuer's token whose entity the store does not have.
///
/// The application's function of `OidcIssuer::on_unknown` takes an `IssuerClaims`, and creates the entity. The
/// function gets the claims, but not the token itself.
#[derive(Clone)]
pub struct IssuerClaims {
    issuer: Arc<str>,
    subject: Option<String>,
    claims: HeldClaims,
}

impl IssuerClaims {
    fn new(issuer: Arc<str>, claims: HeldClaims) -> Self {
        #[derive(Deserialize)]
        struct Subject {
            sub: Option<String>,
        }
        let subject = claims_of::<Subject>(Some(&claims)).ok();
        Self {
            issuer,
            subject: subject.and_then(|claims| claims.sub),
            claims,
        }
    }

    /// Returns the name of the issuer, which is the claim `iss` of the token. For an issuer with several names, returns
    /// the first of them, whichever name the token has.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::IssuerClaims;
    ///
    /// /// Returns the text that `OidcIssuer::entity_by_subject` searches for.
    /// fn identity(claims: &IssuerClaims) -> Option<String> {
    ///     Some(format!("{} {}", claims.issuer(), claims.subject()?))
    /// }
    /// ```
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the claim `sub`; `None` if the token has no such claim. A `sub` is unique only within its issuer
    /// ([OpenID Connect Core 1.0, section 2]).
    ///
    /// [OpenID Connect Core 1.0, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// Deserializes the claims of the token.
    ///
    /// Read `email` together with `email_verified`: an address that the issuer has not verified may belong to another
    /// person.
    ///
    /// # Errors
    ///
    /// Returns [`ClaimsError`] when a claim is missing or has another type than the field of `C`.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{ClaimsError, IssuerClaims};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Profile { name: String }
    ///
    /// fn name(claims: &IssuerClaims) -> Result<String, ClaimsError> {
    ///     Ok(claims.claims::<Profile>()?.name)
    /// }
    /// ```
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        claims_of(Some(&self.claims))
    }
}

impl fmt::Debug for IssuerClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuerClaims")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// The application's function that creates an entity, with its entity type erased.
type Create = Arc<dyn Fn(IssuerClaims) -> LoadFuture + Send + Sync>;

/// Creates entities that the store does not have yet. Concurrent requests for one entity share one call of the
/// application's function.
pub(crate) struct OnUnknown {
    create: Create,
    /// The creations in progress. The key is the name of the issuer and the claim that identifies the entity, as JSON
    /// text.
    running: Mutex<HashMap<String, Weak<OnceCell<LoadResult>>>>,
}

impl OnUnknown {
    pub(crate) fn new<E, F, Fut>(create: F) -> Self
    where
        E: Entity,
        F: Fn(IssuerClaims) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        let create = Arc::new(create);
        Self {
            create: Arc::new(move |claims| {
                let create = Arc::clone(&create);
                // The closure is called within the bound, which catches its panics too.
                bounded_load(TIME_LIMIT, move || async move {
                    checked(create(claims).await, |_| true)
                })
            }),
            running: Mutex::default(),
        }
    }

    /// Returns the cell for the created entity, which all concurrent requests for the entity share.
    fn cell(&self, identity: &str) -> Arc<OnceCell<LoadResult>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = running.get(identity).and_then(Weak::upgrade) {
            return cell;
        }
        running.retain(|_, cell| cell.strong_count() > 0);
        let cell = Arc::default();
        running.insert(identity.to_owned(), Arc::downgrade(&cell));
        cell
    }
}

/// A verified token of another issuer, whose entity is created if the store does not have it.
pub(crate) struct Newcomer {
    pub(crate) on_unknown: Arc<OnUnknown>,
    pub(crate) issuer: Arc<str>,
    pub(crate) claims: HeldClaims,
}

impl Newcomer {
    /// Extends `found`, the search for the token's entity, so that the entity is created if the store does not have
    /// it.
    ///
    /// `key` is the claim that identifies the entity, as JSON text.
    pub(crate) fn or_created(
        self,
        found: Loading,
        table: &EntityTable,
        origin: &TokenOrigin,
        key: &str,
    ) -> Loading {
        if !matches!(
            found,
            Loading::Pending(_) | Loading::Ready(Err(NotLoaded::Missing))
        ) {
            return found;
        }
        let (table, origin, key) = (table.clone(), origin.clone(), key.to_owned());
        Loading::Pending(Box::pin(async move {
            if let Loading::Pending(answer) = found {
                match answer.await {
                    Err(NotLoaded::Missing) => {}
                    known => return known,
                }
            }
            self.create(&table, &origin, &key).await
        }))
    }

    /// Creates the entity, or waits for another request that is creating it.
    async fn create(self, table: &EntityTable, origin: &TokenOrigin, key: &str) -> LoadResult {
        let Self {
            on_unknown,
            issuer,
            claims,
        } = self;
        let cell = on_unknown.cell(&format!("{issuer} {key}"));
        let created = cell.get_or_init(|| async {
            // A creation may have ended after the search of this request.
            let known = match origin.load(table, key, None) {
                None => Err(NotLoaded::Missing),
                Some(loading) => loading.finished().await,
            };
            if !matches!(known, Err(NotLoaded::Missing)) {
                return known;
            }
            let created = (on_unknown.create)(IssuerClaims::new(issuer, claims)).await?;
            if origin.identifies(table, key, &created) {
                Ok(created)
            } else {
                Err(NotLoaded::OtherEntity)
            }
        });
        created.await.clone()
    }
}
