//! Sessions are started and listed.

use std::time::Duration;

use jwt_router_tests::{
    NOW, RequestExt as _, User, ada, block_on, builder, claims_of, get, grace, header_of, request,
    token,
};
use serde_json::{Value, json};

use super::{Service, broken::Broken, service};

#[test]
fn a_login_answers_as_oauth_has_it() {
    let service = service();
    let answer = request("POST", "/login").to(&service.app);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["access_token", "expires_in", "refresh_token", "token_type"]
    );
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 900);
}

#[test]
fn the_tokens_of_a_session_share_its_sid_and_differ_in_type_and_audience() {
    let service = service();
    let pair = block_on(service.start());
    let (access, refresh) = (pair.access_token().as_str(), pair.refresh_token().as_str());
    let (access_claims, refresh_claims) = (claims_of(access), claims_of(refresh));
    assert_eq!(access_claims["sid"], refresh_claims["sid"]);
    assert!(access_claims["sid"].as_str().unwrap().len() >= 22);
    assert_eq!(header_of(refresh)["typ"], "rt+jwt");
    assert_eq!(header_of(access)["typ"], "JWT");
    assert_ne!(access_claims["aud"], refresh_claims["aud"]);
    assert_ne!(access_claims["jti"], refresh_claims["jti"]);
    assert_eq!(access_claims["exp"], NOW + 15 * 60);
    assert_eq!(refresh_claims["exp"], NOW + 7 * 24 * 60 * 60);
}

#[test]
fn sessions_are_listed_with_their_labels() {
    let service = service();
    block_on(async {
        let long = format!("a\u{0}{}", "b".repeat(300));
        service
            .jwt
            .start_session(&ada())
            .label("phone")
            .await
            .unwrap();
        service.clock.advance(Duration::from_secs(60));
        service
            .jwt
            .start_session(&ada())
            .label(&long)
            .await
            .unwrap();
        service
            .jwt
            .start_session(&grace())
            .label("other")
            .await
            .unwrap();
        let sessions = service.jwt.sessions::<User>(&1).await.unwrap();
        let shown: Vec<(&str, i64)> = sessions
            .iter()
            .map(|session| (session.label.as_str(), session.started / 1000))
            .collect();
        let now = i64::try_from(NOW).unwrap();
        let cut = format!("a{}", "b".repeat(199));
        assert_eq!(shown, [(cut.as_str(), now + 60), ("phone", now)]);
        let json = serde_json::to_value(&sessions[1]).unwrap();
        assert_eq!(json["last_used"], json!(NOW * 1000));
    });
}

#[test]
fn the_scopes_of_a_session_are_in_both_of_its_tokens() {
    let service = service();
    block_on(async {
        let pair = service.jwt.start_session(&ada());
        let pair = pair
            .with_token(|token| token.scopes(["posts:write"]))
            .await
            .unwrap();
        for token in [pair.access_token().as_str(), pair.refresh_token().as_str()] {
            assert_eq!(claims_of(token)["scope"], "posts:write");
        }
    });
}

#[test]
fn tokens_are_not_shown() {
    let pair = block_on(service().start());
    let shown = format!("{pair:?}");
    assert!(!shown.contains("eyJ"), "{shown}");
}

#[test]
fn a_token_of_a_session_is_renewed_by_its_refresh_token_alone() {
    let service = service();
    let pair = block_on(service.start());
    let token = pair.access_token().as_str();
    let answer = request("POST", "/renew").bearer(token).to(&service.app);
    assert_eq!(answer.status, 500);
}

#[test]
fn a_login_whose_session_is_not_stored_is_503() {
    let service = Service::new(builder().sessions(Broken::Fails));
    let answer = request("POST", "/login").to(&service.app);
    assert_eq!(answer.status, 503);
}

#[test]
fn a_caller_knows_its_own_session() {
    let service = service();
    block_on(async {
        let pair = service.start().await;
        let this = get("/this").bearer(pair.access_token().as_str());
        let sessions = service.jwt.sessions::<User>(&1).await.unwrap();
        let id = sessions[0].id.to_string();
        this.sent_to(&service.app).await.is(200, &id);
        let none = get("/this").bearer(&token(&ada()));
        none.sent_to(&service.app).await.is(200, "none");
    });
}
