use std::{fmt, ops::Deref, sync::Arc, time::SystemTime};

use serde::de::DeserializeOwned;

use crate::entity::{Caller, ClaimsError, Entity, EntityRef};

/// The caller of a guarded route, and the entity that its token stands for.
///
/// `G<User>` holds a loaded `User` and dereferences to it, so that its fields, its methods and
/// the accessor named by its table are at hand: `g.users()`. A token of another table is
/// answered with 403. `G` alone takes every entity: see [`G::get`].
///
/// `Option<G<..>>` is for public routes: `None` without a token, and 401 with a bad one.
///
/// # Examples
///
/// ```
/// use jwt_router::prelude::*;
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone)]
/// struct User { user_id: i64, name: String }
///
/// #[protected(GET, "/me")]
/// async fn me(g: G<User>) -> String {
///     g.users().name.clone()
/// }
///
/// #[whitelist(GET, "/feed")]
/// async fn feed(g: Option<G<User>>) -> String {
///     g.map_or_else(|| "hello".to_owned(), |g| format!("hello {}", g.name))
/// }
/// ```
// `E` has no bound here, but wherever a `G` is made or taken: rustc would else say at each place of a
// function that a wrong `E` is wrong, and before the attribute says it once.
#[derive(Clone)]
pub struct G<E: 'static = AnyEntity> {
    entity: HeldEntity<E>,
    caller: Caller,
}

/// Where the `E` of a `G` is.
#[derive(Clone)]
enum HeldEntity<E: 'static> {
    Loaded(Arc<E>),
    Constant(&'static E),
}

/// Whose caller a [`G`] holds: an [`Entity`], or [`AnyEntity`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "no token can stand for this type",
    note = "put `#[entity(table = \"..\", key = \"..\")]` on `{Self}`"
)]
pub trait Identity: sealed::SealedIdentity + Send + Sync + 'static {
    /// The one entity; `None` where every entity will do.
    #[doc(hidden)]
    const ENTITY: Option<EntityRef>;
}

/// Stands in `G`, which is `G<AnyEntity>`, for an entity of whatever table.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AnyEntity;

impl<E: Entity> Identity for E {
    const ENTITY: Option<EntityRef> = Some(EntityRef::of::<E>());
}

impl Identity for AnyEntity {
    const ENTITY: Option<EntityRef> = None;
}

mod sealed {
    #[expect(unnameable_types, reason = "only this crate says what a `G` can hold")]
    pub trait SealedIdentity {}
    impl<E: super::Entity> SealedIdentity for E {}
    impl SealedIdentity for super::AnyEntity {}
}

impl<E: Identity> G<E> {
    /// The table that the token names.
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.caller.table.table()
    }

    /// The claims of the token, registered and extra ones, as a struct of yours.
    ///
    /// # Errors
    ///
    /// When the token's claims do not have this form.
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        self.caller.claims()
    }

    /// The claim `jti` ([RFC 7519, section 4.1.7]); tokens of flask-jwt-router have none.
    ///
    /// [RFC 7519, section 4.1.7]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7
    #[must_use]
    pub fn token_id(&self) -> Option<String> {
        self.caller.token_id()
    }

    /// When the token expires: the claim `exp` ([RFC 7519, section 4.1.4]).
    ///
    /// [RFC 7519, section 4.1.4]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.caller.expires_at()
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }
}

impl G<AnyEntity> {
    pub(crate) const fn any(caller: Caller) -> Self {
        let entity = HeldEntity::Constant(&AnyEntity);
        Self { entity, caller }
    }

    /// The key of the token, if it is an `E`'s: all there is of an entity that was not loaded.
    #[must_use]
    pub fn key<E: Entity>(&self) -> Option<E::Key> {
        self.caller.key::<E>()
    }

    /// The entity, if it is an `E`; always `None` on a `claims_only` route, which loads none.
    #[must_use]
    pub fn get<E: Entity>(&self) -> Option<&E> {
        self.caller.entity.as_ref()?.downcast_ref()
    }
}

impl<E: Entity> G<E> {
    /// The caller as an `E`; `None` when another entity, or none, was loaded.
    pub(crate) fn typed(caller: Caller) -> Option<Self> {
        let entity = HeldEntity::Loaded(Arc::clone(caller.entity.as_ref()?).downcast().ok()?);
        Some(Self { entity, caller })
    }

    /// The entity, taken out.
    #[must_use]
    pub fn into_inner(self) -> E {
        let Self { entity, caller } = self;
        drop(caller);
        match entity {
            HeldEntity::Loaded(entity) => Arc::unwrap_or_clone(entity),
            HeldEntity::Constant(entity) => entity.clone(),
        }
    }
}

impl<E: Entity> Deref for G<E> {
    type Target = E;

    fn deref(&self) -> &E {
        match &self.entity {
            HeldEntity::Loaded(entity) => entity,
            HeldEntity::Constant(entity) => entity,
        }
    }
}

impl<E: Identity> fmt::Debug for G<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("G")
            .field("table", &self.table())
            .finish_non_exhaustive()
    }
}
