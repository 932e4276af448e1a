//! For whom an issuer's token has to be: the audience, the client, or both.

use jwt_router::{JwtRoutes, OidcIssuer};
use jwt_router_tests::{NOW, Refusal, SECRET, block_on};
use serde_json::{Value, json};

use super::{Case, Member, check_problem, code_in};
use crate::log::logged;

/// An application that trusts an issuer of this configuration, which has no audience yet.
async fn case_of(configure: impl FnOnce(OidcIssuer) -> OidcIssuer) -> Case {
    Case::without_audience(|issuer| configure(issuer).entity::<Member>("sub")).await
}

/// Checks a token with these claims, and no `aud` among the others: `None` is let in, a code is a refusal.
#[track_caller]
fn check(configure: impl FnOnce(OidcIssuer) -> OidcIssuer, more: Value, code: Option<&str>) {
    let log = logged(|| {
        block_on(async {
            let case = case_of(configure).await;
            let mut claims = json!({"iss": case.issuer.url, "sub": "mary", "exp": NOW + 60});
            let Value::Object(more) = more.clone() else {
                panic!("claims are an object")
            };
            claims.as_object_mut().unwrap().extend(more);
            let answer = case.ask("/member", &case.key.sign(&claims)).await;
            match code {
                None => answer.is(200, "mary"),
                Some(_) => answer.is_refused(Refusal::BadToken),
            }
        });
    });
    assert_eq!(code_in(&log).as_deref(), code, "{more}");
}

fn client(issuer: OidcIssuer) -> OidcIssuer {
    issuer.client_id("app1")
}

fn party(issuer: OidcIssuer) -> OidcIssuer {
    issuer.authorized_party("https://app.example.com")
}

// The access tokens of Amazon Cognito.
#[test]
fn the_client_takes_the_place_of_the_audience() {
    let with = |client: Value| json!({"token_use": "access", "client_id": client});
    check(client, with(json!("app1")), None);
    check(client, json!({}), Some("no_client_id"));
    for other in [
        json!("app2"),
        json!("App1"),
        json!("app1 "),
        json!(""),
        json!(["app1"]),
        json!({"app1": "app1"}),
        json!(null),
        json!(1),
    ] {
        check(client, with(other), Some("wrong_client_id"));
    }
    let two = |issuer| client(issuer).client_id("app2");
    check(two, with(json!("app1")), None);
    check(two, with(json!("app2")), None);
    check(two, with(json!("app1 app2")), Some("wrong_client_id"));
}

// The session tokens of Clerk.
#[test]
fn the_authorized_party_takes_the_place_of_the_audience() {
    check(party, json!({"azp": "https://app.example.com"}), None);
    check(party, json!({}), Some("no_authorized_party"));
    for other in [
        json!("https://app.example.com/"),
        json!("https://evil.example.com"),
        json!(["https://app.example.com"]),
        json!(null),
    ] {
        check(party, json!({"azp": other}), Some("wrong_authorized_party"));
    }
    // One claim does not take the place of the other.
    let client_id = json!({"client_id": "https://app.example.com"});
    check(party, client_id, Some("no_authorized_party"));
    check(client, json!({"azp": "app1"}), Some("no_client_id"));
}

// RFC 7519, section 4.1.3: a token with an `aud` is for that audience alone.
#[test]
fn a_token_for_an_audience_is_refused_where_none_is_configured() {
    for aud in [json!("other"), json!("app1"), json!([])] {
        let claims = json!({"client_id": "app1", "aud": aud});
        check(client, claims, Some("wrong_audience"));
    }
}

#[test]
fn all_that_is_configured_is_required() {
    let all = |issuer| party(client(issuer)).audience("my-api");
    let good = json!({"aud": "my-api", "client_id": "app1", "azp": "https://app.example.com"});
    check(all, good.clone(), None);
    for (claim, missing, wrong) in [
        ("aud", "no_audience", "wrong_audience"),
        ("client_id", "no_client_id", "wrong_client_id"),
        ("azp", "no_authorized_party", "wrong_authorized_party"),
    ] {
        let mut less = good.clone();
        less.as_object_mut().unwrap().remove(claim);
        check(all, less.clone(), Some(missing));
        less[claim] = json!("other");
        check(all, less, Some(wrong));
    }
}

#[test]
fn a_missing_audience_is_logged_as_such() {
    let audience = |issuer: OidcIssuer| issuer.audience("my-api");
    check(audience, json!({"aud": ["x", "my-api"]}), None);
    check(audience, json!({}), Some("no_audience"));
    for aud in [json!("other"), json!([]), json!(["MY-API"])] {
        check(audience, json!({"aud": aud}), Some("wrong_audience"));
    }
    check(audience, json!({"aud": null}), Some("wrong_claim_type"));
}

// RFC 7519, section 4.
#[test]
fn a_client_that_is_named_twice_is_no_client() {
    let log = logged(|| {
        block_on(async {
            let case = case_of(client).await;
            let payload = format!(
                r#"{{"iss":"{}","sub":"mary","exp":{},"client_id":"other","client_id":"app1"}}"#,
                case.issuer.url,
                NOW + 60
            );
            let token = case.key.sign_text(&payload);
            case.ask("/member", &token)
                .await
                .is_refused(Refusal::BadToken);
        });
    });
    assert_eq!(code_in(&log).as_deref(), Some("repeated_claim"));
}

#[test]
fn a_client_that_is_not_configured_is_no_matter() {
    let audience = |issuer: OidcIssuer| issuer.audience("my-api");
    for other in [json!("any"), json!(1), json!(null)] {
        let claims = json!({"aud": "my-api", "client_id": other, "azp": other});
        check(audience, claims, None);
    }
}

#[test]
fn a_client_may_be_the_entity_itself() {
    block_on(async {
        let machine = |issuer: OidcIssuer| issuer.entity::<Member>("client_id");
        let case = Case::of(machine).await;
        case.say("/member", json!({"client_id": "mary"}))
            .await
            .is(200, "mary");
    });
}

#[test]
fn an_issuer_has_an_audience_or_a_client() {
    let example = "https://login.example.com";
    let with = |configure: fn(OidcIssuer) -> OidcIssuer| {
        let issuer = OidcIssuer::discover(example).entity::<Member>("sub");
        JwtRoutes::builder()
            .secret(SECRET)
            .trusted_issuer(configure(issuer))
    };
    check_problem(with(|issuer| issuer), "it has no audience");
    check_problem(
        with(|issuer| issuer),
        "`.client_id(..)` or `.authorized_party(..)`",
    );
    for configure in [client, party, |issuer: OidcIssuer| issuer.audience("a")] {
        assert!(with(configure).build().is_ok());
    }
    for configure in [
        |issuer: OidcIssuer| issuer.client_id(""),
        |issuer: OidcIssuer| issuer.authorized_party(""),
        |issuer: OidcIssuer| issuer.audience(""),
        |issuer: OidcIssuer| issuer.audience("a").client_id(""),
    ] {
        check_problem(with(configure), "an audience, client or party is empty");
    }
    check_problem(
        with(|issuer| issuer.client_id("a").entity::<Member>("client_id")),
        "`client_id` names the entity",
    );
    let by_client = OidcIssuer::discover(example)
        .audience("my-api")
        .entity::<Member>("client_id");
    assert!(
        JwtRoutes::builder()
            .trusted_issuer(by_client)
            .build()
            .is_ok()
    );
}
