//! Chooses the guard of a public route by the arguments of its handler.

use std::sync::Arc;

use crate::{
    auth::RouteGuard,
    endpoint::{
        Admission, Admitted, Guard, No, Open, Optional, RequiresToken, ViaAxum, ViaGuard, Yes,
    },
};

/// The facts of a handler's arguments, as a type that chooses the guard of a public route.
///
/// The facts are a type and not a constant, since a constant cannot choose the type of the guard. A list of
/// arguments is a nested pair: `(A, (B, C))`.
pub trait Asks<S> {
    /// `Self` if this argument may take the caller, and otherwise `Other`.
    type Or<Other: Asks<S>>: Asks<S>;
    /// A request that the guard let through.
    type Admitted: Admission;
    /// The guard of a public route.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Makes the guard of one route.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Implements [`Asks`] for arguments that may take the caller.
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
}

impl<S> Asks<S> for ViaAxum<No> {
    type Or<Other: Asks<S>> = Other;
    type Admitted = Open;
    type Guard = Open;

    fn guard(_guard: Arc<RouteGuard>) -> Open {
        Open
    }
}

/// A list: the first argument, and the list of those after it.
impl<S, A: Asks<S>, B: Asks<S>> Asks<S> for (A, B) {
    type Or<Other: Asks<S>> = A::Or<B::Or<Other>>;
    type Admitted = <A::Or<B> as Asks<S>>::Admitted;
    type Guard = <A::Or<B> as Asks<S>>::Guard;

    fn guard(guard: Arc<RouteGuard>) -> Self::Guard {
        <A::Or<B> as Asks<S>>::guard(guard)
    }
}
