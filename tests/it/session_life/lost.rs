//! A response that is lost between the store and the client loses nobody's session, and no alarm.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jwt_router::Check;
use jwt_router_tests::{RequestExt as _, User, block_on, builder, request};
use tokio::task::yield_now;

use super::{Service, remote::Remote};
use crate::log::logged_during;

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

/// Sends a request whose client closes its connection while the request is on its way to the store.
async fn dropped_on_its_way<F>(store: &Remote, request: F)
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    store.ending_waits.store(true, Ordering::Relaxed);
    let client = tokio::spawn(request);
    while store.ending_waits.load(Ordering::Relaxed) {
        yield_now().await;
    }
    client.abort();
    assert!(client.await.is_err_and(|ended| ended.is_cancelled()));
    store.arrives.notify_one();
    for _ in 0..10 {
        yield_now().await;
    }
}

#[test]
fn a_logout_is_completed_although_the_client_hangs_up() {
    let store = Remote::default();
    let service = Arc::new(Service::new(builder().sessions(store.clone())));
    block_on(async {
        let pair = service.start().await;
        let (token, to) = (
            pair.access_token().as_str().to_owned(),
            Arc::clone(&service),
        );
        let logout = async move {
            let out = request("POST", "/logout").bearer(&token);
            out.sent_to(&to.app).await
        };
        dropped_on_its_way(&store, logout).await;
        assert_eq!(service.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_logout_everywhere_is_completed_although_the_client_hangs_up() {
    let store = Remote::default();
    let service = Arc::new(Service::new(builder().sessions(store.clone())));
    block_on(async {
        let pair = service.start().await;
        let to = Arc::clone(&service);
        let logout = async move { to.jwt.end_all_sessions::<User>(&1).await };
        dropped_on_its_way(&store, logout).await;
        assert_eq!(service.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_session_that_was_active_a_moment_ago_is_forgotten_when_its_end_is_unknown() {
    let store = Remote::default();
    let settings = builder().sessions(store.clone());
    let service = Service::new(settings.check_sessions(Check::cached("5m")));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(10));
        assert_eq!(service.status("/me", &first).await, 200);
        store.crashes.store(true, Ordering::Relaxed);
        assert_eq!(service.refresh(token).await.status, 503);
        assert_eq!(service.status("/me", &first).await, 401);
    });
}

#[test]
fn a_reuse_is_logged_also_if_the_store_fails_to_answer() {
    let store = Remote::default();
    let service = Service::new(builder().sessions(store.clone()));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(10));
        store.crashes.store(true, Ordering::Relaxed);
        let log = logged_during(async { assert_eq!(service.refresh(token).await.status, 503) });
        let log = log.await;
        let [event, _] = log.as_slice() else {
            panic!("{log:?}");
        };
        let fields = &event["fields"];
        let words = ["code", "table", "key"].map(|name| fields[name].as_str().unwrap());
        assert_eq!(words, ["refresh_reuse", "users", "1"]);
        assert_eq!(event["level"], "WARN");
    });
}
