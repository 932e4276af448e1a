//! Creates a [`Route`] from a handler, with one function for each number of arguments.
//!
//! The expansion of an attribute calls one of these functions, and has no `async` block of its own. The
//! compiler therefore checks the future once, in this crate, and not again for each handler.

use std::{any::TypeId, marker::PhantomData};

use crate::{
    endpoint::{
        Admission, Fact, Gate, HandlerOutput, HandlerState, LastArg, No, PartsArg, Route, RouteAs,
        ViaAxum, mounting::Mounting,
    },
    policy::RouteMeta,
};

/// A handler `H` that can take the argument `T`, which must be `Send`.
///
/// The functions `handler_1` to `handler_16` have the bound `H: Holds<T>` in place of `T: Send`. An argument that is
/// not `Send` causes a second error at the handler, because the handler's future is not `Send` either. With the bound
/// on `H`, both errors are at the handler, and rustc prints only the error with the message of this trait.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be an argument of a handler: it is not `Send`",
    label = "takes `{T}`, which cannot go from one thread to another",
    note = "in `{T}`, write `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`"
)]
pub trait Holds<T> {
    /// The type `T` itself. rustc knows that this associated type is `Send`, although it does not know that `T` is.
    type Held: SendArg<T>;
}

#[diagnostic::do_not_recommend]
impl<H, T: Send> Holds<T> for H {
    type Held = T;
}

/// The type `T` of a handler's argument, in a form of which rustc knows that it is `Send`: only `T` itself implements
/// `SendArg<T>`, and only if `T` is `Send`.
///
/// The functions `handler_1` to `handler_16` have no bound `T: Send`, because the bound would cause a second error (see
/// [`Holds`]). The future in `prepare.rs` therefore holds each extracted argument not as a `T`, but as an implementor
/// of this trait, across its `await` points. So the future is `Send`.
pub trait SendArg<T>: Send {
    /// Wraps an extracted argument, to store it until the handler is called.
    fn hold(value: T) -> Self;
    /// Unwraps the argument, to pass it to the handler.
    fn release(self) -> T;
}

impl<T: Send> SendArg<T> for T {
    fn hold(value: T) -> T {
        value
    }

    fn release(self) -> T {
        self
    }
}

/// A handler whose arguments are the tuple `T`.
///
/// An annotated handler is checked by the bounds of the functions `handler_0` to `handler_16`. A missing
/// implementation of this trait is therefore reported only for a fallback, and the error message is about fallbacks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a fallback",
    label = "not an `async fn` that returns a response",
    note = "a fallback is a function such as `async fn not_found(uri: Uri) -> (StatusCode, String)`"
)]
pub trait HandlerFn<T>: Clone + Send + Sync + 'static {
    /// The future that the handler returns.
    type Future: Future<Output: HandlerOutput> + Send;

    /// Calls the handler with its arguments.
    fn invoke(self, arguments: T) -> Self::Future;
}

