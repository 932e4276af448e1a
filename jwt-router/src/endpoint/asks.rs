//! Chooses the guard of a public route at compile time, by the types of the handler's arguments.

use std::sync::Arc;

use crate::{
    auth::RouteGuard,
    endpoint::{
        Admission, Admitted, Guard, No, Open, Optional, RequiresToken, ViaAxum, ViaGuard,
        ViaPredicate, Yes,
    },
};

/// A marker type that says whether an argument of a handler may extract the authenticated caller, or a list of such
/// markers for all arguments. The list of a public handler chooses its guard: [`Open`](super::Open), which verifies no
/// token, if no argument may extract the caller, and otherwise [`Optional`](super::Optional).
///
/// The markers are types and not constants, because a constant cannot choose the type of the guard. A list is a nested
/// pair: `(A, (B, C))`. `S` is the state of the handler.
pub trait Asks<S> {
    /// The first marker in `Self` whose argument may extract the authenticated caller; `Other` if `Self` has no
    /// such marker. A list `(A, B)` has the guard of `A::Or<B>`: the guard of the marker `A` if its argument may
    /// extract the caller, and otherwise the guard of `B`, the rest of the list.
    type Or<Other: Asks<S>>: Asks<S>;
    /// The type of a request that the guard let through.
    type Admitted: Admission;
    /// The type of the public route's guard.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Wraps the `RouteGuard` of one route into the chosen type of guard.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Implements [`Asks`] for the markers of arguments that may extract the authenticated caller, or that the guard
/// or a predicate provides. A public route with such an argument gets the guard [`Optional`].
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

/// Chooses a guard by a list of markers: `A` is the marker of the first argument, and `B` is the list, or the
/// only marker, for the arguments after it. The guard is [`Open`] if all markers are `ViaAxum<No>`, and otherwise
/// [`Optional`].
impl<S, A: Asks<S>, B: Asks<S>> Asks<S> for (A, B) {
    type Or<Other: Asks<S>> = A::Or<B::Or<Other>>;
    type Admitted = <A::Or<B> as Asks<S>>::Admitted;
    type Guard = <A::Or<B> as Asks<S>>::Guard;

    fn guard(guard: Arc<RouteGuard>) -> Self::Guard {
        <A::Or<B> as Asks<S>>::guard(guard)
    }
}
