//! What Google is asked about the tokens that are passed through to it, how often, and what it is
//! never sent.

use std::time::Duration;

use jwt_router::{
    App,
    testing::{FakeFault, FakeGoogle},
};
use jwt_router_tests::{
    Answer, OTHER_SECRET, Refusal, RequestExt as _, TestKey, block_on, get, request,
};
use serde_json::json;
use tokio::task::{JoinSet, yield_now};

use super::{
    app, builder, clock, fake,
    passed_through::{asked, google, google_token, passing, passing_app},
    person,
};

// SECURITY.md, rule 9: what Google takes back is not good for long.
#[test]
fn a_token_that_google_has_withdrawn_ends_within_five_minutes() {
    block_on(async {
        let fake = fake().await;
        let (app, clock) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let ask = || google("/me", &token).sent_to(&app);
        ask().await.is(200, "1 ada@gmail.com");
        fake.revoke_tokens();
        clock.advance(Duration::from_secs(299));
        ask().await.is(200, "1 ada@gmail.com");
        assert_eq!(asked(&fake, "/tokeninfo"), 1);
        clock.advance(Duration::from_secs(1));
        ask().await.is_refused(Refusal::BadToken);
        assert_eq!(asked(&fake, "/tokeninfo"), 2);
    });
}

#[test]
fn how_long_google_is_not_asked_again_is_configured() {
    block_on(async {
        let fake = fake().await;
        for (seconds, calls) in [(0, 3), (60, 2), (u64::MAX, 1)] {
            let clock = clock();
            let provider = passing(&fake).recheck_after(Duration::from_secs(seconds));
            let jwt = builder().clock(clock.clone()).google(provider);
            let app = app(&jwt.build().unwrap());
            let token = google_token(&app, &fake, "ada@gmail.com").await;
            let before = asked(&fake, "/tokeninfo");
            for wait in [0, 59, 1] {
                clock.advance(Duration::from_secs(wait));
                let answer = google("/me", &token).sent_to(&app).await;
                answer.is(200, "1 ada@gmail.com");
            }
            assert_eq!(asked(&fake, "/tokeninfo") - before, calls, "{seconds}");
        }
    });
}

#[test]
fn requests_at_once_share_a_call_also_when_nothing_is_remembered_for_long() {
    block_on(async {
        let fake = fake().await;
        let (app, clock) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        for calls in [1, 2] {
            let asks = [(); 3].map(|()| google("/me", &token).sent_to(&app));
            let [first, second, third] = asks;
            let (first, second, third) = tokio::join!(first, second, third);
            for answer in [first, second, third] {
                answer.is(200, "1 ada@gmail.com");
            }
            assert_eq!(asked(&fake, "/tokeninfo"), calls);
            clock.advance(Duration::from_secs(300));
        }
    });
}

// Whoever gets a token of ours to read can call in its holder's name.
#[test]
fn a_jwt_is_never_sent_to_google() {
    block_on(async {
        let fake = fake().await;
        let jwt = builder().google(passing(&fake)).build().unwrap();
        let app = app(&jwt);
        let ours = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
        let ours = ours.as_str();
        // It is good here, as it is without Google's own tokens.
        google("/me", ours)
            .sent_to(&app)
            .await
            .is(200, "1 ada@gmail.com");
        let elsewhere = builder().secret(OTHER_SECRET).build().unwrap();
        let theirs = elsewhere.create_token(&person(1, "ada@gmail.com")).unwrap();
        let issued = TestKey::new("a").sign(&json!({"iss": "https://login.example.com"}));
        let (head, _) = ours.rsplit_once('.').unwrap();
        for token in [
            theirs.as_str(),
            &issued,
            // Cut off, run together, or with more behind it.
            head,
            &ours[..ours.len() - 1],
            &ours[1..],
            "e30.e30.e30",
            &format!("{ours}="),
            &format!("{ours}.{ours}"),
            &format!("{ours}~"),
            // {"typ":"JWT", "alg":"HS256"}, with a line's end before it.
            &format!("Cnsi{}.a.b", "dHlwIjoiSldUIiwgImFsZyI6IkhTMjU2In0"),
        ] {
            let answer = google("/me", token).sent_to(&app).await;
            answer.is_refused(Refusal::BadToken);
        }
        assert_eq!(fake.requests(), []);
    });
}

#[test]
fn a_token_of_googles_may_have_dots() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        for token in [
            "ya29.c.b0Aaekm1K",
            "ya29.a0AfH6SMB.x",
            "a.b.c",
            "MTIz.MTIz.MTIz",
            "opaque",
        ] {
            let answer = google("/me", token).sent_to(&app).await;
            answer.is_refused(Refusal::BadToken);
        }
        assert_eq!(asked(&fake, "/tokeninfo"), 5);
    });
}

#[test]
fn a_renewed_token_takes_the_place_of_googles() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let header = format!("Bearer {token}");
        let renewal = request("POST", "/renew").with("x-auth-token", header.as_bytes());
        let renewed = renewal.sent_to(&app).await;
        let body: serde_json::Value = serde_json::from_str(&renewed.body).unwrap();
        let ours = body["token"].as_str().unwrap();
        fake.stop();
        google("/me", ours)
            .sent_to(&app)
            .await
            .is(200, "1 ada@gmail.com");
        let staff = google("/me", ours).with("x-auth-resource", b"staff");
        staff.sent_to(&app).await.is_refused(Refusal::BadToken);
    });
}

/// Waits until the fake has been asked so often, and then for what else is under way.
async fn settled(fake: &FakeGoogle, calls: usize) {
    while asked(fake, "/tokeninfo") < calls {
        yield_now().await;
    }
    for _ in 0..1000 {
        yield_now().await;
    }
}

/// A hundred requests, each with a token that somebody made up.
fn made_up(app: &App) -> JoinSet<Answer> {
    let mut requests = JoinSet::new();
    for number in 0..100 {
        let app = app.clone();
        requests.spawn(async move {
            let token = format!("ya29.made-up-{number}");
            google("/me", &token).sent_to(&app).await
        });
    }
    requests
}

// SECURITY.md, rule 10: made-up tokens cost anybody nothing.
#[test]
fn google_is_asked_about_32_tokens_at_a_time() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        fake.fail(FakeFault::Hanging);
        let mut requests = made_up(&app);
        settled(&fake, 32).await;
        assert_eq!(asked(&fake, "/tokeninfo"), 32);
        // Who does not come with such a token does not wait.
        get("/public").sent_to(&app).await.is(200, "nobody");
        requests.shutdown().await;
        // Who goes away makes room.
        fake.heal();
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let me = google("/me", &token).sent_to(&app).await;
        me.is(200, "1 ada@gmail.com");
    });
}

#[test]
fn who_makes_tokens_up_keeps_nobody_out_who_was_in() {
    block_on(async {
        let fake = fake().await;
        let (app, clock) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let ask = || google("/me", &token).sent_to(&app);
        ask().await.is(200, "1 ada@gmail.com");
        fake.fail(FakeFault::Hanging);
        // They wait for as long as this is held.
        let _requests = made_up(&app);
        settled(&fake, 33).await;
        fake.heal();
        clock.advance(Duration::from_secs(300));
        ask().await.is(200, "1 ada@gmail.com");
        assert_eq!(asked(&fake, "/tokeninfo"), 34);
    });
}
