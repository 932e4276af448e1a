//! ID tokens of an issuer: refused, unless the configuration accepts them as bearer tokens.

use jwt_router::{JwtRoutes, OidcIssuer};
use jwt_router_tests::{SECRET, block_on};
use serde_json::{Value, json};

use super::{Case, Member, check_problem, claims, code_in, good};
use crate::log::logged;

/// Checks a token with this `typ` in its header and these claims.
#[track_caller]
fn check(configure: fn(OidcIssuer) -> OidcIssuer, typ: &str, more: &Value, is_good: bool) {
    let log = logged(|| {
        block_on(async {
            let case = Case::of(|issuer| configure(issuer.entity::<Member>("sub"))).await;
            let header = json!({"alg": "ES256", "kid": "a", "typ": typ});
            let token = case
                .key
                .sign_as(&header, &claims(&case.issuer, more.clone()));
            let status = case.ask("/member", &token).await.status;
            assert_eq!(status, if is_good { 200 } else { 401 }, "{typ} {more}");
        });
    });
    if !is_good {
        assert_eq!(code_in(&log).as_deref(), Some("no_access_token"), "{more}");
    }
}

fn plain(issuer: OidcIssuer) -> OidcIssuer {
    issuer
}

// OpenID Connect Core 1.0, section 3.1.3.6; RFC 9068, section 2.1.
#[test]
fn the_type_of_an_access_token_outweighs_a_hash() {
    for hash in [json!({"at_hash": "x"}), json!({"c_hash": "x"})] {
        for typ in ["at+jwt", "application/at+jwt", "AT+JWT"] {
            check(plain, typ, &hash, true);
            check(OidcIssuer::access_tokens_only, typ, &hash, true);
        }
        for typ in ["JWT", "JOSE"] {
            check(plain, typ, &hash, false);
        }
    }
    // A claim that states the kind is not outweighed.
    check(plain, "at+jwt", &json!({"token_use": "id"}), false);
    check(plain, "at+jwt", &json!({"typ": "ID"}), false);
}

// RFC 7515, section 4.1.9; RFC 7519, section 5.1.
#[test]
fn a_type_that_names_no_kind_is_that_of_an_access_token() {
    for typ in ["JWT", "application/jwt", "JOSE", "application/jose"] {
        check(plain, typ, &json!({}), true);
    }
}

#[test]
fn id_tokens_are_accepted_where_the_configuration_says_so() {
    for more in [
        json!({"at_hash": "x", "nonce": "n"}),
        json!({"c_hash": "x"}),
        json!({"typ": "ID"}),
        json!({"token_use": "id"}),
        json!({}),
        json!({"typ": "Bearer", "token_use": "access"}),
    ] {
        for typ in ["JWT", "at+jwt"] {
            check(OidcIssuer::accept_id_tokens, typ, &more, true);
        }
    }
}

#[test]
fn refresh_and_logout_tokens_are_never_accepted() {
    for more in [
        json!({"typ": "Refresh"}),
        json!({"typ": "Offline"}),
        json!({"typ": "Logout"}),
        json!({"token_use": "refresh"}),
        json!({"at_hash": "x", "typ": "Refresh"}),
    ] {
        check(OidcIssuer::accept_id_tokens, "JWT", &more, false);
    }
}

#[test]
fn an_id_token_is_for_the_audience() {
    block_on(async {
        let accept = |issuer: OidcIssuer| issuer.entity::<Member>("sub").accept_id_tokens();
        let case = Case::of(accept).await;
        for (aud, status) in [
            (json!("my-api"), 200),
            (json!(["other", "my-api"]), 200),
            (json!("other"), 401),
            (json!(null), 401),
        ] {
            let answer = case
                .say("/member", json!({"at_hash": "x", "aud": aud}))
                .await;
            assert_eq!(answer.status, status, "{aud}");
        }
    });
}

#[test]
fn id_tokens_are_checked_when_the_application_is_configured() {
    let example = "https://login.example.com";
    let with = |issuer: OidcIssuer| {
        JwtRoutes::builder()
            .secret(SECRET)
            .trusted_issuer(issuer.accept_id_tokens())
    };
    assert!(with(good(example)).build().is_ok());
    check_problem(
        with(good(example).access_tokens_only()),
        "`.accept_id_tokens()` and `.access_tokens_only()` exclude each other",
    );
    let by_client = OidcIssuer::discover(example).entity::<Member>("sub");
    check_problem(
        with(by_client.client_id("app1")),
        "`.accept_id_tokens()` needs an audience",
    );
}

#[test]
fn the_start_warns_of_id_tokens() {
    let example = "https://login.example.com";
    let warnings = |issuer: OidcIssuer| {
        let log = logged(|| drop(JwtRoutes::builder().trusted_issuer(issuer).build().unwrap()));
        let warnings = log.iter().filter(|event| event["level"] == "WARN");
        let texts = warnings.map(|event| {
            (
                event["fields"]["message"].clone(),
                event["fields"]["issuer"].clone(),
            )
        });
        texts.collect::<Vec<_>>()
    };
    assert_eq!(warnings(good(example)), []);
    let [(message, issuer)] = &warnings(good(example).accept_id_tokens())[..] else {
        panic!("there is one warning");
    };
    assert!(message.as_str().unwrap().contains("ID tokens"), "{message}");
    assert_eq!(issuer, example);
}
