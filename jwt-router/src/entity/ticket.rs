use std::{fmt, ops::Deref, sync::Arc};

use serde::de::DeserializeOwned;

use crate::entity::{Caller, ClaimsError, Entity, UntilEnd, Watching};

/// The caller of a route with `ticket`, as a handler's argument: the verified ticket, a token for one request, and the
/// entity that it names.
///
/// A route with `ticket` takes the tickets of [`JwtRoutes::ticket`](crate::JwtRoutes::ticket) and no other tokens, in
/// the query parameter `ticket`. The handler and the predicate of such a route take `Ticket<User>`, which dereferences
/// to the loaded `User`. A [`G<User>`](crate::G) on this route does not compile. A `Ticket<User>` on any other route
/// does not compile either.
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
///
/// use axum::response::sse::{Event, Sse};
/// use futures_util::{Stream, StreamExt as _, stream};
/// use jwt_router::{TicketToken, prelude::*};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64, name: String }
///
/// #[protected(POST, "/events/ticket")]
/// async fn ticket(g: G<User>, jwt: JwtRoutes) -> Result<TicketToken, SignError> {
///     jwt.ticket(&g)
/// }
///
/// #[protected(GET, "/events", ticket)]
/// async fn events(ticket: Ticket<User>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
///     let hello = Event::default().data(format!("hello {}", ticket.name));
///     let events = stream::iter([Ok(hello)]).chain(stream::pending());
///     Sse::new(events.take_until(ticket.until_end()))
/// }
/// ```
#[derive(Clone)]
pub struct Ticket<E: 'static> {
    entity: Arc<E>,
    caller: Caller,
    guard: Arc<dyn Watching>,
}

impl<E: Entity> Ticket<E> {
    /// Converts a caller, whom `guard` let in, into a `Ticket<E>`. Returns `None` if the caller's entity is not an
    /// `E`, or was not loaded.
    pub(crate) fn typed(mut caller: Caller, guard: Arc<dyn Watching>) -> Option<Self> {
        let entity = caller.entity.take()?.downcast().ok()?;
        Some(Self {
            entity,
            caller,
            guard,
        })
    }

    /// Returns the loaded entity by value.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::Json;
    /// use jwt_router::prelude::*;
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone, serde::Serialize)]
    /// struct User { id: i64 }
    ///
    /// #[protected(GET, "/report", ticket)]
    /// async fn report(ticket: Ticket<User>) -> Json<User> {
    ///     Json(ticket.into_inner())
    /// }
    /// ```
    #[must_use]
    pub fn into_inner(self) -> E {
        Arc::unwrap_or_clone(self.entity)
    }

    /// Deserializes the claims of the ticket into a type of the application. The extra claims of a ticket are those of
    /// the access token from which it was minted. Its registered claims, such as `exp`, are its own.
    ///
    /// # Errors
    ///
    /// Returns an error when the claims do not deserialize into `C`.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Tenant { tenant: String }
    ///
    /// #[protected(GET, "/download", ticket)]
    /// async fn download(ticket: Ticket<User>) -> Result<String, StatusCode> {
    ///     let claims: Tenant = ticket.claims().map_err(|_| StatusCode::FORBIDDEN)?;
    ///     Ok(claims.tenant)
    /// }
    /// ```
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        self.caller.claims()
    }

    /// Returns a future that resolves when the caller may no longer use the route: see
    /// [`G::until_end`](crate::G::until_end). The expiry that counts is that of the access token from which the ticket
    /// was minted, and not that of the ticket.
    pub fn until_end(&self) -> UntilEnd {
        let key = self.caller.table.key_json(&*self.entity);
        Arc::clone(&self.guard).watch(&self.caller, key)
    }
}

impl<E: Entity> Deref for Ticket<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.entity
    }
}

impl<E: Entity> fmt::Debug for Ticket<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
