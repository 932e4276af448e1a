//! Zero-sized marker types, which express the facts about an argument's type.

use std::marker::PhantomData;

use crate::entity::AnyEntity;

/// A type-level `true`. In [`ViaAxum`], it means that the argument may extract the authenticated caller.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Yes;

/// A type-level `false`. In [`ViaAxum`], it means that the argument does not extract the authenticated caller.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct No;

/// A type-level number of path captures, such as the two in `/{user}/posts/{id}`.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Count<const COUNT: usize>;

/// A type-level marker for an unknown number of path captures.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unknown;

/// Marks an argument that requires a valid token of the entity `Caller`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresToken<Caller = AnyEntity>(PhantomData<fn() -> Caller>);

/// Marks an argument that requires a link: a token for one purpose.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresLink;

/// Marks an argument that requires a refresh token.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresRefresh;

/// Marks an argument that requires a ticket.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresTicket;

/// Marks an argument that the guard provides, such as `G<User>`. `Needs` is [`RequiresToken`], [`RequiresLink`],
/// [`RequiresRefresh`], [`RequiresTicket`], or [`No`] if a token is optional.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard<Needs>(PhantomData<fn() -> Needs>);

/// Marks an argument that axum extracts. `Asks` is [`RequiresToken`], [`Yes`] (may take the caller) or [`No`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum<Asks>(PhantomData<fn() -> Asks>);
