//! From a Google profile to an entity of ours.

use std::{pin::Pin, sync::Arc};

use serde_json::value::{RawValue, to_raw_value};

use super::GoogleProfile;
use crate::entity::{Entity, EntityRef, EntityRegistry, Loaded, Loading, StoreError, erase};

type Found = Pin<Box<dyn Future<Output = Result<Option<Loaded>, StoreError>> + Send>>;
type Link = Arc<dyn Fn(GoogleProfile, Loaded) -> Found + Send + Sync>;
type Create = Arc<dyn Fn(GoogleProfile) -> Found + Send + Sync>;

/// An entity whose holders log in with Google, and how they are found.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) entity: EntityRef,
    pub(crate) email_field: String,
    linked: Option<Linked>,
    on_unknown: Option<Create>,
    key: fn(&Loaded) -> Option<Box<RawValue>>,
}

/// Where the account's number is kept.
#[derive(Clone)]
struct Linked {
    field: String,
    link: Link,
}

impl Account {
    pub(super) fn of<E: Entity>(email_field: String) -> Self {
        Self {
            entity: EntityRef::of::<E>(),
            email_field,
            linked: None,
            on_unknown: None,
            key: |loaded| {
                let entity: &E = loaded.downcast_ref()?;
                to_raw_value(entity.key()).ok()
            },
        }
    }

    pub(super) fn link<E, F, Fut>(&mut self, field: String, link: F)
    where
        E: Entity,
        F: Fn(GoogleProfile, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        let link: Link = Arc::new(move |profile, loaded| {
            let entity = loaded.downcast::<E>().map(Arc::unwrap_or_clone).ok();
            match entity.map(|entity| link(profile, entity)) {
                Some(linking) => Box::pin(async move { linking.await.map(erase) }),
                None => Box::pin(async { Ok(None) }),
            }
        });
        self.linked = Some(Linked { field, link });
    }

    pub(super) fn create<E, F, Fut>(&mut self, create: F)
    where
        E: Entity,
        F: Fn(GoogleProfile) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        self.on_unknown = Some(Arc::new(move |profile| {
            let creating = create(profile);
            Box::pin(async move { creating.await.map(erase) })
        }));
    }

    /// The fields by which its entities are found.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        let linked = self.linked.as_ref().map(|linked| &*linked.field);
        [&*self.email_field].into_iter().chain(linked)
    }

    /// The key of an entity that was found, as JSON.
    pub(crate) fn key(&self, loaded: &Loaded) -> Option<Box<RawValue>> {
        (self.key)(loaded)
    }

    /// Finds who has logged in: by the account's number; by e-mail, if Google answers for the
    /// address; else as the program says of those it does not know.
    pub(super) async fn log_in(
        &self,
        entities: &EntityRegistry,
        profile: &GoogleProfile,
    ) -> Result<Option<Loaded>, StoreError> {
        if let Some(linked) = &self.linked
            && let Some(known) = self
                .load_by(entities, &linked.field, &profile.subject)
                .await?
        {
            return Ok(Some(known));
        }
        let is_authoritative = profile.has_authoritative_email();
        if is_authoritative
            && let Some(known) = self
                .load_by(entities, &self.email_field, &profile.email)
                .await?
        {
            return match &self.linked {
                Some(linked) => (linked.link)(profile.clone(), known).await,
                None => Ok(Some(known)),
            };
        }
        // Who is found by neither could never be found again.
        match &self.on_unknown {
            Some(create) if is_authoritative || self.linked.is_some() => {
                create(profile.clone()).await
            }
            _ => Ok(None),
        }
    }

    /// Finds who has logged in before: nobody is linked, and nobody made.
    pub(crate) async fn find(
        &self,
        entities: &EntityRegistry,
        subject: &str,
        email: Option<&str>,
    ) -> Result<Option<Loaded>, StoreError> {
        if let Some(linked) = &self.linked {
            return self.load_by(entities, &linked.field, subject).await;
        }
        match email {
            Some(email) => self.load_by(entities, &self.email_field, email).await,
            None => Ok(None),
        }
    }

    /// Finds an entity by one of its [`fields`](Self::fields).
    pub(crate) async fn load_by(
        &self,
        entities: &EntityRegistry,
        field: &str,
        value: &str,
    ) -> Result<Option<Loaded>, StoreError> {
        let table = entities.position(self.entity);
        let loading = table
            .and_then(|table| entities.get(table))
            .and_then(|table| table.load_by(field.to_owned(), value.to_owned()));
        match loading {
            None => Ok(None),
            Some(Loading::Ready(answer)) => answer,
            Some(Loading::Pending(answer)) => answer.await,
        }
    }
}
