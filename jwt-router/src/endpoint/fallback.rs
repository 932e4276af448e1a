//! Fallbacks: public handlers for requests that no route serves.
//!
//! A fallback has no attribute, so no expansion looks up whether one of its arguments takes the caller
//! (`argument.rs`). A fallback can therefore take only the extractors of a closed list, none of which takes the
//! caller.

use std::{fmt, pin::Pin, sync::Arc};

use axum::{
    Extension, Form, Json,
    body::{Body, Bytes},
    extract::{
        ConnectInfo, FromRequest, FromRequestParts, OriginalUri, Query, RawForm, RawQuery, Request,
        State,
    },
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, request::Parts};

use crate::endpoint::{
    HandlerFn, HandlerOutput,
    states::{StateType, States},
};

/// A request that no route serves, while the arguments of a fallback are extracted.
pub struct Unrouted {
    parts: Parts,
    body: Body,
    states: Arc<States>,
}

impl Unrouted {
    fn into_request(self) -> Request {
        Request::from_parts(self.parts, self.body)
    }
}

/// The type of state that an argument of a fallback takes: `T` for an argument `State<T>`, none for any other.
#[derive(Clone, Copy)]
pub struct StateOfArg(Option<fn() -> StateType>);

/// A type that a fallback can take as an argument at any position, because extracting it does not read the
/// request's body.
#[diagnostic::on_unimplemented(
    message = "a fallback cannot take `{Self}`",
    label = "takes `{Self}`",
    note = "a fallback is public, and no guard verifies a token before it, so it has no caller",
    note = "it takes `Uri`, `OriginalUri`, `Method`, `Version`, `HeaderMap`, `Query`, `RawQuery`, `ConnectInfo`, `Extension` and `State`, and only as its last argument `Request`, `Bytes`, `String`, `Json`, `Form` and `RawForm`",
    note = "for another extractor, take `axum::extract::Request` and call the extractor's `from_request` or `from_request_parts`"
)]
pub trait FallbackArg: Sized + Send + 'static {
    /// The type of state that the argument takes, which the application must have. By default, the argument takes
    /// no state.
    const STATE: StateOfArg = StateOfArg(None);

    /// Extracts the argument from a request that no route serves, or returns the response of the extractor's
    /// rejection.
    fn pull(request: &mut Unrouted) -> impl Future<Output = Result<Self, Response>> + Send;
}

/// Implements [`FallbackArg`] for types that axum extracts from the request's head without a state.
macro_rules! of_the_head {
    ($([$($generics:tt)*] $type:ty;)*) => {
        $(impl<$($generics)*> FallbackArg for $type {
            async fn pull(request: &mut Unrouted) -> Result<Self, Response> {
                let argument = Self::from_request_parts(&mut request.parts, &()).await;
                argument.map_err(IntoResponse::into_response)
            }
        })*
    };
}

of_the_head! {
    [] HeaderMap;
    [] http::Method;
    [] http::Uri;
    [] http::Version;
    [] OriginalUri;
    [] RawQuery;
    [T: serde::de::DeserializeOwned + Send + 'static] Query<T>;
    [T: Clone + Send + Sync + 'static] Extension<T>;
    [T: Clone + Send + Sync + 'static] ConnectInfo<T>;
}

impl<T: Clone + Send + Sync + 'static> FallbackArg for State<T> {
    const STATE: StateOfArg = StateOfArg(Some(StateType::of::<T>));

    async fn pull(request: &mut Unrouted) -> Result<Self, Response> {
        let state = request.states.get::<T>().map(State);
        // `build()` reports a missing state, so this response is never sent.
        state.ok_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }
}

/// A type that a fallback can take as its last argument, which may read the request's body.
#[diagnostic::on_unimplemented(
    message = "a fallback cannot take `{Self}`",
    label = "takes `{Self}`",
    note = "a fallback is public, and no guard verifies a token before it, so it has no caller",
    note = "it takes `Uri`, `OriginalUri`, `Method`, `Version`, `HeaderMap`, `Query`, `RawQuery`, `ConnectInfo`, `Extension` and `State`, and only as its last argument `Request`, `Bytes`, `String`, `Json`, `Form` and `RawForm`",
    note = "for another extractor, take `axum::extract::Request` and call the extractor's `from_request` or `from_request_parts`"
)]
pub trait LastFallbackArg<Via>: Sized + Send + 'static {
    /// The type of state that the argument takes, if it takes one. The application must have a state of this type.
    const STATE: StateOfArg;

    /// Extracts the last argument from a request that no route serves, or returns the response of the extractor's
    /// rejection.
    fn pull(request: Unrouted) -> impl Future<Output = Result<Self, Response>> + Send;
}

