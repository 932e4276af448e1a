//! The task that removes expired sessions.

use std::{sync::atomic::Ordering, time::Duration};

use jwt_router_tests::{block_on, builder};
use tokio::task::yield_now;

use super::{Service, remote::Remote};

/// Lets the tasks that were spawned run.
async fn let_run() {
    for _ in 0..10 {
        yield_now().await;
    }
}

#[test]
fn a_clock_that_was_far_ahead_does_not_stop_the_removal() {
    let store = Remote::default();
    let service = Service::new(builder().sessions(store.clone()));
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    block_on(async {
        service.clock.advance(year);
        service.start().await;
        let_run().await;
        assert_eq!(store.purges.load(Ordering::Relaxed), 1);
        service.clock.set_back(year);
        service.start().await;
        let_run().await;
        assert_eq!(store.purges.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn the_removal_of_many_sessions_lets_other_tasks_run() {
    let store = Remote::default();
    store.purges_needed.store(1000, Ordering::Relaxed);
    let service = Service::new(builder().sessions(store.clone()));
    block_on(async {
        service.start().await;
        let_run().await;
        let purges = store.purges.load(Ordering::Relaxed);
        assert!((1..1000).contains(&purges), "{purges}");
    });
}
