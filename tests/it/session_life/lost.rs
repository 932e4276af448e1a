//! A response that is lost between the store and the client loses nobody's session, and no alarm.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jwt_router_tests::{block_on, builder};
use tokio::task::yield_now;

use super::{Service, remote::Remote};

#[test]
fn a_crash_between_spending_and_answering_loses_no_session() {
    let store = Remote::default();
    let service = Service::new(builder().sessions(store.clone()));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        store.crashes.store(true, Ordering::Relaxed);
        assert_eq!(service.refresh(token).await.status, 503);
        // Another instance with the same store and secret answers the second try.
        let other = Service::new(builder().sessions(store.clone()));
        let [_, refresh] = other.refreshed(token).await;
        assert_eq!(service.refresh(&refresh).await.status, 200);
    });
}

#[test]
fn a_thief_who_hangs_up_does_not_suppress_the_alarm() {
    let (store, alarms) = (Remote::default(), Arc::new(AtomicUsize::new(0)));
    let called = Arc::clone(&alarms);
    let settings = builder().sessions(store.clone());
    let service = Arc::new(Service::new(settings.on_reuse(move |_| {
        called.fetch_add(1, Ordering::Relaxed);
    })));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str().to_owned();
        service.refreshed(&token).await;
        service.clock.advance(Duration::from_secs(10));
        store.spending_waits.store(true, Ordering::Relaxed);
        let (sending, to) = (token.clone(), Arc::clone(&service));
        let thief = tokio::spawn(async move { to.refresh(&sending).await });
        while store.spending_waits.load(Ordering::Relaxed) {
            yield_now().await;
        }
        thief.abort();
        assert!(thief.await.unwrap_err().is_cancelled());
        store.arrives.notify_one();
        for _ in 0..10 {
            yield_now().await;
        }
        assert_eq!(service.refresh(&token).await.status, 401);
    });
    assert_eq!(alarms.load(Ordering::Relaxed), 1);
}
