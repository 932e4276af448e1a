//! A claim that is a string by its standard names no entity whose key is a number.

use jwt_router::{JwtRoutes, OidcIssuer, prelude::*};

use super::{Account, ByField, Member, check_problem, subject};

#[derive(Clone, serde::Deserialize, serde::Serialize, PartialEq)]
struct Number(u64);

#[entity(table = "numbered", key = "number")]
#[derive(Clone)]
struct Numbered {
    number: Number,
}

fn named<E: Entity>(issuer: &str, claim: &str) -> JwtRoutesBuilder {
    let issuer = OidcIssuer::discover(issuer).audience("my-api");
    JwtRoutes::builder().trusted_issuer(issuer.entity::<E>(claim))
}

const EXAMPLE: &str = "https://login.example.com";
const ENTRA: &str = "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0";

// RFC 7519, section 4.1.2; OpenID Connect Core 1.0, section 5.1; RFC 8693, section 4.3.
#[test]
fn a_text_does_not_name_a_number() {
    for (issuer, claim) in [
        (EXAMPLE, "sub"),
        (EXAMPLE, "jti"),
        (EXAMPLE, "email"),
        (EXAMPLE, "phone_number"),
        (EXAMPLE, "client_id"),
        (ENTRA, "oid"),
        (ENTRA, "tid"),
        (
            "https://sts.windows.net/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/",
            "oid",
        ),
    ] {
        let words = format!("`{claim}` is a string (");
        check_problem(named::<Account>(issuer, claim), &words);
        check_problem(named::<Numbered>(issuer, claim), &words);
        assert!(named::<Member>(issuer, claim).build().is_ok(), "{claim}");
    }
}

#[test]
fn the_problem_says_what_to_write_instead() {
    for words in [
        "RFC 7519, section 4.1.2",
        "the key `number` of `it::issuers::Account` is a number",
        "`.entity_by(\"sub\", EntityField::new(..), store)`",
        "make the key a `String`",
    ] {
        check_problem(named::<Account>(EXAMPLE, "sub"), words);
    }
}

#[test]
fn a_claim_of_the_issuers_own_may_be_a_number() {
    for claim in ["user_id", "account", "uid", "oid", "tid"] {
        assert!(named::<Account>(EXAMPLE, claim).build().is_ok(), "{claim}");
    }
}

#[test]
fn a_text_finds_an_entity_whose_key_is_a_number_by_a_field() {
    for claim in ["sub", "email", "oid"] {
        let issuer = OidcIssuer::discover(ENTRA).audience("my-api");
        let by_field = issuer.entity_by(claim, subject(), ByField);
        assert!(
            JwtRoutes::builder()
                .trusted_issuer(by_field)
                .build()
                .is_ok()
        );
    }
}
