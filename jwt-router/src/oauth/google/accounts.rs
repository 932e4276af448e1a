//! Finds, links and creates the entity of a Google account.

use std::{any::Any, sync::Arc};

use serde_json::value::{RawValue, to_raw_value};

use super::GoogleProfile;
use crate::{
    bounded::TIME_LIMIT,
    entity::{
        Entity, EntityField, EntityRef, FindBy, Finder, LoadFuture, LoadResult, Loaded, NotLoaded,
        StoreError, bounded_load, checked,
    },
};

/// The function that was passed to [`GoogleBuilder::linked`](super::GoogleBuilder::linked), for entities of any
/// type.
type Link = Arc<dyn Fn(GoogleProfile, Loaded) -> LoadFuture + Send + Sync>;
/// The function that was passed to [`GoogleBuilder::on_unknown`](super::GoogleBuilder::on_unknown), for
/// entities of any type.
type Create = Arc<dyn Fn(GoogleProfile) -> LoadFuture + Send + Sync>;

/// A function that creates a [`Finder`], which searches the store of `E` for a value of the given field.
type Finders<E> = Arc<dyn Fn(EntityField<E>) -> Finder + Send + Sync>;

/// An entity type whose users log in with Google, and how they are found.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) entity: EntityRef,
    by_email: Finder,
    /// The [`Finders`] of the entity's type, from which [`link`](Self::link) creates a finder. `Any` hides the
    /// type `E`, which `Account` does not have.
    finders: Arc<dyn Any + Send + Sync>,
    linked: Option<Linked>,
    on_unknown: Option<Create>,
    key: fn(&Loaded) -> Option<Box<RawValue>>,
}

/// The field that keeps the account's number, and the function that writes it.
#[derive(Clone)]
struct Linked {
    by_subject: Finder,
    link: Link,
}

impl Account {
    pub(super) fn of<E: Entity>(email: EntityField<E>, store: impl FindBy<E>) -> Self {
        let store = Arc::new(store);
        let finders: Finders<E> = Arc::new(move |field| Finder::new(field, Arc::clone(&store)));
        Self {
            entity: EntityRef::of::<E>(),
            by_email: finders(email),
            finders: Arc::new(finders),
            linked: None,
            on_unknown: None,
            key: |loaded| {
                let entity: &E = loaded.downcast_ref()?;
                to_raw_value(entity.key()).ok()
            },
        }
    }

    /// Keeps the account's number in the field `subject`; does nothing when the entity's type is not `E`.
    pub(super) fn link<E, F, Fut>(&mut self, subject: EntityField<E>, link: F)
    where
        E: Entity,
        F: Fn(GoogleProfile, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        let link = Arc::new(link);
        let link: Link = Arc::new(move |profile, loaded| {
            let link = Arc::clone(&link);
            // The closure is called within the bound, which catches its panics too.
            bounded_load(TIME_LIMIT, move || async move {
                match loaded.downcast::<E>().map(Arc::unwrap_or_clone) {
                    Ok(entity) => checked(link(profile, entity).await, |_| true),
                    Err(_) => Err(NotLoaded::OtherEntity),
                }
            })
        });
        let finders: Option<&Finders<E>> = self.finders.downcast_ref();
        self.linked = finders.map(|finders| Linked {
            by_subject: finders(subject),
            link,
        });
    }

    /// Sets the function that creates an entity for an unknown user.
    pub(super) fn create<E, F, Fut>(&mut self, create: F)
    where
        E: Entity,
        F: Fn(GoogleProfile) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        let create = Arc::new(create);
        self.on_unknown = Some(Arc::new(move |profile| {
            let create = Arc::clone(&create);
            bounded_load(TIME_LIMIT, move || async move {
                // `log_in` compares the entity with the account, since `linked` may be called later.
                checked(create(profile).await, |_| true)
            })
        }));
    }

    /// Returns the key of an entity as JSON; `None` if the entity has another type than this account's.
    pub(crate) fn key(&self, loaded: &Loaded) -> Option<Box<RawValue>> {
        (self.key)(loaded)
    }

    /// Finds the entity of a user who has just logged in.
    ///
    /// The steps are, in this order: find the entity by the account's number; find it by the e-mail address, if
    /// Google is the authority for the address, and link it; call the application's `on_unknown` function.
    pub(super) async fn log_in(&self, profile: &GoogleProfile) -> LoadResult {
        if let Some(linked) = &self.linked {
            match linked.by_subject.find(profile.subject.clone()).await {
                Err(NotLoaded::Missing) => {}
                known => return known,
            }
        }
        let is_authoritative = profile.has_authoritative_email();
        if is_authoritative {
            match (self.find_by_email(&profile.email).await, &self.linked) {
                (Err(NotLoaded::Missing), _) => {}
                (Ok(known), Some(linked)) => return self.linked_to(linked, profile, known).await,
                (known, _) => return known,
            }
        }
        match &self.on_unknown {
            // Without an authoritative address and without a link, no later login could find the new entity.
            Some(create) if is_authoritative || self.linked.is_some() => {
                let created = create(profile.clone()).await?;
                self.checked_identity(profile, created)
            }
            _ => Err(NotLoaded::Missing),
        }
    }

    /// Links `known`, which was found by its e-mail address, to the account of `profile`.
    ///
    /// # Errors
    ///
    /// Returns [`NotLoaded::Missing`] if `known` is linked to another account. An e-mail address can belong to
    /// another person later, who must not get the entity of the former owner.
    async fn linked_to(
        &self,
        linked: &Linked,
        profile: &GoogleProfile,
        known: Loaded,
    ) -> LoadResult {
        // Another request may have linked the entity after it was searched for by the account's number.
        if linked.by_subject.has(&*known, &profile.subject) {
            return Ok(known);
        }
        if !linked.by_subject.has_empty(&*known) {
            return Err(NotLoaded::Missing);
        }
        let key = self.entity.key_json(&*known);
        let now_linked = (linked.link)(profile.clone(), known).await?;
        if key.is_none() || self.entity.key_json(&*now_linked) != key {
            return Err(NotLoaded::OtherEntity);
        }
        self.checked_identity(profile, now_linked)
    }

    /// Returns `entity`, which a function of the application returned, if a later login with the same account finds
    /// it: by the account's number if accounts are linked, and otherwise by the e-mail address.
    ///
    /// # Errors
    ///
    /// Returns [`NotLoaded::OtherEntity`] for an entity with another number or address, which would belong to
    /// another user.
    fn checked_identity(&self, profile: &GoogleProfile, entity: Loaded) -> LoadResult {
        let is_of_account = match &self.linked {
            Some(linked) => linked.by_subject.has(&*entity, &profile.subject),
            None => self.by_email.has(&*entity, &profile.email),
        };
        if is_of_account {
            Ok(entity)
        } else {
            Err(NotLoaded::OtherEntity)
        }
    }

    /// Finds the entity of a user who has logged in before. Does not link or create an entity.
    pub(crate) async fn find(&self, subject: &str, email: Option<&str>) -> LoadResult {
        match (&self.linked, email) {
            (Some(linked), _) => linked.by_subject.find(subject.to_owned()).await,
            (None, Some(email)) => self.find_by_email(email).await,
            (None, None) => Err(NotLoaded::Missing),
        }
    }

    /// Finds the entity with this e-mail address.
    pub(crate) async fn find_by_email(&self, email: &str) -> LoadResult {
        self.by_email.find(email.to_owned()).await
    }
}