/// Marks a last argument that does not read the request's body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OfHead;

/// Marks a last argument that reads the request's body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OfBody;

#[diagnostic::do_not_recommend]
impl<T: FallbackArg> LastFallbackArg<OfHead> for T {
    const STATE: StateOfArg = <T as FallbackArg>::STATE;

    async fn pull(mut request: Unrouted) -> Result<Self, Response> {
        <T as FallbackArg>::pull(&mut request).await
    }
}

/// Implements [`LastFallbackArg`] for types that axum extracts from the whole request without a state.
macro_rules! of_the_body {
    ($([$($generics:tt)*] $type:ty;)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($generics)*> LastFallbackArg<OfBody> for $type {
                const STATE: StateOfArg = StateOfArg(None);

                async fn pull(request: Unrouted) -> Result<Self, Response> {
                    let argument = Self::from_request(request.into_request(), &()).await;
                    argument.map_err(IntoResponse::into_response)
                }
            }
        )*
    };
}

of_the_body! {
    [] Request;
    [] Bytes;
    [] String;
    [] RawForm;
    [T: serde::de::DeserializeOwned + Send + 'static] Json<T>;
    [T: serde::de::DeserializeOwned + Send + 'static] Form<T>;
}

/// The arguments of a fallback, as a tuple. `Via` marks whether the last argument reads the request's body:
/// [`OfBody`] or [`OfHead`]; `()` if there are no arguments.
pub trait FallbackArgs<Via>: Sized + Send + 'static {
    /// The type of state that each of the fallback's arguments takes, if it takes one. The application must have a
    /// state of each of these types.
    const STATES: &'static [StateOfArg];

    /// Extracts the arguments of the fallback's handler from the request. Returns the rejection of the first argument
    /// that cannot be extracted.
    fn pull(request: Unrouted) -> impl Future<Output = Result<Self, Response>> + Send;
}

impl FallbackArgs<()> for () {
    const STATES: &'static [StateOfArg] = &[];

    async fn pull(_request: Unrouted) -> Result<Self, Response> {
        Ok(())
    }
}

macro_rules! fallback_args {
    ($([$($head:ident)*])*) => {
        $(impl<$($head: FallbackArg,)* Last: LastFallbackArg<Via>, Via> FallbackArgs<Via>
            for ($($head,)* Last,)
        {
            const STATES: &'static [StateOfArg] = &[$($head::STATE,)* Last::STATE];

            #[allow(unused_mut, reason = "a last argument alone takes the whole request")]
            async fn pull(mut request: Unrouted) -> Result<Self, Response> {
                Ok(($($head::pull(&mut request).await?,)* Last::pull(request).await?,))
            }
        })*
    };
}

fallback_args! {
    []
    [A0]
    [A0 A1]
    [A0 A1 A2]
    [A0 A1 A2 A3]
    [A0 A1 A2 A3 A4]
    [A0 A1 A2 A3 A4 A5]
    [A0 A1 A2 A3 A4 A5 A6]
}

/// A fallback that is ready to serve requests.
pub(crate) type Fallback = Arc<dyn Fn(Request) -> FallbackFuture + Send + Sync>;

/// The future of a request to a fallback.
pub(crate) type FallbackFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Returns the types of state that a fallback with these arguments takes.
pub(crate) fn states_of<A: FallbackArgs<Via>, Via>() -> Vec<StateType> {
    let states = A::STATES.iter();
    states.filter_map(|state| Some((state.0?)())).collect()
}

/// Converts a handler into a fallback. The handler's arguments `State<T>` take their values from `states`, the
/// states of the application.
pub(crate) fn fallback<H, A, Via>(handler: H, states: Arc<States>) -> Fallback
where
    H: HandlerFn<A>,
    A: FallbackArgs<Via>,
    Via: 'static,
{
    Arc::new(move |request| {
        let handler = handler.clone();
        let (parts, body) = request.into_parts();
        let states = Arc::clone(&states);
        let request = Unrouted {
            parts,
            body,
            states,
        };
        Box::pin(async move {
            match A::pull(request).await {
                Ok(arguments) => handler.invoke(arguments).await.response(),
                Err(rejection) => rejection,
            }
        })
    })
}

impl fmt::Debug for Unrouted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unrouted")
    }
}

impl fmt::Debug for StateOfArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateOfArg")
    }
}
