//! The keys that ID tokens are signed with.

use std::time::Duration;

use jwt_router::{
    Google, GoogleEndpoints,
    testing::{FakeFault, FakeGoogle},
};
use jwt_router_tests::{Keys, TestIssuer, block_on};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{REDIRECT, app, email, fake, is_refused, jwt, log_in, people, provider, token_of};

/// Lets time pass, for the task that fetches keys.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// The one key that a fake publishes.
async fn published(fake: &FakeGoogle) -> Value {
    let address = fake.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /oauth2/v3/certs HTTP/1.0\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let set: Value = serde_json::from_str(body).unwrap();
    set["keys"][0].clone()
}

#[test]
fn a_new_key_with_the_name_of_the_old_one_is_found() {
    block_on(async {
        let [fake, other] = [fake().await, fake().await];
        // Fakes begin with the same key.
        other.rotate_keys().unwrap();
        let new = published(&fake).await;
        let mut old = published(&other).await;
        old["kid"] = new["kid"].clone();
        let keys = TestIssuer::start(Keys::Are(vec![old])).await;
        let endpoints = GoogleEndpoints::under(fake.url()).keys(format!("{}/keys", keys.url));
        let app = app(&jwt(provider(&fake).endpoints(endpoints)));
        let log_in = || async { log_in(&app, &fake.code("ada@gmail.com")).await };
        is_refused(&log_in().await, 401, "invalid_id_token");
        keys.set(Keys::Are(vec![new]));
        is_refused(&log_in().await, 401, "invalid_id_token");
        assert_eq!(keys.fetches(), 1);
        pass(61).await;
        token_of(&log_in().await);
        assert_eq!(keys.fetches(), 2);
    });
}

#[test]
fn keys_end_while_google_does_not_answer() {
    block_on(async {
        let fake = fake().await;
        let google = provider(&fake).key_lifetime(Duration::from_secs(7200));
        let app = app(&jwt(google));
        let log_in = || async { log_in(&app, &fake.code("ada@gmail.com")).await };
        token_of(&log_in().await);
        fake.fail(FakeFault::KeysUnavailable);
        pass(7199).await;
        token_of(&log_in().await);
        pass(1).await;
        is_refused(&log_in().await, 503, "provider_unavailable");
    });
}

#[test]
fn times_that_are_too_long_are_mistakes_at_the_start() {
    let google = Google::builder("client-id", "client-secret")
        .redirect_uri(REDIRECT)
        .entity(email(), people())
        .timeout(Duration::MAX)
        .key_lifetime(Duration::MAX);
    let error = super::builder().google(google).build().unwrap_err();
    let error = error.to_string();
    assert!(error.contains("a timeout of more than a minute"), "{error}");
    assert!(error.contains("from ten minutes to 30 days"), "{error}");
}
