//! The value that the predicate of a route (`guard = ..`) hands to the route's handler.

use std::{
    fmt, future,
    ops::{Deref, DerefMut},
};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    auth::Refusal,
    endpoint::{Admission, Admitted, Known, LastArg, Leaving, PartsArg},
    policy::ArgIdentity,
    rejection::Rejection,
};

/// A value that the predicate of a route (`guard = ..`) has loaded and hands to the handler, so that the value is
/// loaded only once.
///
/// The predicate returns a `Loaded<T>`, and the handler has an argument of this type. A handler does not compile if it
/// takes a `Loaded<T>` that the predicate does not return.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::extract::{Path, State};
/// use jwt_router::prelude::*;
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
/// # struct Article { author: i64 }
/// # #[derive(Clone)]
/// # struct Articles;
/// # impl Articles {
/// #     async fn find(&self, _slug: &str) -> Option<Article> { None }
/// #     async fn delete(&self, _article: &Article) {}
/// # }
///
/// async fn owns(
///     g: G<User>,
///     Path(slug): Path<String>,
///     State(articles): State<Articles>,
///     jwt: JwtRoutes,
/// ) -> Result<Loaded<Article>, Rejection> {
///     let article = articles.find(&slug).await;
///     let article = article.ok_or_else(|| jwt.not_found("no such article"))?;
///     if article.author != g.id {
///         return Err(jwt.forbidden("not your article"));
///     }
///     Ok(Loaded(article))
/// }
///
/// #[protected(DELETE, "/articles/{slug}", guard = owns)]
/// async fn delete(Loaded(article): Loaded<Article>, State(articles): State<Articles>) {
///     articles.delete(&article).await;
/// }
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "predicates make it, and handlers take it apart"
)]
pub struct Loaded<T>(pub T);

impl<T> Loaded<T> {
    /// Returns the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::Loaded;
    ///
    /// assert_eq!(Loaded("article").into_inner(), "article");
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Loaded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Loaded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The marker type for how an argument [`Loaded`] is extracted: the argument's value comes from the route's
/// predicate, and not from the guard or from axum.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaPredicate;

impl<T> Known for Loaded<T> {
    type Via = ViaPredicate;
}

/// A request that the guard of its route let through, with the value of the type `T`, if any, that the route's
/// predicate hands to the handler.
pub struct Handing<T> {
    pub(super) admitted: Admitted,
    pub(super) value: Option<T>,
}

impl<T> From<Admitted> for Handing<T> {
    fn from(admitted: Admitted) -> Self {
        Self {
            admitted,
            value: None,
        }
    }
}

impl<T> AsMut<Admitted> for Handing<T> {
    fn as_mut(&mut self) -> &mut Admitted {
        &mut self.admitted
    }
}

impl<T: Send + 'static> Admission for Handing<T> {
    type Exit = Leaving;

    fn exit(&self) -> Leaving {
        self.admitted.exit()
    }
}

/// A request that the guard let through, and that contains the value of a [`Loaded<T>`] for its handler.
///
/// This trait is separate from [`PartsArg`], the trait of handlers' arguments, because a `Loaded` that the
/// predicate does not return needs an error message of its own. The message of `PartsArg` is about extractors.
#[diagnostic::on_unimplemented(
    message = "the predicate of this route does not return `Loaded<{T}>`",
    label = "takes `Loaded<{T}>`, which no predicate of the route hands over",
    note = "the function of `guard = ..` returns the value that the handler takes: `async fn owns(..) -> Result<Loaded<{T}>, Rejection>`"
)]
pub trait Hands<T> {
    /// Takes the value that the predicate handed over out of the request. If another argument of the handler has
    /// taken the value already, logs a refusal.
    ///
    /// # Errors
    ///
    /// Returns a 500 rejection if another argument has taken the value already.
    fn hand(&mut self, parts: &Parts) -> Result<T, Rejection>;
}

#[diagnostic::do_not_recommend]
impl<T> Hands<T> for Handing<T> {
    fn hand(&mut self, parts: &Parts) -> Result<T, Rejection> {
        let value = self.value.take();
        value.ok_or_else(|| self.admitted.reject(Refusal::TAKEN_TWICE, parts))
    }
}

/// An argument type whose value the predicate of a route hands over. Only [`Loaded`] implements this trait.
///
/// Every type that implements this trait implements [`PartsArg`] and [`LastArg`], by blanket implementations. If
/// there were implementations for `Loaded<T>` itself instead, rustc would list them in each error about an
/// argument that is no extractor.
pub trait FromPredicate<A>: Sized {
    /// Takes the argument out of the admitted request.
    ///
    /// # Errors
    ///
    /// Returns a 500 rejection if another argument has taken the value already.
    fn take(admitted: &mut A, parts: &Parts) -> Result<Self, Rejection>;
}

impl<T, A: Hands<T>> FromPredicate<A> for Loaded<T> {
    fn take(admitted: &mut A, parts: &Parts) -> Result<Self, Rejection> {
        admitted.hand(parts).map(Self)
    }
}

impl<T: FromPredicate<A> + Send, A, S> PartsArg<ViaPredicate, A, S, ()> for T {
    const IDENTITY: ArgIdentity = ArgIdentity::LOADED;

    fn pull(
        admitted: &mut A,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        let value = Self::take(admitted, parts);
        future::ready(value.map_err(IntoResponse::into_response))
    }
}

impl<T: FromPredicate<A> + Send, A, S> LastArg<ViaPredicate, A, S, ()> for T {
    const IDENTITY: ArgIdentity = ArgIdentity::LOADED;

    fn pull(
        admitted: &mut A,
        request: Request,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        let (parts, _) = request.into_parts();
        let value = Self::take(admitted, &parts);
        future::ready(value.map_err(IntoResponse::into_response))
    }
}

impl<T> fmt::Debug for Handing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handing").field(&self.admitted).finish()
    }
}
