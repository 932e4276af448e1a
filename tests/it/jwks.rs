//! The keys of an issuer: when they are fetched, from where, and what happens when they are not.

mod algorithms;
mod changed;
mod ended;
mod left_out;
mod moved;
mod networks;
mod withdrawn;

use std::time::Duration;

use jwt_router::{App, JwtRoutes, OidcIssuer, prelude::*};
use jwt_router_tests::{
    Answer, Keys, NOW, Refusal, RequestExt as _, TestIssuer, TestKey, ada, block_on, get, token,
    users_only,
};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time};

#[entity(table = "members", key = "subject")]
#[derive(Clone)]
struct Member {
    subject: String,
}

#[protected(GET, "/member", register = false)]
async fn member(g: G<Member>) -> String {
    g.subject.clone()
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<jwt_router_tests::User>) -> String {
    g.name.clone()
}

fn trusting(issuer: OidcIssuer) -> App {
    let mary = Member {
        subject: "mary".to_owned(),
    };
    let jwt = users_only()
        .entity::<Member>(MemoryStore::new([mary]))
        .trusted_issuer(issuer.audience("my-api").entity::<Member>("sub"))
        .build()
        .unwrap();
    jwt.app_with((), routes![member, me]).build().unwrap()
}

fn app(issuer: &TestIssuer) -> App {
    trusting(OidcIssuer::discover(&issuer.url))
}

fn claims(issuer: &TestIssuer) -> Value {
    json!({"iss": issuer.url, "sub": "mary", "aud": "my-api", "exp": NOW + 60})
}

async fn ask(app: &App, token: &str) -> Answer {
    get("/member").bearer(token).sent_to(app).await
}

/// Lets time pass, for the task that fetches keys.
async fn pass(seconds: u64) {
    time::pause();
    time::advance(Duration::from_secs(seconds)).await;
    time::resume();
}

/// Waits until a fetch that is running has ended, by a token whose key is unknown.
async fn fetch_ended(app: &App, issuer: &TestIssuer) {
    drop(ask(app, &TestKey::new("unknown").sign(&claims(issuer))).await);
}

/// Many requests at once with one token; all are answered with this status.
async fn crowd(app: &App, token: &str, status: u16) {
    let mut requests = JoinSet::new();
    for _ in 0..1000 {
        let (app, token) = (app.clone(), token.to_owned());
        requests.spawn(async move { ask(&app, &token).await.status });
    }
    let statuses = requests.join_all().await;
    assert!(
        statuses.iter().all(|found| *found == status),
        "{statuses:?}"
    );
}

#[test]
fn keys_are_fetched_when_a_token_needs_them_and_not_before() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        let own = get("/me").bearer(&token(&ada())).sent_to(&app).await;
        own.is(200, "Ada");
        assert_eq!(issuer.fetches(), 0);
        for _ in 0..3 {
            ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        }
        assert_eq!(issuer.fetches(), 1);
    });
}

#[test]
fn keys_are_found_without_discovery() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        issuer.document("issuer", "somebody else");
        let app = trusting(OidcIssuer::jwks(
            &issuer.url,
            format!("{}/keys", issuer.url),
        ));
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
    });
}

#[test]
fn a_thousand_requests_share_one_fetch() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        crowd(&app(&issuer), &key.sign(&claims(&issuer)), 200).await;
        assert_eq!(issuer.fetches(), 1);
    });
}

// SECURITY.md, Issuers: an unknown `kid` triggers at most one fetch a minute.
#[test]
fn an_unknown_key_is_asked_for_once_a_minute() {
    block_on(async {
        let [key, unknown] = ["a", "b"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        let forged = unknown.sign(&claims(&issuer));
        crowd(&app, &forged, 401).await;
        assert_eq!(issuer.fetches(), 1);
        pass(61).await;
        crowd(&app, &forged, 401).await;
        assert_eq!(issuer.fetches(), 2);
    });
}

#[test]
fn a_new_key_is_found_and_an_old_one_forgotten() {
    block_on(async {
        let [old, new] = ["old", "new"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![old.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &old.sign(&claims(&issuer))).await.is(200, "mary");
        issuer.set(Keys::Are(vec![new.jwk()]));
        pass(61).await;
        ask(&app, &new.sign(&claims(&issuer))).await.is(200, "mary");
        let answer = ask(&app, &old.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::BadToken);
        assert_eq!(issuer.fetches(), 2);
    });
}

// SECURITY.md, Issuers: an issuer that is down is 503, never 401.
#[test]
fn an_issuer_that_is_down_at_first_is_503_until_it_recovers() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Fail).await;
        let app = app(&issuer);
        let token = key.sign(&claims(&issuer));
        ask(&app, &token).await.is_refused(Refusal::Unavailable);
        issuer.set(Keys::Are(vec![key.jwk()]));
        ask(&app, &token).await.is_refused(Refusal::Unavailable);
        pass(11).await;
        ask(&app, &token).await.is(200, "mary");
    });
}

