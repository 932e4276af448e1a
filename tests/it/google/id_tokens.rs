//! ID tokens that cannot be trusted.

use std::time::Duration;

use jwt_router::{
    JwtRoutesBuilder,
    testing::{FakeAccount, FakeFault},
};
use jwt_router_tests::{Answer, block_on};

use super::{app, builder, fake, is_refused, jwt, log_in, provider, token_of};

/// Logs in at a provider with this fault, which is the one reason why it fails.
#[track_caller]
fn check(fault: FakeFault, status: u16, error: &str) {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        fake.fail(fault);
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, status, error);
        fake.heal();
        token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
    });
}

#[test]
fn an_id_token_of_another_issuer_is_refused() {
    check(FakeFault::WrongIssuer, 401, "invalid_id_token");
}

#[test]
fn an_id_token_for_another_client_is_refused() {
    check(FakeFault::WrongAudience, 401, "invalid_id_token");
    check(FakeFault::WrongAuthorizedParty, 401, "invalid_id_token");
}

#[test]
fn an_expired_id_token_is_refused() {
    check(FakeFault::Expired, 401, "invalid_id_token");
}

#[test]
fn an_id_token_from_the_future_is_refused() {
    check(FakeFault::FromTheFuture, 401, "invalid_id_token");
}

// RFC 8725, sections 2.1 and 3.1.
#[test]
fn an_unsigned_id_token_is_refused() {
    check(FakeFault::AlgNone, 401, "invalid_id_token");
}

// RFC 8725, section 2.1: the public key is no secret.
#[test]
fn an_id_token_signed_with_the_public_key_as_a_secret_is_refused() {
    check(FakeFault::Hs256WithPublicKey, 401, "invalid_id_token");
}

// RFC 8725, section 3.11: an access token tells nobody who logged in.
#[test]
fn an_access_token_in_the_place_of_an_id_token_is_refused() {
    check(FakeFault::AccessTokenType, 401, "invalid_id_token");
}

#[test]
fn an_id_token_of_an_unknown_key_is_refused() {
    check(FakeFault::UnknownKey, 401, "invalid_id_token");
}

#[test]
fn an_id_token_with_the_signature_of_another_is_refused() {
    check(FakeFault::ForgedSignature, 401, "invalid_id_token");
}

#[test]
fn an_answer_without_an_id_token_logs_nobody_in() {
    check(FakeFault::NoIdToken, 401, "invalid_id_token");
}

// SECURITY.md, rule 9: exactly `true`.
#[test]
fn an_address_that_is_not_verified_logs_nobody_in() {
    check(FakeFault::EmailUnverified, 403, "email_not_verified");
    check(FakeFault::EmailVerifiedAsText, 403, "email_not_verified");
    check(FakeFault::NoEmail, 403, "email_not_verified");
}

#[test]
fn new_keys_of_the_provider_are_found() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        fake.rotate_keys().unwrap();
        // Keys are fetched again once a minute at most, whatever tokens name.
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(61)).await;
        tokio::time::resume();
        token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        let asked = |path: &str| {
            let requests = fake.requests();
            requests.iter().filter(|asked| asked.path == path).count()
        };
        assert_eq!(asked("/oauth2/v3/certs"), 2);
    });
}

#[test]
fn an_id_token_has_any_name_of_the_provider() {
    block_on(async {
        let fake = fake().await;
        let other = fake.endpoints().issuer("https://other.example.com");
        let [refused, accepted] = [other.clone(), other.also_named(fake.url())]
            .map(|endpoints| app(&jwt(provider(&fake).endpoints(endpoints))));
        let answer = log_in(&refused, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, 401, "invalid_id_token");
        token_of(&log_in(&accepted, &fake.code("ada@gmail.com")).await);
    });
}

// RFC 9110, section 11.6.1: the challenge is for the scheme that the application accepts.
#[test]
fn a_failed_login_names_the_configured_scheme() {
    block_on(async {
        let fake = fake().await;
        let jwt = builder().scheme("Token").google(provider(&fake));
        let app = app(&jwt.build().unwrap());
        fake.fail(FakeFault::WrongIssuer);
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert_eq!(answer.header("www-authenticate"), "Token");
    });
}

/// Logs in by an ID token whose user has a name of this length.
async fn log_in_named(builder: JwtRoutesBuilder, length: usize) -> Answer {
    let fake = fake().await;
    let jwt = builder.google(provider(&fake)).build().unwrap();
    let ada = FakeAccount::new("ada@gmail.com").name("a".repeat(length));
    log_in(&app(&jwt), &fake.code_for(ada)).await
}

// SECURITY.md, Token: at most 16 KiB, or the configured number of bytes.
#[test]
fn an_id_token_is_as_long_as_a_token_may_be() {
    block_on(async {
        let long = log_in_named(builder(), 16 * 1024).await;
        is_refused(&long, 401, "invalid_id_token");
        let longer = builder().max_token_length(32 * 1024);
        token_of(&log_in_named(longer, 16 * 1024).await);

        token_of(&log_in_named(builder(), 2048).await);
        let shorter = builder().max_token_length(2048);
        is_refused(&log_in_named(shorter, 2048).await, 401, "invalid_id_token");
    });
}
