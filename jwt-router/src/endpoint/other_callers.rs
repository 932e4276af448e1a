//! Extracts the callers of routes that take other tokens than access tokens, as one of three arguments: `Link` (a
//! token for one purpose), `Refresh` (a refresh token) or `Ticket` (a token for one request, in its URL).

use http::request::Parts;

use crate::{
    auth::{Head, Refresh, Refusal},
    endpoint::{Admitted, of_another_use, unguarded},
    entity::{Caller, Entity, Link, Ticket},
    rejection::Rejection,
};

impl Admitted {
    /// Returns the caller of a route that takes links (tokens for one purpose). Refuses a caller of another entity
    /// than `E`.
    pub(crate) async fn link<E: Entity>(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Link<E>, Rejection> {
        let takes_links = self.guard().takes_links();
        self.other(parts, takes_links, Link::typed).await
    }

    /// Returns the caller of a route that takes refresh tokens. Refuses a caller of another entity than `E`.
    pub(crate) async fn refresh<E: Entity>(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Refresh<E>, Rejection> {
        let takes_refresh_tokens = self.guard().takes_refresh_tokens();
        let jwt = self.jwt().clone();
        let by_cookie = self.guard().has_cookie(Head::from(&*parts));
        let typed = |caller| Refresh::typed(caller, jwt, by_cookie);
        self.other(parts, takes_refresh_tokens, typed).await
    }

    /// Returns the caller of a route that takes tickets (tokens for one request, in its URL). Refuses a caller of
    /// another entity than `E`.
    pub(crate) async fn ticket<E: Entity>(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Ticket<E>, Rejection> {
        let takes_tickets = self.guard().takes_tickets();
        let guard = self.watching();
        let typed = |caller| Ticket::typed(caller, guard);
        self.other(parts, takes_tickets, typed).await
    }

    /// Calls `typed` to convert the caller into an argument of the type `T`, such as `Link<E>`. Refuses a caller
    /// of another entity than `E`.
    ///
    /// `takes_such` is `true` if the route takes the tokens that `T` needs. If it is `false`, the response is 500.
    /// `build()` returns an error for such a route, so no application serves one.
    async fn other<E: Entity, T: OfEntity<E>>(
        &mut self,
        parts: &mut Parts,
        takes_such: bool,
        typed: impl FnOnce(Caller) -> Option<T>,
    ) -> Result<T, Rejection> {
        if !takes_such {
            return Err(of_another_use::<T>(parts));
        }
        let Some(caller) = self.caller(parts).await? else {
            return Err(self.reject(Refusal::MISSING, parts));
        };
        let is_other = !caller.table.is::<E>();
        match typed(caller.clone()) {
            Some(typed) => Ok(typed),
            None if is_other => Err(self.reject(Refusal::OTHER_ENTITY, parts)),
            None => Err(unguarded::<T>(parts)),
        }
    }
}

/// An argument type that contains a caller of the entity `E`. By this trait, rustc infers `E` from the argument
/// type when `Admitted::other` is called.
trait OfEntity<E> {}

impl<E> OfEntity<E> for Link<E> {}

impl<E> OfEntity<E> for Refresh<E> {}

impl<E> OfEntity<E> for Ticket<E> {}
