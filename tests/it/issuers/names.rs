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

/// The problems of the tenants, beside an issuer that names members by a claim alone and shares its users with these.
#[track_caller]
fn check_shared(shared: &[&str], is_good: bool) {
    let issuer = OidcIssuer::discover("https://login.example.com").audience("my-api");
    let issuer = issuer.entity_by("email", subject(), ByField);
    let issuer = shared
        .iter()
        .fold(issuer, |issuer, name| issuer.same_users_as(*name));
    for is_first in [false, true] {
        let tenants = tenants(&TENANTS);
        let builder = if is_first {
            finding()
                .trusted_issuer(issuer.clone())
                .trusted_issuer(tenants)
        } else {
            finding()
                .trusted_issuer(tenants)
                .trusted_issuer(issuer.clone())
        };
        if is_good {
            assert!(builder.build().is_ok(), "{shared:?}");
        } else {
            check_problem(builder, "a value at one may be another user's");
        }
    }
}

fn second_version(tenant: &str) -> String {
    format!("https://login.microsoftonline.com/{tenant}/v2.0")
}

fn first_version(tenant: &str) -> String {
    format!("https://sts.windows.net/{tenant}/")
}

#[test]
fn users_are_shared_only_with_the_tenants_that_the_program_names() {
    let [one, other] = TENANTS.map(second_version);
    check_shared(&[], false);
    check_shared(&[&one], false);
    check_shared(&[&other], false);
    check_shared(&[&one, &other], true);
}

#[test]
fn one_of_the_names_of_a_tenant_is_enough_to_share_its_users() {
    let (one, other) = (second_version(TENANTS[0]), first_version(TENANTS[1]));
    check_shared(&[&one, &first_version(TENANTS[0])], false);
    check_shared(&[&one, &other], true);
}

#[test]
fn the_problem_names_the_tenants_that_are_missing() {
    let [one, other] = TENANTS.map(second_version);
    let issuer = OidcIssuer::discover("https://login.example.com").audience("my-api");
    let issuer = issuer.entity_by("email", subject(), ByField);
    let with = |issuer| {
        finding()
            .trusted_issuer(tenants(&TENANTS))
            .trusted_issuer(issuer)
    };
    check_problem(
        with(issuer.clone()),
        &format!("`.same_users_as({one:?}).same_users_as({other:?})`"),
    );
    check_problem(
        with(issuer.same_users_as(one)),
        &format!("`.same_users_as({other:?})`"),
    );
}
