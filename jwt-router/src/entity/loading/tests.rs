use std::{
    future::{Ready, ready},
    time::Duration,
};

use super::*;

const LIMIT: Duration = Duration::from_secs(1);

/// A future of more than 8 KiB, as large as the future of a database driver.
async fn large(then: Ready<()>) -> LoadResult {
    let buffer = [1_u8; 8 * 1024];
    then.await;
    let sum: u32 = buffer.iter().map(|byte| u32::from(*byte)).sum();
    Ok(Arc::new(sum))
}

#[test]
fn the_box_of_a_load_has_room_for_one_future() {
    let future = large(ready(()));
    let load = bounded_load(LIMIT, || large(ready(())));
    let (future, load) = (size_of_val(&future), size_of_val(&*load));
    assert!(load < future + 1024, "{load} bytes for {future}");
}

#[tokio::test]
async fn a_load_has_the_result_of_its_future() {
    let loaded = bounded_load(LIMIT, || large(ready(()))).await.unwrap();
    assert_eq!(loaded.downcast_ref(), Some(&8_192_u32));
}

#[tokio::test]
async fn a_panic_of_the_future_is_an_error_of_the_store() {
    let load = bounded_load(LIMIT, || async { panic!("a fault of the store") });
    assert!(matches!(load.await, Err(NotLoaded::Store(error)) if error.is_panic()));
}