/// Generates the functions `handler_0` to `handler_16`, one for each number of arguments, and implements
/// [`HandlerFn`] for handlers with these arguments. A generated function creates the route of a handler. Only the
/// handler's last argument may read the request's body.
///
/// Each line of the macro's invocation has the name of a function and its bounds. If a bound fails, rustc quotes
/// the bound and the function's name, so the message is shortest if both are on one line.
macro_rules! handlers {
    ([$($state:tt)*]; $name:ident ($($send:tt)*) ($($output:tt)*); $($more:tt)*) => {
        impl<H, Fut, O> HandlerFn<()> for H
        where
            H: FnOnce() -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
        {
            type Future = Fut;

            fn invoke(self, (): ()) -> Fut {
                self()
            }
        }

        /// Creates the route of a handler without arguments.
        pub fn $name<S, K, A, H, Fut, O, R>(
            _: PhantomData<S>,
            meta: RouteMeta,
            gate: K,
            _: PhantomData<O>,
            handler: H,
        ) -> R
        where
            S: $($state)*,
            K: Gate<S, ViaAxum<No>, Admitted = A>,
            A: Admission,
            H: FnOnce() -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
            R: RouteAs<S>,
        {
            let mounting = Mounting::<K, _, (), H>::new(gate, handler);
            let id = TypeId::of::<H>();
            R::from(Route::new(meta, id, &[], Box::new(mounting)))
        }

        handlers! { @each [$($state)*] [] $($more)* }
    };
    (@each $state:tt $heads:tt) => {};
    (
        @each $state:tt [$($heads:tt)*]
        $name:ident $send:tt $output:tt $last:tt $held:tt $(($($head:tt)*))?;
        $($more:tt)*
    ) => {
        handlers! { @one $state [$($heads)* $(($($head)*))?] $name $send $output $last $held }
        handlers! { @each $state [$($heads)* $(($($head)*))?] $($more)* }
    };
    (
        @one [$($state:tt)*]
        [$(($head:ident $via:ident $open:ident $value:ident ($($parts:tt)*) $($hold:tt)*))*]
        $name:ident ($($send:tt)*) ($($output:tt)*) ($($last:tt)*) ($($held:tt)*)
    ) => {
        impl<$($head,)* Last, H, Fut, O> HandlerFn<($($head,)* Last,)> for H
        where
            H: FnOnce($($head,)* Last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
        {
            type Future = Fut;

            fn invoke(self, ($($value,)* last,): ($($head,)* Last,)) -> Fut {
                self($($value,)* last)
            }
        }

        /// Creates the route of a handler with the number of arguments in the function's name.
        #[allow(clippy::too_many_arguments, reason = "one for each of the handler's own")]
        pub fn $name<S, K, A, $($head, $via, $open,)* Last, L, M, H, Fut, O, R>(
            _: PhantomData<S>,
            meta: RouteMeta,
            gate: K,
            $(_: Fact<$head, $via>,)*
            _: Fact<Last, L>,
            _: PhantomData<O>,
            handler: H,
        ) -> R
        where
            S: $($state)*,
            K: Gate<S, handlers!(@asks $($via)* L), Admitted = A>,
            A: Admission,
            $($head: $($parts)* + 'static,)*
            $($via: 'static,)*
            $($open: 'static,)*
            Last: $($last)* + 'static,
            L: 'static,
            M: 'static,
            H: FnOnce($($head,)* Last) -> Fut $(+ $($hold)*)* + $($held)* + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
            R: RouteAs<S>,
        {
            let mounting = Mounting::<
                K,
                _,
                ($(($head, $via, $open, <H as Holds<$head>>::Held),)* (Last, L, M),),
                H,
            >::new(gate, handler);
            let id = TypeId::of::<H>();
            R::from(Route::new(meta, id, &[$($head::IDENTITY,)* Last::IDENTITY], Box::new(mounting)))
        }
    };
    (@asks $via:ident) => { $via };
    (@asks $via:ident $($more:ident)+) => { ($via, handlers!(@asks $($more)+)) };
}

handlers! {
    [HandlerState];
    handler_0 (Send) (HandlerOutput);
    handler_1 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>);
    handler_2 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A0 V0 O0 a0 (PartsArg<V0, A, S, O0>) Holds<A0>);
    handler_3 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A1 V1 O1 a1 (PartsArg<V1, A, S, O1>) Holds<A1>);
    handler_4 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A2 V2 O2 a2 (PartsArg<V2, A, S, O2>) Holds<A2>);
    handler_5 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A3 V3 O3 a3 (PartsArg<V3, A, S, O3>) Holds<A3>);
    handler_6 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A4 V4 O4 a4 (PartsArg<V4, A, S, O4>) Holds<A4>);
    handler_7 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A5 V5 O5 a5 (PartsArg<V5, A, S, O5>) Holds<A5>);
    handler_8 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A6 V6 O6 a6 (PartsArg<V6, A, S, O6>) Holds<A6>);
    handler_9 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A7 V7 O7 a7 (PartsArg<V7, A, S, O7>) Holds<A7>);
    handler_10 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A8 V8 O8 a8 (PartsArg<V8, A, S, O8>) Holds<A8>);
    handler_11 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A9 V9 O9 a9 (PartsArg<V9, A, S, O9>) Holds<A9>);
    handler_12 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A10 V10 O10 a10 (PartsArg<V10, A, S, O10>) Holds<A10>);
    handler_13 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A11 V11 O11 a11 (PartsArg<V11, A, S, O11>) Holds<A11>);
    handler_14 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A12 V12 O12 a12 (PartsArg<V12, A, S, O12>) Holds<A12>);
    handler_15 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A13 V13 O13 a13 (PartsArg<V13, A, S, O13>) Holds<A13>);
    handler_16 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (Holds<Last>) (A14 V14 O14 a14 (PartsArg<V14, A, S, O14>) Holds<A14>);
}
