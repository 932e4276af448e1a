//! One issuer with several names, and several tenants.

use jwt_router::{OidcIssuer, prelude::*};
use jwt_router_tests::{Keys, Refusal, RequestExt as _, TestIssuer, TestKey, block_on, get};
use serde_json::json;

use super::{ByField, Case, Member, check_problem, claims, finding, good, subject};

const OTHER: &str = "login.example.com";
const TENANTS: [&str; 2] = [
    "8eaef023-2b34-4da1-9baa-8bc8c9d6a490",
    "aaaabbbb-0000-cccc-1111-dddd2222eeee",
];

#[test]
fn every_name_of_an_issuer_is_the_same_user() {
    block_on(async {
        let named = |issuer: OidcIssuer| {
            let issuer = issuer.entity_by_subject(subject(), ByField);
            issuer
                .also_named(OTHER)
                .also_named("https://sts.example.com/")
        };
        let case = Case::with(finding(), named).await;
        let mary = format!("{} mary", case.issuer.url);
        for iss in [&case.issuer.url, OTHER, "https://sts.example.com/"] {
            case.say("/member", json!({ "iss": iss }))
                .await
                .is(200, &mary);
        }
        for iss in ["https://sts.example.com", "LOGIN.example.com", ""] {
            let answer = case.say("/member", json!({ "iss": iss })).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn every_name_of_an_issuer_has_the_same_keys() {
    block_on(async {
        let case = Case::of(|issuer| issuer.entity::<Member>("sub").also_named(OTHER)).await;
        case.say("/member", json!({})).await.is(200, "mary");
        case.say("/member", json!({ "iss": OTHER }))
            .await
            .is(200, "mary");
        assert_eq!(case.issuer.fetches(), 1);
        let forged = TestKey::new("a").sign(&claims(&case.issuer, json!({ "iss": OTHER })));
        case.ask("/member", &forged)
            .await
            .is_refused(Refusal::BadToken);
    });
}

// Keycloak behind a proxy names itself as its users see it.
#[test]
fn a_discovery_document_may_have_any_name_of_its_issuer() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        issuer.document("issuer", "https://login.example.com/realms/app");
        let trusted = OidcIssuer::discover(&issuer.url)
            .also_named("https://login.example.com/realms/app")
            .audience("my-api")
            .entity::<Member>("sub");
        let app = super::built(super::known().trusted_issuer(trusted));
        let token = key.sign(&claims(
            &issuer,
            json!({"iss": "https://login.example.com/realms/app"}),
        ));
        get("/member")
            .bearer(&token)
            .sent_to(&app)
            .await
            .is(200, "mary");
    });
}

#[test]
fn a_name_is_of_one_issuer_only() {
    let builder = || JwtRoutes::builder().secret(jwt_router_tests::SECRET);
    let one = || good("https://one.example.com").also_named("one");
    let by_field = |name: &str| {
        let issuer = OidcIssuer::discover(name).audience("my-api");
        issuer.entity_by_subject(subject(), ByField)
    };
    check_problem(
        builder()
            .trusted_issuer(one())
            .trusted_issuer(by_field("https://two.example.com").also_named("one")),
        "it is configured twice",
    );
    check_problem(
        builder().trusted_issuer(one()).trusted_issuer(
            by_field("https://two.example.com").also_named("https://one.example.com"),
        ),
        "it is configured twice",
    );
    check_problem(
        builder().trusted_issuer(one().also_named("one")),
        "its other name `one`: it is configured twice",
    );
    check_problem(
        builder().issuer("one").trusted_issuer(one()),
        "it is your own",
    );
}

fn tenants(tenants: &[&str]) -> OidcIssuer {
    OidcIssuer::entra_tenants(tenants)
        .audience("my-api")
        .entity_by_subject(subject(), ByField)
}

#[test]
fn tenants_are_checked_at_the_start() {
    assert!(finding().trusted_issuer(tenants(&TENANTS)).build().is_ok());
    check_problem(finding().trusted_issuer(tenants(&[])), "it has no tenant");
    check_problem(
        finding().trusted_issuer(tenants(&["common"])),
        "`common` is not the id of a tenant",
    );
    check_problem(
        finding().trusted_issuer(tenants(&[TENANTS[0], TENANTS[0]])),
        "it is configured twice",
    );
    check_problem(
        finding().trusted_issuer(tenants(&TENANTS).also_named("login")),
        "`.also_named(..)` is for one issuer",
    );
    let by_subject = OidcIssuer::entra_tenants(TENANTS)
        .audience("my-api")
        .entity::<Member>("sub");
    check_problem(finding().trusted_issuer(by_subject), "entity_by_subject");
}
