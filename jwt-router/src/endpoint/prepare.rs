//! Finishes the guard's check of a request and extracts the handler's arguments, before the handler is called.
//!
//! The service of the handler (in `mounting.rs`) starts the guard before a future is created, so that a request that
//! the guard refuses at once is not moved into a future. The rest of the check and the extraction are one future. This
//! future is separate from the
//! handler's, so that handlers with the same guard and arguments share the compiled code. The future is created
//! from the parts of the request, because a future with the whole request would contain the parts twice: in the
//! request, and after they are taken out of it. Its size matters: axum allocates it for each request, and
//! allocators are slower above 1 KiB.

use axum::{extract::Request, response::Response};

use crate::endpoint::{Admission, Exit, Guard, HandlerState, LastArg, PartsArg, SendArg};

/// A list of the types of a handler's arguments. It finishes the guard's check of a request, and extracts the arguments.
pub(super) trait Prepare<G: Guard<S>, S>: 'static {
    /// The part of the request that is kept while the handler runs, to set headers of the response.
    type Exit: Exit;
    /// The tuple of the handler's arguments.
    type Arguments;

    /// Finishes the guard's check, and extracts the handler's arguments. Returns the response if the guard or an
    /// extractor refuses the request. `entering` is the request as the guard has started to check it.
    fn arguments(
        entering: G::Entering,
        state: S,
        request: Request,
    ) -> impl Future<Output = Result<(Self::Exit, Self::Arguments), Response>> + Send;
}

impl<G: Guard<S>, S: HandlerState> Prepare<G, S> for () {
    type Exit = <G::Admitted as Admission>::Exit;
    type Arguments = ();

    fn arguments(
        mut entering: G::Entering,
        state: S,
        request: Request,
    ) -> impl Future<Output = Result<(Self::Exit, ()), Response>> + Send {
        // Nothing reads the body, so it is dropped before the handler runs.
        let (mut parts, _) = request.into_parts();
        async move {
            let admitted = G::admit(&mut entering, &mut parts, &state).await?;
            Ok((admitted.exit(), ()))
        }
    }
}

/// Implements [`Prepare`] for each number of arguments, of which the last may read the request's body.
macro_rules! preparations {
    ($([$($head:ident $via:ident $open:ident $held:ident $value:ident)*])*) => {
        $(
            impl<G, S, $($head, $via, $open, $held,)* Last, L, M> Prepare<G, S>
                for ($(($head, $via, $open, $held),)* (Last, L, M),)
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
                type Exit = <G::Admitted as Admission>::Exit;
                type Arguments = ($($head,)* Last,);

                fn arguments(
                    mut entering: G::Entering,
                    state: S,
                    request: Request,
                ) -> impl Future<Output = Result<(Self::Exit, Self::Arguments), Response>> + Send
                {
                    let (mut parts, body) = request.into_parts();
                    async move {
                        let admitted = G::admit(&mut entering, &mut parts, &state).await?;
                        $(let $value = match $head::pull(admitted, &mut parts, &state).await {
                            Ok(value) => $held::hold(value),
                            Err(refused) => return Err(admitted.exit().finish(refused)),
                        };)*
                        let request = Request::from_parts(parts, body);
                        match Last::pull(admitted, request, &state).await {
                            Ok(last) => Ok((admitted.exit(), ($($value.release(),)* last,))),
                            Err(refused) => Err(admitted.exit().finish(refused)),
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