#[test]
fn an_issuer_that_nobody_runs_keeps_no_other_token_out() {
    block_on(async {
        let key = TestKey::new("a");
        let mut issuer = TestIssuer::start(Keys::Fail).await;
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        issuer.url = format!("http://{}", free.local_addr().unwrap());
        drop(free);
        let app = app(&issuer);
        let answer = ask(&app, &key.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::Unavailable);
        let own = get("/me").bearer(&token(&ada())).sent_to(&app).await;
        own.is(200, "Ada");
    });
}

#[test]
fn the_last_good_keys_are_kept_while_the_issuer_is_down() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        let token = key.sign(&claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
        for down in [Keys::Fail, Keys::Fill(10)] {
            issuer.set(down);
            let before = issuer.fetches();
            pass(61).await;
            let other = TestKey::new("a").sign(&claims(&issuer));
            ask(&app, &other).await.is_refused(Refusal::BadToken);
            assert_eq!(issuer.fetches(), before + 1);
            ask(&app, &token).await.is(200, "mary");
        }
    });
}

// SECURITY.md: a fault of the application is never a 401.
#[test]
fn a_token_of_a_new_key_is_503_while_the_issuer_is_down() {
    block_on(async {
        let [old, new] = ["old", "new"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![old.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &old.sign(&claims(&issuer))).await.is(200, "mary");
        issuer.set(Keys::Fail);
        pass(61).await;
        let token = new.sign(&claims(&issuer));
        // The first request waits for the fetch, and the others do not.
        for _ in 0..3 {
            ask(&app, &token).await.is_refused(Refusal::Unavailable);
        }
        ask(&app, &old.sign(&claims(&issuer))).await.is(200, "mary");
        issuer.set(Keys::Are(vec![new.jwk()]));
        pass(61).await;
        ask(&app, &token).await.is(200, "mary");
        let unknown = TestKey::new("junk").sign(&claims(&issuer));
        ask(&app, &unknown).await.is_refused(Refusal::BadToken);
    });
}

/// An issuer whose keys cannot be fetched.
#[track_caller]
fn check_unavailable(keys: impl FnOnce(Value) -> Keys, change: impl FnOnce(&TestIssuer)) {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(keys(key.jwk())).await;
        change(&issuer);
        let answer = ask(&app(&issuer), &key.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::Unavailable);
    });
}

#[test]
fn fifteen_megabytes_are_no_key_set() {
    check_unavailable(|_| Keys::Fill(15 * 1024 * 1024), |_| {});
}

#[test]
fn an_issuer_that_hangs_is_not_waited_for() {
    // Time goes by itself as soon as everybody waits.
    check_unavailable(|_| Keys::Hang, |_| time::pause());
}

#[test]
fn a_redirect_is_not_followed() {
    check_unavailable(|key| Keys::Redirect(vec![key]), |_| {});
}

#[test]
fn a_discovery_document_of_another_issuer_is_not_believed() {
    let change = |issuer: &TestIssuer| issuer.document("issuer", "https://login.example.com");
    check_unavailable(|key| Keys::Are(vec![key]), change);
    let change = |issuer: &TestIssuer| issuer.document("issuer", &format!("{}/", issuer.url));
    check_unavailable(|key| Keys::Are(vec![key]), change);
}

#[test]
fn keys_do_not_come_over_http_from_elsewhere() {
    let change = |issuer: &TestIssuer| issuer.document("jwks_uri", "http://192.0.2.1/keys");
    check_unavailable(|key| Keys::Are(vec![key]), change);
}

