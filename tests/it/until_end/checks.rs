//! How often the right of a caller is checked, and of what.

use std::sync::atomic::Ordering;

use jwt_router::{Check, Ended};
use jwt_router_tests::builder;

use super::{Site, Visitor, member, run, seconds};

/// Checks how many seconds after its start a stream ends, whose session ends after one second.
#[track_caller]
fn check_ends_after(check: Check, ended: Ended, after: u64) {
    run(async || {
        let site = Site::of(|builder| builder.check_sessions(check).access_for("10m"));
        let pair = site.jwt.start_session(&member(1)).await.unwrap();
        let token = pair.access_token().as_str();
        let mut stream = site.open("/stream", token).await;
        stream.check_open(1).await;
        site.end_sessions().await;
        stream.check_ends(ended, after).await;
    });
}

#[test]
fn sessions_are_asked_for_as_configured() {
    check_ends_after(Check::Always, Ended::SessionEnded, 30);
    check_ends_after(Check::cached("10s"), Ended::SessionEnded, 30);
    check_ends_after(Check::Never, Ended::Expired, 605);
}

#[test]
fn a_claims_only_route_does_not_load_the_entity() {
    run(async || {
        let site = Site::new();
        let pair = site.jwt.start_session(&Visitor { id: 7 }).await.unwrap();
        let token = pair.access_token().as_str();
        let mut stream = site.open("/claims", token).await;
        stream.check_open(100).await;
        let ended = site.jwt.end_all_sessions::<Visitor>(&7);
        ended.await.unwrap();
        stream.check_ends(Ended::SessionEnded, 120).await;
    });
}

#[test]
fn the_entity_is_loaded_at_each_interval() {
    for (interval, loads) in [("10s", 7), ("20s", 4), ("1h", 1)] {
        run(async || {
            let site = Site::of(|builder| builder.check_streams_every(interval));
            let mut stream = site.open("/stream", &site.token()).await;
            stream.check_open(65).await;
            // The first load is that of the guard.
            assert_eq!(site.store.loads.load(Ordering::SeqCst), loads);
        });
    }
}

#[test]
fn a_future_that_is_dropped_asks_no_more() {
    run(async || {
        let site = Site::new();
        drop(site.open("/stream", &site.token()).await);
        tokio::time::sleep(seconds(300)).await;
        assert_eq!(site.store.loads.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn the_interval_has_bounds() {
    for interval in ["0s", "61m", "often"] {
        let error = builder()
            .check_streams_every(interval)
            .build()
            .unwrap_err()
            .to_string();
        let range = "write a time from 1s to 1h, such as `30s`";
        let expected = format!("`.check_streams_every(..)` is `{interval}`: {range}");
        assert!(error.contains(&expected), "{interval}: {error}");
    }
}
