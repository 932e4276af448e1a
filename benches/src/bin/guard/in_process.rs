//! Sends requests to a service without a socket.

use std::convert::Infallible;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::pin;
use std::time::Duration;

use http::{HeaderValue, Request, Response, StatusCode};
use http_body::Body;
use jwt_router_benches::cpu_time;
use tokio::runtime::{Builder, Runtime};
use tower::{Service, ServiceExt};

use crate::allocations;
use crate::case::Case;
use crate::contender::App;

/// Requests that are built, then sent and timed together: few enough to stay in
/// the cache, enough to share the two readings of the clock.
const CHUNK: usize = 250;

/// What a batch of requests cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample {
    /// CPU nanoseconds per request.
    pub(crate) nanos: f64,
    /// Allocations per request.
    pub(crate) allocations: f64,
}

/// A service that takes requests with bodies of type `B`, on a runtime of this thread.
pub(crate) struct InProcess<S, B> {
    service: S,
    runtime: Runtime,
    body: PhantomData<fn() -> B>,
}

impl<S, B> InProcess<S, B> {
    pub(crate) fn new(service: S) -> Self {
        let runtime = Builder::new_current_thread();
        Self {
            service,
            runtime: { runtime }.build().expect("a runtime without drivers"),
            body: PhantomData,
        }
    }
}

impl<S, B, R> App for InProcess<S, B>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    B: Default,
    R: Body,
{
    fn status(&self, case: Case) -> StatusCode {
        let request = Case::request(case.authorization().as_ref());
        self.runtime.block_on(send(&self.service, request))
    }

    fn batch(&self, case: Case, requests: usize) -> Sample {
        let authorization = case.authorization();
        let chunks = requests.div_ceil(CHUNK);
        let (time, allocations) =
            self.runtime
                .block_on(chunks_of(&self.service, authorization.as_ref(), chunks));
        let sent = (chunks * CHUNK) as f64;
        Sample {
            nanos: time.as_nanos() as f64 / sent,
            allocations: allocations as f64 / sent,
        }
    }
}

/// Builds and sends the requests, timing and counting only the sending.
async fn chunks_of<S, B, R>(
    service: &S,
    authorization: Option<&HeaderValue>,
    chunks: usize,
) -> (Duration, u64)
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    B: Default,
    R: Body,
{
    let mut requests = Vec::with_capacity(CHUNK);
    let mut time = Duration::ZERO;
    let mut allocated = 0;
    for _ in 0..chunks {
        requests.extend((0..CHUNK).map(|_| Case::request(authorization)));
        let count = allocations::count();
        let start = cpu_time::of_this_thread();
        for request in requests.drain(..) {
            send(service, request).await;
        }
        time += cpu_time::of_this_thread().saturating_sub(start);
        allocated += allocations::count() - count;
    }
    (time, allocated)
}

/// Sends one request and reads the answer to its end.
async fn send<S, B, R>(service: &S, request: Request<B>) -> StatusCode
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
    R: Body,
{
    let Ok(response) = service.clone().oneshot(request).await;
    let status = response.status();
    let mut body = pin!(response.into_body());
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        drop(frame);
    }
    status
}
