//! Zero-sized marker types, each of which expresses a fact about an argument's type, such as whether the guard or
//! axum extracts the argument.

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

/// A type-level marker for an unknown number of path captures, such as that of `Path<Filter>`, where `Filter` is a
/// struct.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unknown;

/// Marks an argument that requires a valid access token.
///
/// For an extractor of the application, `Caller` is the entity whose tokens the extractor accepts
/// (`NeedsToken::Caller`). For `G<E>`, `Caller` is always [`AnyEntity`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresToken<Caller = AnyEntity>(PhantomData<fn() -> Caller>);

/// Marks an argument that requires a link: a token for one purpose, such as `reset-password`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresLink;

/// Marks an argument that requires a refresh token.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresRefresh;

/// Marks an argument that requires a ticket: a token for one request, in the query of its URL.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresTicket;

/// Marks an argument that the guard provides, such as `G<User>`. `Needs` is [`RequiresToken`], [`RequiresLink`],
/// [`RequiresRefresh`], [`RequiresTicket`], or [`No`] if the argument requires no token, such as
/// `Option<G<User>>`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard<Needs>(PhantomData<fn() -> Needs>);

/// Marks an argument that axum extracts. `Asks` is [`RequiresToken`], [`Yes`] if the argument may extract the
/// authenticated caller, or [`No`] if it does not.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum<Asks>(PhantomData<fn() -> Asks>);
