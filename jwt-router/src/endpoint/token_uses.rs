//! Traits that reject an argument that needs a token of one use, such as `Link`, on a route that takes tokens of
//! another use. The uses are access tokens, links, refresh tokens and tickets.

use crate::endpoint::{
    Fact, No, RequiresLink, RequiresRefresh, RequiresTicket, RequiresToken, ViaAxum, ViaGuard,
    ViaPredicate, Yes,
};

/// A type that a handler can take as an argument if its route takes access tokens: every type except `Link`,
/// `Refresh` and `Ticket`, each of which needs a token of another use. `Via` is the marker type of how the
/// argument is extracted, such as `ViaAxum<No>`, which means that axum extracts it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the caller of a route for other tokens, and this route takes access tokens",
    label = "no such token reaches this route",
    note = "for a `Link`, write `purpose = \"..\"` in a `#[protected(..)]`; for a `Refresh`, write `refresh` there, and for a `Ticket`, `ticket`",
    note = "on a route that takes access tokens, the caller is `G<E>`"
)]
pub trait AccessArg<Via>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T, Q> AccessArg<ViaAxum<Q>> for T {}

#[diagnostic::do_not_recommend]
impl<T> AccessArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T, Caller> AccessArg<ViaGuard<RequiresToken<Caller>>> for T {}

#[diagnostic::do_not_recommend]
impl<T> AccessArg<ViaPredicate> for T {}

/// A type that the handler of a route for links (tokens for one purpose) can take as an argument: any type except
/// those that need another token, such as `G<E>`, which needs an access token. `Via` is the marker type of how the
/// argument is extracted, such as `ViaAxum<No>`, which means that axum extracts it.
///
/// `Option<G<E>>` and `Result<G<E>, Rejection>` need an access token, but implement this trait too: their marker
/// type is `ViaGuard<No>`, as for arguments that need no token. `build()` reports them.
#[diagnostic::on_unimplemented(
    message = "a route with `purpose` cannot take `{Self}`: its callers have a link, and are not logged in",
    label = "needs an access token",
    note = "take `Link<E>`, which holds the entity of the link"
)]
pub trait LinkArg<Via>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T> LinkArg<ViaAxum<Yes>> for T {}

#[diagnostic::do_not_recommend]
impl<T> LinkArg<ViaAxum<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> LinkArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> LinkArg<ViaGuard<RequiresLink>> for T {}

#[diagnostic::do_not_recommend]
impl<T> LinkArg<ViaPredicate> for T {}

/// A type that the handler of a route for refresh tokens can take as an argument: any type except those that need
/// another token, such as `G<E>`, which needs an access token. `Via` is the marker type of how the argument is
/// extracted, such as `ViaAxum<No>`, which means that axum extracts it.
///
/// `Option<G<E>>` and `Result<G<E>, Rejection>` need an access token, but implement this trait too: their marker
/// type is `ViaGuard<No>`, as for arguments that need no token. `build()` reports them.
#[diagnostic::on_unimplemented(
    message = "a route with `refresh` cannot take `{Self}`: its callers have a refresh token, and no access token",
    label = "needs another token",
    note = "take `Refresh<E>`, which exchanges the token for the next ones"
)]
pub trait RefreshArg<Via>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T> RefreshArg<ViaAxum<Yes>> for T {}

#[diagnostic::do_not_recommend]
impl<T> RefreshArg<ViaAxum<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> RefreshArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> RefreshArg<ViaGuard<RequiresRefresh>> for T {}

#[diagnostic::do_not_recommend]
impl<T> RefreshArg<ViaPredicate> for T {}

/// A type that the handler of a route for tickets (tokens for one request, in its URL) can take as an argument:
/// any type except those that need another token, such as `G<E>`, which needs an access token. `Via` is the marker
/// type of how the argument is extracted, such as `ViaAxum<No>`, which means that axum extracts it.
///
/// `Option<G<E>>` and `Result<G<E>, Rejection>` need an access token, but implement this trait too: their marker
/// type is `ViaGuard<No>`, as for arguments that need no token. `build()` reports them.
#[diagnostic::on_unimplemented(
    message = "a route with `ticket` cannot take `{Self}`: its callers have a ticket, and no access token",
    label = "needs another token",
    note = "take `Ticket<E>`, which holds the entity of the ticket"
)]
pub trait TicketArg<Via>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T> TicketArg<ViaAxum<Yes>> for T {}

#[diagnostic::do_not_recommend]
impl<T> TicketArg<ViaAxum<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> TicketArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> TicketArg<ViaGuard<RequiresTicket>> for T {}

#[diagnostic::do_not_recommend]
impl<T> TicketArg<ViaPredicate> for T {}
