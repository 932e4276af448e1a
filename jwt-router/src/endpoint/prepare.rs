//! Runs the guard and extracts the arguments, before the handler is called.
//!
//! This is a future of its own, so that handlers with the same guard and the same arguments share its compiled
//! code. It holds the request's parts and body, which it splits before its `async` block: an `async` block that
//! took the request would hold both the request and its parts. axum allocates the future for each request, and
//! allocators are slower above 1 KiB.

use std::marker::PhantomData;

use axum::{extract::Request, response::Response};

use crate::endpoint::{Admission, Guard, HandlerState, LastArg, PartsArg, SendArg};

/// Runs the guard of a handler and extracts its arguments.
pub(super) trait Prepare: Clone + Send + Sync + 'static {
    /// A request that the guard let through.
    type Admitted: Admission;
    /// The handler's arguments, as a tuple.
    type Arguments;

    /// Runs the guard and extracts the arguments; `Err` is the response of the guard or of an extractor that
    /// refuses.
    fn prepare(
        self,
        request: Request,
    ) -> impl Future<Output = Result<(Self::Admitted, Self::Arguments), Response>> + Send;
}

/// The guard and the state of a handler with the arguments `P`.
pub(super) struct Preparation<G, S, P> {
    guard: G,
    state: S,
    arguments: PhantomData<fn() -> P>,
}

impl<G, S, P> Preparation<G, S, P> {
    pub(super) fn new(guard: G, state: S) -> Self {
        Self {
            guard,
            state,
            arguments: PhantomData,
        }
    }
}

impl<G: Clone, S: Clone, P> Clone for Preparation<G, S, P> {
    fn clone(&self) -> Self {
        Self::new(self.guard.clone(), self.state.clone())
    }
}

impl<G: Guard<S>, S: HandlerState> Prepare for Preparation<G, S, ()> {
    type Admitted = G::Admitted;
    type Arguments = ();

    fn prepare(
        self,
        request: Request,
    ) -> impl Future<Output = Result<(G::Admitted, ()), Response>> + Send {
        // No argument reads the body, so it is dropped before the handler runs.
        let (mut parts, _) = request.into_parts();
        async move {
            let admitted = self.guard.admit(&mut parts, &self.state).await?;
            Ok((admitted, ()))
        }
    }
}

/// Implements [`Prepare`] for each number of arguments, of which the last may read the body.
macro_rules! preparations {
    ($([$($head:ident $via:ident $open:ident $held:ident $value:ident)*])*) => {
        $(
            impl<G, S, $($head, $via, $open, $held,)* Last, L, M> Prepare
                for Preparation<G, S, ($(($head, $via, $open, $held),)* (Last, L, M),)>
            where
                G: Guard<S>,
                S: HandlerState,
                $(
                    $head: PartsArg<$via, G::Admitted, S, $open> + 'static,
                    $via: 'static,
                    $open: 'static,
                    $held: SendArg<$head> + 'static,
                )*
                Last: LastArg<L, G::Admitted, S, M> + 'static,
                L: 'static,
                M: 'static,
            {
                type Admitted = G::Admitted;
                type Arguments = ($($head,)* Last,);

                fn prepare(
                    self,
                    request: Request,
                ) -> impl Future<Output = Result<(G::Admitted, Self::Arguments), Response>> + Send
                {
                    let (mut parts, body) = request.into_parts();
                    async move {
                        let mut admitted = self.guard.admit(&mut parts, &self.state).await?;
                        $(let $value = match $head::pull(&mut admitted, &mut parts, &self.state).await {
                            Ok(value) => $held::hold(value),
                            Err(refused) => return Err(admitted.finish(refused)),
                        };)*
                        let request = Request::from_parts(parts, body);
                        match Last::pull(&mut admitted, request, &self.state).await {
                            Ok(last) => Ok((admitted, ($($value.release(),)* last,))),
                            Err(refused) => Err(admitted.finish(refused)),
                        }
                    }
                }
            }
        )*
    };
}

preparations! {
    []
    [A0 V0 O0 H0 a0]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9 A10 V10 O10 H10 a10]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9 A10 V10 O10 H10 a10 A11 V11 O11 H11 a11]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9 A10 V10 O10 H10 a10 A11 V11 O11 H11 a11 A12 V12 O12 H12 a12]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9 A10 V10 O10 H10 a10 A11 V11 O11 H11 a11 A12 V12 O12 H12 a12 A13 V13 O13 H13 a13]
    [A0 V0 O0 H0 a0 A1 V1 O1 H1 a1 A2 V2 O2 H2 a2 A3 V3 O3 H3 a3 A4 V4 O4 H4 a4 A5 V5 O5 H5 a5 A6 V6 O6 H6 a6 A7 V7 O7 H7 a7 A8 V8 O8 H8 a8 A9 V9 O9 H9 a9 A10 V10 O10 H10 a10 A11 V11 O11 H11 a11 A12 V12 O12 H12 a12 A13 V13 O13 H13 a13 A14 V14 O14 H14 a14]
}
