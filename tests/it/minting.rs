//! Tokens that are minted: what stands in them, and how they are renewed.

use std::time::Duration;

use axum::Json;
use jwt_router::{App, ClaimsError, JwtRoutes, SignError, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, OTHER_SECRET, Refusal, RequestExt as _, SECRET, User, ada, builder, claims_of,
    emmy, forge_raw, get, header_of, jwt, request, token,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G, jwt: JwtRoutes) -> Token {
    jwt.update_token(&g).unwrap()
}

#[derive(Deserialize, Serialize)]
struct Device {
    device: String,
    scopes: Vec<u8>,
}

#[protected(GET, "/device", register = false)]
async fn device(g: G<User>) -> Result<Json<Device>, String> {
    let claims: Result<Device, ClaimsError> = g.claims();
    claims.map(Json).map_err(|error| error.to_string())
}

fn app(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![me, renew, device])
        .build()
        .unwrap()
}

/// Whether an application of this configuration takes the token.
#[track_caller]
fn check(builder: JwtRoutesBuilder, token: &str, is_good: bool) {
    let answer = get("/me").bearer(token).to(&app(&builder.build().unwrap()));
    if is_good {
        answer.is(200, "Ada");
    } else {
        answer.is_refused(Refusal::BadToken);
    }
}

// SECURITY.md, rule 8: the table comes from the entity's type.
#[test]
fn a_minted_token_has_the_claims_of_flask_jwt_router() {
    let minted = token(&ada());
    assert_eq!(header_of(&minted), json!({"alg": "HS256", "typ": "JWT"}));
    let mut claims = claims_of(&minted);
    let id = claims.as_object_mut().unwrap().remove("jti").unwrap();
    assert!(id.as_str().unwrap().len() >= 16, "{id}");
    let days_30 = 30 * 24 * 60 * 60;
    assert_eq!(
        claims,
        json!({"table_name": "users", "user_id": 1, "exp": NOW + days_30, "auth_time": NOW})
    );
    assert_eq!(claims_of(&token(&emmy()))["id"], 1);
    assert_eq!(claims_of(&token(&emmy()))["table_name"], "teachers");
    assert_ne!(claims_of(&token(&ada()))["jti"], id);
}

#[test]
fn every_way_to_mint_gives_a_good_token() {
    let jwt = jwt();
    for minted in [
        jwt.create_token(&ada()),
        jwt.create_token_for::<User>(&1),
        jwt.token::<User>(&1).sign(),
    ] {
        let minted = minted.unwrap();
        assert_eq!(claims_of(minted.as_str())["user_id"], 1);
        check(builder(), &minted.into_string(), true);
    }
}

#[test]
fn a_token_serializes_as_its_text() {
    let minted = jwt().create_token(&ada()).unwrap();
    assert_eq!(
        serde_json::to_value(&minted).unwrap(),
        json!(minted.as_str())
    );
    assert_eq!(format!("{minted:?}"), "Token(..)");
}

#[test]
fn lifetimes_are_configured_or_given() {
    let exp =
        |jwt: &JwtRoutes| claims_of(jwt.create_token(&ada()).unwrap().as_str())["exp"].clone();
    let day = 24 * 60 * 60;
    assert_eq!(
        exp(&builder().expire_days(7).build().unwrap()),
        NOW + 7 * day
    );
    let jwt = builder()
        .expires_in(Duration::from_secs(90))
        .build()
        .unwrap();
    assert_eq!(exp(&jwt), NOW + 90);
    let given = jwt
        .token::<User>(&1)
        .expires_in(Duration::from_secs(5))
        .sign();
    assert_eq!(claims_of(given.unwrap().as_str())["exp"], NOW + 5);
    let text = jwt.token::<User>(&1).expires_in("5m").sign();
    assert_eq!(claims_of(text.unwrap().as_str())["exp"], NOW + 300);
    let forever = jwt.token::<User>(&1).expires_in(Duration::MAX).sign();
    check(builder(), forever.unwrap().as_str(), true);
}

