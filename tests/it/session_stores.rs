//! Stores of sessions. Those of databases are in `databases/sessions.rs`.

#[cfg(all(feature = "redis", feature = "testing"))]
mod redis;

use jwt_router::{
    MemorySessions, NewSession, SessionId, SessionOwner, SessionState, SessionStore as _, Spending,
    Verdict,
};
use jwt_router_tests::block_on;

/// A session that lasts for one minute from time 0, or for 30 seconds without a refresh.
pub(crate) const fn session(id: SessionId, owner: SessionOwner<'_>) -> NewSession<'_> {
    NewSession {
        id,
        owner,
        label: "phone",
        started: 0,
        state: SessionState {
            generation: 0,
            spent_at: 0,
            idle_until: 30_000,
            expires: 60_000,
        },
    }
}

#[cfg(feature = "testing")]
#[test]
fn the_store_in_memory_is_one() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(jwt_router::testing::session_store(MemorySessions::new()));
}

#[test]
fn the_store_in_memory_is_empty_when_everything_is_over_and_purged() {
    block_on(async {
        let store = MemorySessions::new();
        let owner = SessionOwner::new("users", "1");
        for sid in ["one", "two", "three"] {
            let session = session(SessionId::of_sid(sid), owner);
            store.start(&session).await.unwrap();
        }
        assert!(store.once(&[1; 32], 0, 30_000).await.unwrap());
        assert_eq!(store.purge(29_999, 100).await.unwrap(), 0);
        assert_eq!(store.purge(30_000, 2).await.unwrap(), 3);
        assert!(!store.is_empty());
        assert_eq!(store.purge(30_000, 2).await.unwrap(), 1);
        assert!(store.is_empty());
    });
}

#[test]
fn without_a_window_a_slow_clock_makes_no_second_use_good() {
    let state = SessionState {
        generation: 1,
        spent_at: 5_000,
        idle_until: 30_000,
        expires: 60_000,
    };
    // Another instance, whose clock is three seconds ahead, has spent the token.
    let spending = |window| Spending {
        generation: 0,
        now: 2_000,
        admitted: 2_000,
        window,
        idle: 30_000,
    };
    assert_eq!(spending(0).judge(&state), Verdict::Reused);
    assert_eq!(spending(1).judge(&state), Verdict::Repeat);
}

#[test]
fn clones_of_the_store_in_memory_share_the_sessions() {
    block_on(async {
        let (store, id) = (MemorySessions::new(), SessionId::of_sid("one"));
        let started = session(id, SessionOwner::new("users", "1"));
        store.clone().start(&started).await.unwrap();
        assert!(store.state(&id).await.unwrap().is_some());
    });
}

#[test]
fn the_identifier_of_a_session_is_written_in_hexadecimal_digits() {
    let id = SessionId::of_sid("");
    // The SHA-256 hash of nothing.
    let text = concat!(
        "e3b0c44298fc1c149afbf4c8996fb924",
        "27ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(id.to_string(), text);
    assert_eq!(text.parse(), Ok(id));
    assert_eq!(serde_json::to_value(id).unwrap(), text);
    for other in [
        "",
        "e3",
        &text[1..],
        &text.to_uppercase(),
        &format!("{text}00"),
    ] {
        assert!(other.parse::<SessionId>().is_err(), "{other}");
    }
}

#[test]
fn two_owners_have_two_hashes() {
    let owners = [
        SessionOwner::new("users", "1"),
        SessionOwner::new("users", "\"1\""),
        SessionOwner::new("users1", ""),
        SessionOwner::new("", "users1"),
        SessionOwner::new("teachers", "1"),
    ];
    for (index, one) in owners.iter().enumerate() {
        for other in &owners[index + 1..] {
            assert_ne!(
                one.hash(),
                other.hash(),
                "{} {}",
                one.table(),
                other.table()
            );
        }
    }
}
