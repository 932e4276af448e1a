use std::future;

use super::*;

/// Runs `fetch` in place of a fetch of keys, and returns the text of the error, which goes to the log. `fetch`
/// has to fail, for example by panicking.
async fn failure(fetch: impl Future<Output = ()> + Send + 'static) -> String {
    let fetch = async move {
        fetch.await;
        Ok(())
    };
    in_bounds(fetch).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_panic_of_a_fetch_is_its_failure() {
    let failure = failure(async { panic!("in a fetch") }).await;
    assert!(failure.contains("panicked"), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_never_ends_is_its_failure() {
    let began = Instant::now();
    let failure = failure(future::pending()).await;
    assert!(failure.contains("does not answer in time"), "{failure}");
    assert_eq!(began.elapsed(), LIMIT);
}