#[test]
fn a_token_whose_lifetime_is_not_a_duration_is_not_minted() {
    let error = jwt().token::<User>(&1).expires_in("5 minutes").sign();
    assert_eq!(
        error.unwrap_err().to_string(),
        "the lifetime `5 minutes` is not a duration: write a number and a unit, such as `30s`, `15m`, `12h` or `7d`"
    );
}

#[test]
fn extra_claims_are_minted_read_and_kept_by_a_renewal() {
    let clock = FixedClock::at_unix(NOW);
    let jwt = builder()
        .clock(clock.clone())
        .expire_days(1)
        .build()
        .unwrap();
    let app = app(&jwt);
    let extra = Device {
        device: "phone".to_owned(),
        scopes: vec![1, 2],
    };
    let first = jwt
        .token::<User>(&1)
        .claims(&extra)
        .expires_in(Duration::from_secs(60))
        .sign();
    let first = first.unwrap().into_string();
    let body = r#"{"device":"phone","scopes":[1,2]}"#;
    get("/device").bearer(&first).to(&app).is(200, body);

    clock.advance(Duration::from_secs(30));
    let answer = request("POST", "/renew").bearer(&first).to(&app);
    assert_eq!(answer.header("cache-control"), "no-store");
    let renewed: Value = serde_json::from_str(&answer.body).unwrap();
    let renewed = renewed["token"].as_str().unwrap();
    get("/device").bearer(renewed).to(&app).is(200, body);
    let (before, mut after) = (claims_of(&first), claims_of(renewed));
    assert_eq!(after["exp"], NOW + 30 + 24 * 60 * 60);
    assert_ne!(after["jti"], before["jti"]);
    for name in ["exp", "jti"] {
        after[name] = before[name].clone();
    }
    assert_eq!(after, before);

    let without = get("/device").bearer(&token(&ada())).to(&app).body;
    assert!(
        without.contains("do not have the form of the handler's type"),
        "{without}"
    );
}

#[test]
fn an_extra_claim_cannot_take_the_place_of_another() {
    let jwt = jwt();
    for name in [
        "exp",
        "table_name",
        "user_id",
        "iat",
        "nbf",
        "iss",
        "aud",
        "sub",
        "jti",
        "auth_time",
    ] {
        let error = jwt
            .token::<User>(&1)
            .claims(&json!({name: 1}))
            .sign()
            .unwrap_err();
        assert!(matches!(error, SignError::ReservedClaim { name: taken, .. } if taken == name));
    }
    let error = jwt.token::<User>(&1).claims(&[1]).sign().unwrap_err();
    assert!(matches!(error, SignError::ExtraClaims));
}

#[test]
fn a_replaced_secret_still_verifies_and_no_longer_signs() {
    let old = token(&ada());
    let rotated = || builder().secret(OTHER_SECRET).previous_secret(SECRET);
    check(rotated(), &old, true);
    let new = rotated().build().unwrap().create_token(&ada()).unwrap();
    let header = header_of(new.as_str());
    assert!(header["kid"].is_string(), "{header}");
    check(rotated(), new.as_str(), true);
    check(builder().secret(OTHER_SECRET), new.as_str(), true);
    check(builder(), new.as_str(), false);
    check(builder().secret(OTHER_SECRET), &old, false);
    // The key that is named is the one that has signed.
    let claims = json!({"table_name": "users", "user_id": 1, "exp": NOW + 60}).to_string();
    let swapped = forge_raw(&header.to_string(), &claims, SECRET);
    check(rotated(), &swapped, false);
    let unknown = json!({"alg": "HS256", "kid": "unknown"}).to_string();
    let unknown = forge_raw(&unknown, &claims, OTHER_SECRET);
    check(rotated(), &unknown, false);
}
