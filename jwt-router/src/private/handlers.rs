//! Guard, extract, call, answer: one function for each number of arguments.
//!
//! An expansion calls one of them and has no `async` of its own: the compiler checks these futures
//! once, with this crate, and not once a handler.

use axum::{extract::Request, routing::MethodRouter};

use crate::__private::{
    Admission, Fact, Guard, HandlerOutput, LastArg, Methods, PartsArg, Returned, endpoint::service,
};

/// A handler without arguments, behind its guard.
pub fn handler_0<S, G, H, Fut, O>(
    methods: Methods<S>,
    guard: G,
    _: Returned<O>,
    handler: H,
) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    G: Guard<S>,
    H: FnOnce() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = O> + Send,
    O: HandlerOutput,
{
    service(methods, move |request: Request, state: S| async move {
        // Nothing reads the body: it is gone before the handler runs.
        let (mut parts, _) = request.into_parts();
        let admitted = match guard.admit(&mut parts, &state).await {
            Ok(admitted) => admitted,
            Err(refused) => return refused,
        };
        let response = handler().await.response();
        admitted.finish(response)
    })
}

/// Handlers with arguments: the last may read the body, those before it read the head.
///
/// The bounds stand in the list below and not here, so that rustc quotes those lines alone where an
/// argument does not meet one.
macro_rules! handlers {
    ($last:tt $output:tt $send:tt $name:ident $($more:tt)*) => {
        handlers! { @each [$last $output $send] [] $name $($more)* }
    };
    (@each $common:tt [$($heads:tt)*] $name:ident;) => {
        handlers! { @one $common [$($heads)*] $name }
    };
    (@each $common:tt [$($heads:tt)*] $name:ident; $next:ident $head:tt; $($more:tt)*) => {
        handlers! { @one $common [$($heads)*] $name }
        handlers! { @each $common [$($heads)* $head] $next; $($more)* }
    };
    (
        @one [($($last:tt)*) ($($output:tt)*) ($($send:tt)*)]
        [$(($head:ident $via:ident $value:ident: $($parts:tt)*))*] $name:ident
    ) => {
        /// A handler with as many arguments as the name says, behind its guard.
        #[allow(clippy::too_many_arguments, reason = "one for each of the handler's own")]
        pub fn $name<S, G, $($head, $via,)* Last, ViaLast, M, H, Fut, O>(
            methods: Methods<S>,
            guard: G,
            $(_: Fact<$head, $via>,)*
            _: Fact<Last, ViaLast>,
            _: Returned<O>,
            handler: H,
        ) -> MethodRouter<S>
        where
            S: Clone + Send + Sync + 'static,
            G: Guard<S>,
            $($head: $($parts)* + Send,)*
            Last: $($last)*,
            H: FnOnce($($head,)* Last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = O> + $($send)*,
            O: $($output)*,
        {
            service(methods, move |request: Request, state: S| async move {
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
            })
        }
    };
}

handlers! {
    (LastArg<ViaLast, G::Admitted, S, M>) (HandlerOutput) (Send)
    handler_1;
    handler_2 (A0 V0 a0: PartsArg<V0, G::Admitted, S>);
    handler_3 (A1 V1 a1: PartsArg<V1, G::Admitted, S>);
    handler_4 (A2 V2 a2: PartsArg<V2, G::Admitted, S>);
    handler_5 (A3 V3 a3: PartsArg<V3, G::Admitted, S>);
    handler_6 (A4 V4 a4: PartsArg<V4, G::Admitted, S>);
    handler_7 (A5 V5 a5: PartsArg<V5, G::Admitted, S>);
    handler_8 (A6 V6 a6: PartsArg<V6, G::Admitted, S>);
    handler_9 (A7 V7 a7: PartsArg<V7, G::Admitted, S>);
    handler_10 (A8 V8 a8: PartsArg<V8, G::Admitted, S>);
    handler_11 (A9 V9 a9: PartsArg<V9, G::Admitted, S>);
    handler_12 (A10 V10 a10: PartsArg<V10, G::Admitted, S>);
    handler_13 (A11 V11 a11: PartsArg<V11, G::Admitted, S>);
    handler_14 (A12 V12 a12: PartsArg<V12, G::Admitted, S>);
    handler_15 (A13 V13 a13: PartsArg<V13, G::Admitted, S>);
    handler_16 (A14 V14 a14: PartsArg<V14, G::Admitted, S>);
}