/// A set of this key and a good one: the good one is used, and this one is not.
#[track_caller]
fn check_left_out(change: impl FnOnce(&mut Value)) {
    block_on(async {
        let [bad, good] = ["bad", "good"].map(TestKey::new);
        let mut jwk = bad.jwk();
        change(&mut jwk);
        let issuer = TestIssuer::start(Keys::Are(vec![jwk, good.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &good.sign(&claims(&issuer)))
            .await
            .is(200, "mary");
        let answer = ask(&app, &bad.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::BadToken);
    });
}

// SECURITY.md, Issuers: `use`, `key_ops`, `alg`, `crv` and size of a key are checked.
#[test]
fn a_key_that_cannot_be_used_is_left_out_and_the_others_are_not() {
    check_left_out(|key| key["use"] = json!("enc"));
    check_left_out(|key| key["key_ops"] = json!(["sign"]));
    check_left_out(|key| key["alg"] = json!("RS256"));
    check_left_out(|key| key["crv"] = json!("P-384"));
    check_left_out(|key| key["y"] = key["x"].clone());
    check_left_out(|key| *key = json!({"kty": "oct", "kid": "bad", "k": "AAAA"}));
    check_left_out(|key| *key = json!("no key"));
    // No key, in whatever way, ends more than itself.
    for junk in [
        json!(null),
        json!([[[["bad"]]]]),
        json!({"kty": "RSA", "kid": "bad", "n": "", "e": ""}),
        json!({"kty": "RSA", "kid": "bad", "n": "_".repeat(1366), "e": "AQ"}),
        json!({"kty": "RSA", "kid": "bad", "n": "_".repeat(100_000), "e": "AQAB"}),
        json!({"kty": "EC", "crv": "P-256", "kid": "bad", "x": "A", "y": "AA=="}),
        json!({"kty": "OKP", "crv": "Ed25519", "kid": "bad", "x": "A".repeat(44)}),
        json!({"kty": 7, "kid": {"bad": "bad"}}),
    ] {
        check_left_out(|key| *key = junk);
    }
}

#[test]
fn of_two_keys_with_one_name_neither_is_used() {
    block_on(async {
        let [one, other, good] = ["twice", "twice", "good"].map(TestKey::new);
        let keys = [&one, &other, &good].map(TestKey::jwk).to_vec();
        let issuer = TestIssuer::start(Keys::Are(keys)).await;
        let app = app(&issuer);
        ask(&app, &good.sign(&claims(&issuer)))
            .await
            .is(200, "mary");
        for key in [one, other] {
            let answer = ask(&app, &key.sign(&claims(&issuer))).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn keys_are_fetched_again_every_hour_as_long_as_the_application_lives() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let token = key.sign(&claims(&issuer));
        let ended = app(&issuer);
        ask(&ended, &token).await.is(200, "mary");
        pass(3601).await;
        issuer.fetched(2).await;
        drop(ended);
        // The task of the first application would have asked by the time the second one does.
        pass(3601).await;
        ask(&app(&issuer), &token).await.is(200, "mary");
        assert_eq!(issuer.fetches(), 3);
    });
}

#[test]
fn an_application_outlives_the_runtime_that_fetched_its_keys() {
    let key = TestKey::new("a");
    let app = trusting(OidcIssuer::jwks(
        "http://127.0.0.1:9",
        "http://127.0.0.1:9/keys",
    ));
    let claims =
        json!({"iss": "http://127.0.0.1:9", "sub": "mary", "aud": "my-api", "exp": NOW + 60});
    for _ in 0..2 {
        let answer = get("/member").bearer(&key.sign(&claims)).to(&app);
        answer.is_refused(Refusal::Unavailable);
    }
}

#[test]
fn a_secret_is_not_needed_to_accept_an_issuers_tokens() {
    let issuer = OidcIssuer::discover("https://login.example.com");
    let jwt = JwtRoutes::builder()
        .trusted_issuer(issuer.audience("my-api").entity::<Member>("sub"))
        .build()
        .unwrap();
    let error = jwt.create_token_for::<Member>(&"mary".to_owned());
    assert!(matches!(error, Err(SignError::NoKey)));
}
