//! Keys that an issuer moves to another URL.

use jwt_router::App;
use jwt_router_tests::{Keys, Refusal, TestIssuer, TestKey, block_on};

use super::{app, ask, claims, fetch_ended, pass};

/// An issuer whose keys move to another URL, while the old one still responds with the old key.
struct Moved {
    old: TestKey,
    new: TestKey,
    issuer: TestIssuer,
    /// The server with the new URL.
    keys: TestIssuer,
}

impl Moved {
    async fn new() -> Self {
        let [old, new] = ["old", "new"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![old.jwk()])).await;
        let keys = TestIssuer::start(Keys::Are(vec![new.jwk()])).await;
        Self {
            old,
            new,
            issuer,
            keys,
        }
    }

    /// Returns the issuer, whose keys have moved after an application accepted a token, with the application and the
    /// token.
    async fn after_a_token() -> (Self, App, String) {
        let moved = Self::new().await;
        let app = app(&moved.issuer);
        let old = moved.old.sign(&claims(&moved.issuer));
        ask(&app, &old).await.is(200, "mary");
        let url = format!("{}/keys", moved.keys.url);
        moved.issuer.document("jwks_uri", &url);
        (moved, app, old)
    }
}

#[test]
fn a_key_at_a_new_url_is_found_although_the_old_url_responds() {
    block_on(async {
        let (moved, app, _) = Moved::after_a_token().await;
        pass(61).await;
        let new = moved.new.sign(&claims(&moved.issuer));
        ask(&app, &new).await.is(200, "mary");
    });
}

// The issuer may not protect the old keys any more.
#[test]
fn a_key_at_an_abandoned_url_is_refused_after_an_hour() {
    block_on(async {
        let (moved, app, old) = Moved::after_a_token().await;
        pass(3601).await;
        moved.keys.fetched(1).await;
        fetch_ended(&app, &moved.issuer).await;
        ask(&app, &old).await.is_refused(Refusal::BadToken);
    });
}
