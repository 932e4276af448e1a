//! Another issuer beside Google must not be able to name the users of Google's accounts.

use jwt_router::{ClaimCondition, OidcIssuer};

use super::*;

#[entity(table = "bots")]
#[derive(Clone, Debug)]
struct Bot {
    id: String,
}

fn issuer() -> OidcIssuer {
    OidcIssuer::discover("https://one.example.com").audience("api")
}

/// Returns the problems of an application with this issuer and with Google.
fn problems_beside_google(issuer: OidcIssuer, google: GoogleBuilder) -> Vec<String> {
    let builder = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Person>(people())
        .entity::<Bot>(MemoryStore::new([]))
        .trusted_issuer(issuer)
        .google(google);
    let problems = builder.build().err();
    let problems = problems.map(|error| error.problems().to_vec());
    let problems = problems.into_iter().flatten();
    problems.map(|problem| problem.to_string()).collect()
}

#[track_caller]
fn check_refused(issuer: OidcIssuer, claim: &str) {
    let problems = problems_beside_google(issuer, google());
    let [problem] = &*problems else {
        panic!("{problems:?}");
    };
    for expected in [
        "https://one.example.com",
        &format!("by `{claim}`"),
        "`.google(..)`",
        ".entity_by_subject(..)",
        r#".same_users_as("https://accounts.google.com")"#,
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn an_issuer_does_not_name_the_users_of_google_by_a_claim_alone() {
    for claim in ["email", "uid", "login"] {
        check_refused(issuer().entity_by(claim, email(), people()), claim);
    }
    check_refused(issuer().entity::<Person>("person_id"), "person_id");
}

#[test]
fn an_issuer_may_name_the_users_of_google_by_issuer_and_subject() {
    let by_subject = issuer().entity_by_subject(email(), people());
    assert_eq!(problems_beside_google(by_subject, google()), [""; 0]);
}

#[test]
fn an_issuer_may_name_another_entity_than_google_by_a_claim_alone() {
    let bots = issuer().entity::<Bot>("client_id");
    assert_eq!(problems_beside_google(bots, google()), [""; 0]);
}

#[test]
fn the_program_may_say_that_an_issuer_shares_its_users_with_google() {
    for name in ["https://accounts.google.com", "accounts.google.com"] {
        let shared = issuer().entity_by("email", email(), people());
        let shared = shared.same_users_as(name);
        assert_eq!(problems_beside_google(shared, google()), [""; 0]);
    }
}

fn one_tap() -> OidcIssuer {
    OidcIssuer::discover("https://accounts.google.com").audience("client")
}

#[track_caller]
fn check_one_tap(issuer: OidcIssuer, google: GoogleBuilder, words: &str) {
    let problems = problems_beside_google(issuer, google);
    let [problem] = &*problems else {
        panic!("{problems:?}");
    };
    assert!(problem.contains(words), "{problem}");
}

#[test]
fn google_as_an_issuer_shares_its_users_by_their_number_with_google_as_a_provider() {
    let by_number = one_tap().entity_by("sub", email(), people());
    assert_eq!(problems_beside_google(by_number, google()), [""; 0]);
}

// SECURITY.md, OAuth: an address finds a user only if Google administers it.
#[test]
fn google_as_an_issuer_names_no_user_of_google_by_an_address_of_any_domain() {
    let by_email = one_tap().entity_by("email", email(), people());
    check_one_tap(by_email, google(), "`.entity_by(\"sub\", ..)`");
}

#[test]
fn google_as_an_issuer_names_users_by_the_addresses_of_workspace_domains() {
    for condition in [
        ClaimCondition::equals("hd", "example.com"),
        ClaimCondition::present("hd"),
    ] {
        let by_email = one_tap().entity_by_where(condition, "email", email(), people());
        assert_eq!(problems_beside_google(by_email, google()), [""; 0]);
    }
}

#[test]
fn google_as_an_issuer_names_no_user_of_google_by_another_claim() {
    let by_domain = one_tap().entity_by("hd", email(), people());
    check_one_tap(by_domain, google(), "`.entity_by(\"sub\", ..)`");
}

#[test]
fn a_stand_in_for_google_has_the_rules_of_google() {
    let base = "http://127.0.0.1:8080";
    let stand_in = || google().endpoints(GoogleEndpoints::under(base));
    let issuer = || OidcIssuer::discover(base).audience("client");
    let by_email = issuer().entity_by("email", email(), people());
    check_one_tap(by_email, stand_in(), "`.entity_by(\"sub\", ..)`");
    let by_number = issuer().entity_by("sub", email(), people());
    assert_eq!(problems_beside_google(by_number, stand_in()), [""; 0]);
}

#[test]
fn the_name_of_google_is_that_of_its_endpoints() {
    let stand_in = google().endpoints(GoogleEndpoints::under("http://127.0.0.1:8080"));
    let shared = issuer().entity_by("email", email(), people());
    let shared = shared.same_users_as("https://accounts.google.com");
    let problems = problems_beside_google(shared, stand_in);
    assert!(
        problems
            .iter()
            .any(|problem| problem.contains("names no other issuer")),
        "{problems:?}"
    );
}
