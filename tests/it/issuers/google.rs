//! Google as an issuer, whose accounts may have addresses that Google does not administer.

use jwt_router::{ClaimCondition, OidcIssuer};

use super::{ByField, Member, check_problem, finding, subject};

fn google(name: &str) -> OidcIssuer {
    let keys = "https://www.googleapis.com/oauth2/v3/certs";
    OidcIssuer::jwks(name, keys).audience("client")
}

#[track_caller]
fn check(issuer: OidcIssuer, is_good: bool) {
    let builder = finding().trusted_issuer(issuer);
    if is_good {
        assert!(builder.build().is_ok());
    } else {
        check_problem(builder, "ClaimCondition::equals(\"hd\", \"example.com\")");
    }
}

#[test]
fn an_address_of_any_domain_names_no_entity() {
    for name in ["https://accounts.google.com", "accounts.google.com"] {
        check(google(name).entity_by("email", subject(), ByField), false);
        check(google(name).entity::<Member>("email"), false);
        check(google(name).entity_by("sub", subject(), ByField), true);
        check(google(name).entity_by_subject(subject(), ByField), true);
    }
    let other = google("https://login.example.com");
    check(other.entity_by("email", subject(), ByField), true);
}

#[test]
fn an_address_of_a_workspace_domain_names_an_entity() {
    for (condition, is_good) in [
        (ClaimCondition::equals("hd", "example.com"), true),
        (ClaimCondition::present("hd"), true),
        (ClaimCondition::absent("hd"), false),
        (ClaimCondition::present("locale"), false),
    ] {
        let issuer = google("https://accounts.google.com");
        let by_email = issuer.entity_by_where(condition, "email", subject(), ByField);
        check(by_email, is_good);
    }
}
