//! People and services with tokens of one issuer: a claim chooses the entity type.

use std::future::ready;

use jwt_router::{ClaimCondition, IssuerClaims};
use jwt_router_tests::parts_of;

use super::*;

#[entity(table = "services", key = "client")]
#[derive(Clone)]
struct Service {
    client: String,
}

#[entity(table = "robots", key = "robot")]
#[derive(Clone)]
struct Robot {
    robot: String,
}

#[protected(GET, "/service", register = false)]
async fn service(g: G<Service>) -> String {
    g.client.clone()
}

#[protected(GET, "/any", entity = any(Member, Service), register = false)]
async fn any(g: G) -> String {
    g.table().to_owned()
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn keys(g: G) -> String {
    let member = g.key::<Member>().unwrap_or_default();
    let service = g.key::<Service>().unwrap_or_default();
    format!("{} {member}{service}", g.table())
}

fn named(subject: &str) -> Member {
    Member {
        subject: subject.to_owned(),
    }
}

fn batch() -> Service {
    Service {
        client: "batch".to_owned(),
    }
}

fn stores() -> JwtRoutesBuilder {
    users_only()
        .entity::<Member>(MemoryStore::new([named("mary")]))
        .entity::<Service>(MemoryStore::new([batch()]))
}

fn is_service() -> ClaimCondition {
    ClaimCondition::equals("gty", "client-credentials")
}

/// People by `sub`, and services by `azp`.
fn people_and_services(issuer: OidcIssuer) -> OidcIssuer {
    issuer
        .entity::<Member>("sub")
        .entity_where::<Service>(is_service(), "azp")
}

async fn case(configure: impl FnOnce(OidcIssuer) -> OidcIssuer) -> Case {
    case_with(stores(), configure).await
}

async fn case_with(
    builder: JwtRoutesBuilder,
    configure: impl FnOnce(OidcIssuer) -> OidcIssuer,
) -> Case {
    let key = TestKey::new("a");
    let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
    let trusted = configure(OidcIssuer::discover(&issuer.url).audience("my-api"));
    let routes = routes![member, service, any, keys];
    let app = builder.trusted_issuer(trusted).build().unwrap();
    let app = app.app_with((), routes).build().unwrap();
    Case { key, issuer, app }
}

/// The claims of a service's token, with others beside or instead.
fn of_batch(more: Value) -> Value {
    let mut claims = json!({"sub": "batch@clients", "azp": "batch", "gty": "client-credentials"});
    let Value::Object(more) = more else {
        panic!("claims are an object")
    };
    claims.as_object_mut().unwrap().extend(more);
    claims
}

/// Checks the responses on the routes of members, of services, and of both, and the key that the claims have.
#[track_caller]
fn check_routes(more: Value, expected: [(u16, &str); 4]) {
    block_on(async {
        let case = case(people_and_services).await;
        for (path, (status, body)) in ["/member", "/service", "/any", "/claims"]
            .into_iter()
            .zip(expected)
        {
            let answer = case.say(path, more.clone()).await;
            assert_eq!(answer.status, status, "{path} {more}");
            if status == 200 {
                assert_eq!(answer.body, body, "{path} {more}");
            }
        }
    });
}

#[test]
fn a_persons_token_is_one_of_the_routes_for_people() {
    check_routes(
        json!({"azp": "web"}),
        [
            (200, "mary"),
            (403, ""),
            (200, "members"),
            (200, "members mary"),
        ],
    );
}

#[test]
fn a_services_token_is_one_of_the_routes_for_services() {
    check_routes(
        of_batch(json!({})),
        [
            (403, ""),
            (200, "batch"),
            (200, "services"),
            (200, "services batch"),
        ],
    );
}

// Another text is another kind of token, so that people keep theirs.
#[test]
fn another_text_meets_no_condition() {
    for gty in ["password", "Client-Credentials", "client-credentials ", ""] {
        check_routes(
            json!({"gty": gty}),
            [
                (200, "mary"),
                (403, ""),
                (200, "members"),
                (200, "members mary"),
            ],
        );
    }
}

/// Checks the word in the log for a token that is refused on every route.
#[track_caller]
fn check_refused(
    configure: impl FnOnce(OidcIssuer) -> OidcIssuer,
    sign: impl FnOnce(&Case) -> String,
    code: &str,
) {
    let log = logged(|| {
        block_on(async {
            let case = case(configure).await;
            let token = sign(&case);
            let answer = case.ask("/any", &token).await;
            answer.is_refused(Refusal::BadToken);
        });
    });
    assert_eq!(code_in(&log).as_deref(), Some(code));
}

fn signed(more: Value) -> impl FnOnce(&Case) -> String {
    move |case| case.key.sign(&claims(&case.issuer, more))
}

/// Signs a payload that ends with this text.
fn ending(text: &'static str) -> impl FnOnce(&Case) -> String {
    move |case| {
        let payload = claims(&case.issuer, json!({"azp": "batch"})).to_string();
        let payload = payload.strip_suffix('}').unwrap();
        case.key.sign_text(&format!("{payload},{text}}}"))
    }
}

#[test]
fn a_choosing_claim_of_another_type_is_refused() {
    for gty in [
        json!(null),
        json!(true),
        json!(1),
        json!(["client-credentials"]),
        json!({"client-credentials": true}),
    ] {
        check_refused(
            people_and_services,
            signed(of_batch(json!({ "gty": gty }))),
            "wrong_claim_type",
        );
    }
}

// RFC 7519, section 4: another reader of the same token might choose the other one.
#[test]
fn a_repeated_choosing_claim_is_refused() {
    for text in [
        r#""gty":"client-credentials","gty":"password""#,
        r#""gty":"password","gty":"client-credentials""#,
        r#""gty":"client-credentials","gty":"client-credentials""#,
        r#""gty":"client-credentials","\u0067ty":"password""#,
    ] {
        check_refused(people_and_services, ending(text), "repeated_claim");
    }
}

#[test]
fn a_choosing_claim_is_found_by_its_name_without_escapes() {
    block_on(async {
        let case = case(people_and_services).await;
        for text in [
            r#""\u0067ty":"client-credentials""#,
            r#""gty":"client\u002dcredentials""#,
        ] {
            let token = ending(text)(&case);
            case.ask("/any", &token).await.is(200, "services");
        }
        // A name below another is not the claim.
        let token = ending(r#""x":{"gty":"client-credentials"}"#)(&case);
        case.ask("/any", &token).await.is(200, "members");
    });
}

// SECURITY.md, Issuers: of a token that is not verified, only `iss` is read.
#[test]
fn a_choosing_claim_is_read_from_the_signed_payload_only() {
    block_on(async {
        let case = case(people_and_services).await;
        let person = case
            .key
            .sign(&claims(&case.issuer, json!({"azp": "batch"})));
        let service = case.key.sign(&claims(&case.issuer, of_batch(json!({}))));
        let [header, _, signature] = parts_of(&person);
        let forged = format!("{header}.{}.{signature}", parts_of(&service)[1]);
        case.ask("/service", &forged)
            .await
            .is_refused(Refusal::BadToken);
        let header = json!({"alg": "ES256", "kid": "a", "gty": "client-credentials"});
        let token = case.key.sign_as(&header, &claims(&case.issuer, json!({})));
        case.ask("/any", &token).await.is(200, "members");
    });
}

#[test]
fn the_key_of_a_service_is_checked_as_that_of_a_person() {
    check_refused(
        people_and_services,
        signed(of_batch(json!({"azp": "other"}))),
        "no_such_entity",
    );
    check_refused(
        people_and_services,
        signed(of_batch(json!({"azp": 7}))),
        "unknown_entity",
    );
    check_refused(
        people_and_services,
        signed(json!({"gty": "client-credentials"})),
        "no_key",
    );
    // The key of a person is none of a service, nor the other way round.
    check_refused(
        people_and_services,
        signed(of_batch(json!({"sub": "mary", "azp": "mary"}))),
        "no_such_entity",
    );
    check_refused(
        people_and_services,
        signed(json!({"sub": "batch"})),
        "no_such_entity",
    );
}

#[test]
fn the_other_checks_of_the_issuer_are_the_same_for_both() {
    for (more, code) in [
        (json!({"aud": "other"}), "wrong_audience"),
        (json!({"exp": NOW - 61}), "expired"),
        (json!({"typ": "Refresh"}), "no_access_token"),
        (json!({"cnf": {"jkt": "x"}}), "bound_to_key"),
    ] {
        check_refused(people_and_services, signed(of_batch(more)), code);
    }
}

/// People and services with a condition for each.
fn both_conditions(issuer: OidcIssuer) -> OidcIssuer {
    issuer
        .entity_where::<Member>(ClaimCondition::present("uid"), "sub")
        .entity_where::<Service>(is_service(), "azp")
}

#[test]
fn a_token_that_meets_both_conditions_is_refused() {
    check_refused(
        both_conditions,
        signed(of_batch(json!({"uid": "u1"}))),
        "two_entities_chosen",
    );
    // Not by the order of the configuration either.
    check_refused(
        |issuer| {
            issuer
                .entity_where::<Service>(is_service(), "azp")
                .entity_where::<Member>(ClaimCondition::present("uid"), "sub")
        },
        signed(of_batch(json!({"uid": "u1"}))),
        "two_entities_chosen",
    );
}

#[test]
fn a_token_that_meets_no_condition_is_refused() {
    check_refused(both_conditions, signed(json!({})), "no_entity_chosen");
    check_refused(
        |issuer| issuer.entity_where::<Service>(is_service(), "azp"),
        signed(json!({"azp": "batch"})),
        "no_entity_chosen",
    );
}

// A condition that is met does not excuse another whose claim has a wrong type.
#[test]
fn every_choosing_claim_is_checked() {
    check_refused(
        both_conditions,
        signed(json!({"uid": "u1", "gty": 7})),
        "wrong_claim_type",
    );
}

#[test]
fn a_claim_that_is_present_or_absent_chooses() {
    block_on(async {
        // As Keycloak marks service accounts.
        let keycloak = case(|issuer| {
            issuer
                .entity_where::<Service>(ClaimCondition::present("client_id"), "client_id")
                .entity_where::<Member>(ClaimCondition::absent("client_id"), "sub")
        });
        let case = keycloak.await;
        case.say("/any", json!({})).await.is(200, "members");
        let service = json!({"client_id": "batch"});
        case.say("/service", service).await.is(200, "batch");
        let unclear = json!({"client_id": null});
        let answer = case.say("/any", unclear).await;
        answer.is_refused(Refusal::BadToken);
        let unknown = json!({"client_id": ["batch"]});
        let answer = case.say("/any", unknown).await;
        answer.is_refused(Refusal::BadToken);
    });
}

#[test]
fn an_authorized_party_may_choose() {
    block_on(async {
        let case = case(|issuer| {
            let batch = ClaimCondition::equals("azp", "batch");
            issuer
                .authorized_party("web")
                .authorized_party("batch")
                .entity::<Member>("sub")
                .entity_where::<Service>(batch, "client")
        });
        let case = case.await;
        case.say("/any", json!({"azp": "web"}))
            .await
            .is(200, "members");
        let service = json!({"azp": "batch", "client": "batch"});
        case.say("/any", service).await.is(200, "services");
        for other in [json!({"azp": "other"}), json!({})] {
            let answer = case.say("/any", other).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

fn client() -> EntityField<Service> {
    EntityField::new("client", |service: &Service| &service.client)
}

#[test]
fn a_chosen_entity_is_found_by_a_field_too() {
    block_on(async {
        let services = MemoryStore::new([batch()]);
        let found = case(|issuer| {
            issuer.entity::<Member>("sub").entity_by_where(
                is_service(),
                "client",
                client(),
                services,
            )
        });
        let case = found.await;
        let service = of_batch(json!({"client": "batch"}));
        case.say("/service", service).await.is(200, "batch");
        case.say("/any", json!({})).await.is(200, "members");
        let other = of_batch(json!({"client": "other"}));
        let answer = case.say("/service", other).await;
        answer.is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_chosen_entity_is_found_by_issuer_and_subject_too() {
    block_on(async {
        let services = MemoryStore::<Service>::new([]);
        let store = services.clone();
        let found = case(|issuer| {
            issuer
                .entity::<Member>("sub")
                .entity_by_subject_where(is_service(), client(), store)
        });
        let case = found.await;
        let identity = format!("{} batch@clients", case.issuer.url);
        services.insert(Service {
            client: identity.clone(),
        });
        let answer = case.say("/service", of_batch(json!({}))).await;
        answer.is(200, &identity);
    });
}

// Each entity has its own function, and none creates the other's.
#[test]
fn an_unknown_entity_is_created_by_its_own_function() {
    let created = |issuer: OidcIssuer| {
        let new_member = |claims: IssuerClaims| {
            let subject = claims.subject().unwrap_or_default();
            ready(Ok(Some(named(subject))))
        };
        people_and_services(issuer).on_unknown(new_member)
    };
    block_on(async {
        let case = case(created).await;
        let tom = json!({"sub": "tom"});
        case.say("/member", tom).await.is(200, "tom");
        let unknown = of_batch(json!({"azp": "new"}));
        let answer = case.say("/any", unknown).await;
        answer.is_refused(Refusal::BadToken);
    });
    block_on(async {
        let case = case(|issuer| {
            let new_service = |_| {
                ready(Ok(Some(Service {
                    client: "new".to_owned(),
                })))
            };
            created(issuer).on_unknown(new_service)
        });
        let case = case.await;
        let unknown = of_batch(json!({"azp": "new"}));
        case.say("/service", unknown).await.is(200, "new");
        case.say("/member", json!({"sub": "tom"}))
            .await
            .is(200, "tom");
    });
}

#[test]
fn the_policy_table_names_both_entities() {
    block_on(async {
        let case = case(people_and_services).await;
        let table = case.app.policy().to_string();
        let any = table.lines().find(|line| line.contains("/any"));
        let any = any.unwrap();
        assert!(any.contains("members") && any.contains("services"), "{any}");
    });
}

// An entity without a store is known to the application by its issuer alone.
#[test]
fn a_route_that_loads_needs_a_store_for_each_entity_of_the_issuer() {
    #[protected(GET, "/every", register = false)]
    async fn every(_g: G) {}

    let issuer = OidcIssuer::discover("https://login.example.com").audience("my-api");
    let jwt = users_only()
        .entity::<Member>(MemoryStore::new([]))
        .trusted_issuer(people_and_services(issuer))
        .build()
        .unwrap();
    let error = jwt.app_with((), routes![every]).build().unwrap_err();
    let error = error.to_string();
    assert!(error.contains("`it::issuers::choices::Service`"), "{error}");
}

/// Checks what `build()` says about a configuration.
#[track_caller]
fn check_problem(configure: impl FnOnce(OidcIssuer) -> OidcIssuer, expected: &str) {
    let issuer = OidcIssuer::discover("https://login.example.com").audience("my-api");
    let built = stores().trusted_issuer(configure(issuer)).build();
    let error = built.unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn two_entities_without_a_condition_are_a_problem() {
    check_problem(
        |issuer| issuer.entity::<Member>("sub").entity::<Service>("client"),
        "no condition chooses between them: call `.entity_where::<Service>(ClaimCondition::..)`",
    );
}

#[test]
fn two_entities_with_one_condition_are_a_problem() {
    check_problem(
        |issuer| {
            issuer
                .entity_where::<Service>(is_service(), "azp")
                .entity_where::<Robot>(is_service(), "azp")
        },
        "have the same condition, `equals(\"gty\", \"client-credentials\")`",
    );
    check_problem(
        |issuer| {
            issuer
                .entity_where::<Service>(is_service(), "azp")
                .entity_where::<Robot>(ClaimCondition::present("gty"), "azp")
        },
        "choose by conditions that exclude each other",
    );
}

#[test]
fn one_entity_named_twice_is_a_problem() {
    check_problem(
        |issuer| {
            issuer
                .entity::<Member>("sub")
                .entity_where::<Member>(is_service(), "azp")
        },
        "its tokens name `it::issuers::Member` in two ways: name each entity once",
    );
}

#[test]
fn two_entities_of_one_table_are_a_problem() {
    #[entity(table = "members", key = "subject")]
    #[derive(Clone)]
    struct Twin {
        subject: String,
    }
    drop(Twin {
        subject: String::new(),
    });
    check_problem(
        |issuer| {
            issuer
                .entity::<Member>("sub")
                .entity_where::<Twin>(is_service(), "azp")
        },
        "which have the same table `members`",
    );
}

#[test]
fn a_condition_on_a_claim_with_another_meaning_is_a_problem() {
    for claim in [
        "",
        "iss",
        "aud",
        "exp",
        "nbf",
        "iat",
        "cnf",
        "events",
        "typ",
        "token_use",
        "at_hash",
    ] {
        check_problem(
            |issuer| issuer.entity_where::<Service>(ClaimCondition::present(claim), "azp"),
            &format!("is chosen by the claim `{claim}`, which has another meaning"),
        );
    }
}

#[test]
fn a_condition_that_no_token_can_meet_is_a_problem() {
    let never = "no token could name one";
    check_problem(
        |issuer| issuer.entity_where::<Service>(ClaimCondition::absent("client"), "client"),
        never,
    );
    check_problem(
        |issuer| {
            let issuer = issuer.client_id("web");
            issuer.entity_where::<Service>(ClaimCondition::absent("client_id"), "sub")
        },
        never,
    );
}

#[test]
fn the_key_claim_of_each_entity_is_checked() {
    check_problem(
        |issuer| {
            issuer
                .entity::<Member>("sub")
                .entity_where::<Account>(is_service(), "azp")
        },
        "`azp` is a string (OpenID Connect Core 1.0, section 2), and the key `number`",
    );
    check_problem(
        |issuer| {
            issuer
                .entity::<Member>("sub")
                .entity_where::<Service>(is_service(), "aud")
        },
        "the claim that names the entity has another meaning",
    );
    // Without a condition, everyone who uses one client would be one entity.
    check_problem(
        |issuer| issuer.entity::<Service>("azp"),
        "the claim that names the entity has another meaning",
    );
    check_problem(
        |issuer| {
            let issuer = issuer.authorized_party("batch");
            issuer.entity_where::<Service>(is_service(), "azp")
        },
        "`azp` names the entity, so `.authorized_party(..)` cannot be checked too",
    );
    check_problem(
        |issuer| people_and_services(issuer).scope_claim("sub"),
        "the claim `sub` cannot hold the scopes",
    );
}

#[test]
fn too_many_choosing_claims_are_a_problem() {
    #[entity(table = "machines")]
    #[derive(Clone)]
    struct Machine<const N: usize> {
        id: String,
    }
    drop(Machine::<0> { id: String::new() });
    check_problem(
        |issuer| {
            let choose = ClaimCondition::present;
            issuer
                .entity_where::<Machine<0>>(choose("a"), "id")
                .entity_where::<Machine<1>>(choose("b"), "id")
                .entity_where::<Machine<2>>(choose("c"), "id")
                .entity_where::<Machine<3>>(choose("d"), "id")
                .entity_where::<Machine<4>>(choose("e"), "id")
                .entity_where::<Machine<5>>(choose("f"), "id")
                .entity_where::<Machine<6>>(choose("g"), "id")
                .entity_where::<Machine<7>>(choose("h"), "id")
                .entity_where::<Machine<8>>(choose("i"), "id")
        },
        "its entities are chosen by 9 claims: use at most 8",
    );
}

#[test]
fn two_functions_for_one_unknown_entity_are_a_problem() {
    check_problem(
        |issuer| {
            people_and_services(issuer)
                .on_unknown(|_| ready(Ok(Some(named("tom")))))
                .on_unknown(|_| ready(Ok(Some(named("ann")))))
        },
        "it has `.on_unknown(..)` for `it::issuers::Member` twice",
    );
}

// A value of `azp` at one issuer may be another service's at the other.
#[test]
fn two_issuers_are_compared_by_all_their_entities() {
    let [one, other] = ["https://one.example.com", "https://other.example.com"]
        .map(|name| OidcIssuer::discover(name).audience("my-api"));
    let one = one
        .entity_where::<Robot>(ClaimCondition::absent("gty"), "sub")
        .entity_where::<Service>(is_service(), "azp");
    let same = other.clone().same_users_as("https://one.example.com");
    let build = |other: OidcIssuer| {
        let builder = stores().trusted_issuer(one.clone());
        builder.trusted_issuer(other).build()
    };
    let error = build(other.entity::<Service>("client_id")).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains(
            "it names the same entity by `client_id` as `https://one.example.com` does by `azp`"
        ),
        "{error}"
    );
    assert!(build(same.entity::<Service>("client_id")).is_ok());
}
