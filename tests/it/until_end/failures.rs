//! A store that fails ends a stream, but not at once.

use std::sync::atomic::Ordering;

use jwt_router::Ended;

use super::{Site, run};
use crate::log::logged_during;

#[test]
fn a_stream_survives_one_failure_of_a_store() {
    run(async || {
        let site = Site::new();
        let mut stream = site.open("/stream", &site.token()).await;
        for _ in 0..3 {
            site.store.fails.store(true, Ordering::SeqCst);
            stream.check_open(31).await;
            site.store.fails.store(false, Ordering::SeqCst);
            stream.check_open(30).await;
        }
    });
}

#[test]
fn a_stream_ends_with_the_second_failure_in_a_row() {
    run(async || {
        let site = Site::new();
        let stream = site.open("/stream", &site.token()).await;
        site.store.fails.store(true, Ordering::SeqCst);
        let log = logged_during(stream.check_ends(Ended::Unverified, 60)).await;
        let codes = log.iter().map(|event| &event["fields"]["code"]);
        let codes: Vec<_> = codes.filter(|code| !code.is_null()).collect();
        assert_eq!(codes, ["stream_unverified", "stream_unverified"]);
    });
}

#[test]
fn a_store_that_fails_keeps_no_stream_beyond_its_token() {
    run(async || {
        let site = Site::of(|builder| builder.expires_in(std::time::Duration::from_secs(40)));
        let stream = site.open("/stream", &site.token()).await;
        site.store.fails.store(true, Ordering::SeqCst);
        stream.check_ends(Ended::Expired, 45).await;
    });
}

#[test]
fn the_reasons_are_sentences() {
    let reasons = [
        (Ended::Expired, "the token has expired"),
        (Ended::SessionEnded, "the session has ended"),
        (Ended::OldVersion, "the token is no longer valid"),
        (Ended::NoSuchEntity, "the token is no longer valid"),
        (
            Ended::Unverified,
            "the token cannot be verified at the moment",
        ),
    ];
    for (reason, expected) in reasons {
        assert_eq!(reason.to_string(), expected);
    }
}
