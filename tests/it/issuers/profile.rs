//! Claims of a user's profile, which the user chooses or the issuer may not have verified.

use jwt_router::OidcIssuer;
use jwt_router_tests::{Refusal, block_on};
use serde_json::{Value, json};

use super::{ByField, Case, Member, check_problem, code_in, finding, subject};
use crate::log::logged;

fn issuer() -> OidcIssuer {
    OidcIssuer::discover("https://login.example.com").audience("my-api")
}

// OpenID Connect Core 1.0, sections 5.1 and 5.7.
#[test]
fn a_claim_that_users_choose_names_no_entity() {
    for claim in [
        "name",
        "given_name",
        "family_name",
        "middle_name",
        "nickname",
        "preferred_username",
        "profile",
        "picture",
        "website",
        "gender",
        "birthdate",
        "zoneinfo",
        "locale",
        "address",
        "updated_at",
    ] {
        let words = format!("users choose their `{claim}`");
        let by_key = issuer().entity::<Member>(claim);
        check_problem(finding().trusted_issuer(by_key), &words);
        let by_field = issuer().entity_by(claim, subject(), ByField);
        check_problem(finding().trusted_issuer(by_field), &words);
    }
}

#[test]
fn the_problem_of_a_chosen_claim_names_the_subject_instead() {
    let by_name = issuer().entity_by("preferred_username", subject(), ByField);
    check_problem(
        finding().trusted_issuer(by_name),
        "`.entity_by(\"sub\", EntityField::new(..), store)`",
    );
}

#[test]
fn the_statement_that_a_number_is_verified_names_no_entity() {
    let by_flag = issuer().entity::<Member>("phone_number_verified");
    check_problem(finding().trusted_issuer(by_flag), "has another meaning");
}

/// Checks the response to a token with the phone number `+1 555` and these claims.
#[track_caller]
fn check_phone(more: Value, is_good: bool) {
    let log = logged(|| {
        block_on(async {
            let by_phone =
                |issuer: OidcIssuer| issuer.entity_by("phone_number", subject(), ByField);
            let case = Case::with(finding(), by_phone).await;
            let mut claims = json!({"phone_number": "+1 555"});
            let Value::Object(more) = &more else {
                panic!("claims are an object")
            };
            claims.as_object_mut().unwrap().extend(more.clone());
            let answer = case.say("/member", claims).await;
            if is_good {
                answer.is(200, "+1 555");
            } else {
                answer.is_refused(Refusal::BadToken);
            }
        });
    });
    let code = (!is_good).then_some("unverified_phone_number");
    assert_eq!(code_in(&log).as_deref(), code, "{more}");
}

#[test]
fn a_phone_number_names_an_entity_only_if_the_issuer_has_verified_it() {
    check_phone(json!({"phone_number_verified": true}), true);
    check_phone(json!({"phone_number_verified": "true"}), true);
    for verified in [json!(false), json!(null), json!(1), json!("yes")] {
        check_phone(json!({ "phone_number_verified": verified }), false);
    }
    check_phone(json!({}), false);
    check_phone(json!({"email_verified": true}), false);
}
