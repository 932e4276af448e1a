//! The purposes for which the application's routes take links.

use std::sync::{PoisonError, RwLock};

use crate::{entity::EntityRef, jwt::sign::SignError};

/// The purposes for which routes take links, each with the entities whose links they take.
///
/// The routes are known only when an application is built, after its [`JwtRoutes`](crate::JwtRoutes); so the list
/// is filled then, and a link that no route takes is refused when it is minted.
#[derive(Default)]
pub(crate) struct Purposes(RwLock<Vec<(String, EntityRef)>>);

impl Purposes {
    /// Adds the purpose of a route, and the entities whose links the route takes.
    pub(crate) fn add(&self, purpose: &str, callers: &[EntityRef]) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for caller in callers {
            let is_known =
                |(name, entity): &(String, EntityRef)| name == purpose && entity.is_same(*caller);
            if !known.iter().any(is_known) {
                known.push((purpose.to_owned(), *caller));
            }
        }
    }

    /// Checks that a route takes links of this entity for this purpose.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::Purpose`] if no route takes links for the purpose, and [`SignError::PurposeOfOthers`]
    /// if the routes that do take those of other entities.
    pub(super) fn check(&self, purpose: &str, entity: EntityRef) -> Result<(), SignError> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut callers = known.iter().filter(|(name, _)| name == purpose).peekable();
        if callers.peek().is_none() {
            return Err(SignError::Purpose {
                purpose: purpose.to_owned(),
            });
        }
        if callers.any(|(_, caller)| caller.is_same(entity)) {
            return Ok(());
        }
        Err(SignError::PurposeOfOthers {
            purpose: purpose.to_owned(),
            entity: entity.type_name(),
        })
    }
}
