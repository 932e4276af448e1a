//! Guard, extract, call, answer: one function for each number of arguments.
//!
//! An expansion calls one of them and has no `async` of its own: the compiler checks these futures
//! once, with this crate, and not once a handler.

use axum::extract::Request;

use crate::{
    __private::{
        Admission, Gate, Guard, HandlerOutput, HandlerState, InState, LastArg, No, PartsArg,
        Returned, Route, RouteAs, Source,
    },
    policy::RouteMeta,
};

/// Handlers with so many arguments: the last may read the body, those before it read the head.
///
/// The bounds stand in the list below and not here, each in the line of its function: where one is
/// not met, rustc quotes that line and nothing else.
macro_rules! handlers {
    ([$($state:tt)*]; $name:ident ($($send:tt)*) ($($output:tt)*); $($more:tt)*) => {
        /// A handler without arguments, behind its guard.
        pub fn $name<S, K, A, H, Fut, O, R>(
            _: InState<S>,
            meta: RouteMeta,
            gate: K,
            _: Returned<O>,
            handler: H,
        ) -> R
        where
            S: $($state)*,
            K: Gate<S, No, Admitted = A>,
            A: Admission,
            H: FnOnce() -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
            R: RouteAs<S>,
        {
            let meta = meta.predicate(gate.predicate_arguments());
            R::from(Route::new(meta, move |guard| {
                let guard = gate.guard(guard);
                move |request: Request, state: S| async move {
                    // Nothing reads the body: it is gone before the handler runs.
                    let (mut parts, _) = request.into_parts();
                    let admitted = match guard.admit(&mut parts, &state).await {
                        Ok(admitted) => admitted,
                        Err(refused) => return refused,
                    };
                    let response = handler().await.response();
                    admitted.finish(response)
                }
            }))
        }

        handlers! { @each [$($state)*] [] $($more)* }
    };
    (@each $state:tt $heads:tt) => {};
    (
        @each $state:tt [$($heads:tt)*]
        $name:ident $send:tt $output:tt $last:tt $(($($head:tt)*))?;
        $($more:tt)*
    ) => {
        handlers! { @one $state [$($heads)* $(($($head)*))?] $name $send $output $last }
        handlers! { @each $state [$($heads)* $(($($head)*))?] $($more)* }
    };
    (
        @one [$($state:tt)*] [$(($head:ident $via:ident $asks:ident $value:ident $($parts:tt)*))*]
        $name:ident ($($send:tt)*) ($($output:tt)*) ($($last:tt)*)
    ) => {
        /// A handler with as many arguments as the name says, behind its guard.
        #[allow(clippy::too_many_arguments, reason = "one for each of the handler's own")]
        pub fn $name<S, K, A, $($head, $via, $asks,)* Last, L, AsksL, M, H, Fut, O, R>(
            _: InState<S>,
            meta: RouteMeta,
            gate: K,
            $($value: Source<$head, $via, $asks>,)*
            last: Source<Last, L, AsksL>,
            _: Returned<O>,
            handler: H,
        ) -> R
        where
            S: $($state)*,
            K: Gate<S, handlers!(@asks $($asks)* AsksL), Admitted = A>,
            A: Admission,
            $($head: $($parts)*,)*
            Last: $($last)*,
            H: FnOnce($($head,)* Last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
            R: RouteAs<S>,
        {
            let meta = meta
                .arguments(vec![$($value.identity,)* last.identity])
                .predicate(gate.predicate_arguments());
            R::from(Route::new(meta, move |guard| {
                let guard = gate.guard(guard);
                move |request: Request, state: S| async move {
                    let (mut parts, body) = request.into_parts();
                    let mut admitted = match guard.admit(&mut parts, &state).await {
                        Ok(admitted) => admitted,
                        Err(refused) => return refused,
                    };
                    $(let $value = match $head::pull(&mut admitted, &mut parts, &state).await {
                        Ok(value) => value,
                        Err(refused) => return admitted.finish(refused),
                    };)*
                    let request = Request::from_parts(parts, body);
                    let last = match Last::pull(&mut admitted, request, &state).await {
                        Ok(value) => value,
                        Err(refused) => return admitted.finish(refused),
                    };
                    let response = handler($($value,)* last).await.response();
                    admitted.finish(response)
                }
            }))
        }
    };
    (@asks $asks:ident) => { $asks };
    (@asks $asks:ident $($more:ident)+) => { ($asks, handlers!(@asks $($more)+)) };
}

handlers! {
    [HandlerState];
    handler_0 (Send) (HandlerOutput);
    handler_1 (Send) (HandlerOutput) (LastArg<L, A, S, M>);
    handler_2 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A0 V0 Asks0 a0 PartsArg<V0, A, S> + Send);
    handler_3 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A1 V1 Asks1 a1 PartsArg<V1, A, S> + Send);
    handler_4 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A2 V2 Asks2 a2 PartsArg<V2, A, S> + Send);
    handler_5 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A3 V3 Asks3 a3 PartsArg<V3, A, S> + Send);
    handler_6 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A4 V4 Asks4 a4 PartsArg<V4, A, S> + Send);
    handler_7 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A5 V5 Asks5 a5 PartsArg<V5, A, S> + Send);
    handler_8 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A6 V6 Asks6 a6 PartsArg<V6, A, S> + Send);
    handler_9 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A7 V7 Asks7 a7 PartsArg<V7, A, S> + Send);
    handler_10 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A8 V8 Asks8 a8 PartsArg<V8, A, S> + Send);
    handler_11 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A9 V9 Asks9 a9 PartsArg<V9, A, S> + Send);
    handler_12 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A10 V10 Asks10 a10 PartsArg<V10, A, S> + Send);
    handler_13 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A11 V11 Asks11 a11 PartsArg<V11, A, S> + Send);
    handler_14 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A12 V12 Asks12 a12 PartsArg<V12, A, S> + Send);
    handler_15 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A13 V13 Asks13 a13 PartsArg<V13, A, S> + Send);
    handler_16 (Send) (HandlerOutput) (LastArg<L, A, S, M>) (A14 V14 Asks14 a14 PartsArg<V14, A, S> + Send);
}
