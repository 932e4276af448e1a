//! The guard of a public route, chosen by the arguments of its handler.

use std::sync::Arc;

use crate::{
    auth::RouteGuard,
    endpoint::{
        Admission, Admitted, Guard, No, Open, Optional, RequiresToken, ViaAxum, ViaGuard, Yes,
    },
};

/// Facts of one or more arguments, which choose the guard of a public route: that is a type, so a
/// constant could not choose it.
pub trait Asks<S> {
    /// `Self` if this argument may take the caller, else `Other`.
    type Or<Other: Asks<S>>: Asks<S>;
    /// An admitted request.
    type Admitted: Admission;
    /// The guard of a public route.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// The guard of one route.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Arguments that may ask who calls.
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

/// One argument, and those after it.
impl<S, A: Asks<S>, B: Asks<S>> Asks<S> for (A, B) {
    type Or<Other: Asks<S>> = A::Or<B::Or<Other>>;
    type Admitted = <A::Or<B> as Asks<S>>::Admitted;
    type Guard = <A::Or<B> as Asks<S>>::Guard;

    fn guard(guard: Arc<RouteGuard>) -> Self::Guard {
        <A::Or<B> as Asks<S>>::guard(guard)
    }
}
