//! Chooses the guard of a public route at compile time, by the types of the handler's arguments.

use std::sync::Arc;

use crate::{
    auth::RouteGuard,
    endpoint::{
        Admission, Admitted, Guard, No, Open, Optional, RequiresToken, ViaAxum, ViaGuard,
        ViaPredicate, Yes,
    },
};

/// A fact about one argument, or a list of such facts: whether it may extract the authenticated caller. It
/// chooses the guard of a public route.
///
/// The facts are types and not constants, because a constant cannot choose the type of the guard. A list is a
/// nested pair: `(A, (B, C))`.
pub trait Asks<S> {
    /// The type `Self` if this argument may extract the authenticated caller, and otherwise the type `Other`.
    type Or<Other: Asks<S>>: Asks<S>;
    /// The type of a request that the guard let through.
    type Admitted: Admission;
    /// The type of the public route's guard.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Wraps the `RouteGuard` of one route into the chosen type of guard.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Implements [`Asks`] for the given types, each of which says of an argument that it may extract the authenticated
/// caller. A public route with such an argument gets the guard [`Optional`].
macro_rules! asking {
    ($([$($generic:ident)?] $via:ty;)*) => {
        $(impl<S, $($generic)?> Asks<S> for $via {
            type Or<Other: Asks<S>> = Self;
            type Admitted = Admitted;
            type Guard = Optional;

            fn guard(guard: Arc<RouteGuard>) -> Optional {
                Optional(guard)
            }
        })*
    };
}

asking! {
    [Needs] ViaGuard<Needs>;
    [C] ViaAxum<RequiresToken<C>>;
    [] ViaAxum<Yes>;
    [] ViaPredicate;
}

impl<S> Asks<S> for ViaAxum<No> {
    type Or<Other: Asks<S>> = Other;
    type Admitted = Open;
    type Guard = Open;

    fn guard(_guard: Arc<RouteGuard>) -> Open {
        Open
    }
}

/// A list of facts about arguments: the fact of the first argument, and the list for the arguments after it.
impl<S, A: Asks<S>, B: Asks<S>> Asks<S> for (A, B) {
    type Or<Other: Asks<S>> = A::Or<B::Or<Other>>;
    type Admitted = <A::Or<B> as Asks<S>>::Admitted;
    type Guard = <A::Or<B> as Asks<S>>::Guard;

    fn guard(guard: Arc<RouteGuard>) -> Self::Guard {
        <A::Or<B> as Asks<S>>::guard(guard)
    }
}
