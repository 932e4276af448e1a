//! Tokens of services, which the guide `providers` distinguishes from those of people.

use jwt_router::ClaimCondition;

use super::*;

#[entity(table = "services", key = "client")]
#[derive(Clone)]
struct Service {
    client: String,
}

#[protected(GET, "/service", register = false)]
async fn service(g: G<Service>) -> String {
    g.client.clone()
}

/// A provider of which people and services have tokens.
struct Case {
    configure: fn(OidcIssuer) -> OidcIssuer,
    /// What both kinds of tokens have.
    common: Value,
    person: Value,
    service: Value,
    /// The condition and the claim of a service's key, as in the table of the guide.
    condition: ClaimCondition,
    key: &'static str,
}

impl Case {
    #[track_caller]
    fn check(self) {
        let row = format!("| `{}` | `{}` |", self.condition, self.key);
        let page = read_file("jwt-router/src/docs/providers.md");
        assert!(page.contains(&row), "the guide does not have {row}");
        block_on(async {
            let key = rs256();
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            let user = User {
                subject: "u1".to_owned(),
            };
            let client = Service {
                client: "s1".to_owned(),
            };
            let configured = (self.configure)(OidcIssuer::discover(&issuer.url));
            let configured = configured.entity_where::<Service>(self.condition.clone(), self.key);
            let jwt = users_only()
                .entity::<User>(MemoryStore::new([user]))
                .entity::<Service>(MemoryStore::new([client]))
                .trusted_issuer(configured);
            let jwt = jwt.build().unwrap();
            let app = jwt.app_with((), routes![me, service]).build().unwrap();
            for (claims, expected) in [(&self.person, [200, 403]), (&self.service, [403, 200])] {
                let mut all = json!({"iss": issuer.url, "iat": NOW - 10, "exp": NOW + 3600});
                for claims in [&self.common, claims] {
                    let claims = claims.as_object().unwrap().clone();
                    all.as_object_mut().unwrap().extend(claims);
                }
                let token = key.sign(&all);
                for (path, expected) in ["/me", "/service"].into_iter().zip(expected) {
                    let answer = get(path).bearer(&token).sent_to(&app).await;
                    assert_eq!(answer.status, expected, "{path} {all}");
                }
            }
        });
    }
}

#[test]
fn a_service_account_of_keycloak_is_a_service() {
    Case {
        configure: |issuer| issuer.audience("my-api").entity::<User>("sub"),
        common: json!({"typ": "Bearer", "aud": "my-api", "acr": "1", "scope": "profile email"}),
        person: json!({"sub": "u1", "azp": "web", "preferred_username": "ada", "sid": "x"}),
        service: json!({
            "sub": "8b1c", "azp": "s1", "client_id": "s1", "clientHost": "192.0.2.1",
            "clientAddress": "192.0.2.1", "preferred_username": "service-account-s1",
        }),
        condition: ClaimCondition::present("client_id"),
        key: "client_id",
    }
    .check();
}

#[test]
fn a_machine_of_auth0_is_a_service() {
    Case {
        configure: |issuer| {
            let issuer = issuer.audience("https://api.example.com");
            issuer.entity::<User>("sub")
        },
        common: json!({"aud": "https://api.example.com"}),
        person: json!({"sub": "u1", "azp": "web", "gty": "password"}),
        service: json!({"sub": "s1@clients", "azp": "s1", "gty": "client-credentials"}),
        condition: ClaimCondition::equals("gty", "client-credentials"),
        key: "azp",
    }
    .check();
}

#[test]
fn a_daemon_of_entra_is_a_service() {
    Case {
        configure: |issuer| {
            let issuer = issuer.audience("00001111-aaaa-2222-bbbb-3333cccc4444");
            issuer.entity::<User>("oid")
        },
        common: json!({"aud": "00001111-aaaa-2222-bbbb-3333cccc4444", "ver": "2.0", "tid": "t"}),
        person: json!({"oid": "u1", "sub": "pairwise", "azp": "web", "scp": "orders:read"}),
        service: json!({"oid": "s1", "sub": "s1", "azp": "d1", "azpacr": "1", "idtyp": "app"}),
        condition: ClaimCondition::equals("idtyp", "app"),
        key: "oid",
    }
    .check();
}

#[test]
fn a_service_of_okta_is_a_service() {
    Case {
        configure: |issuer| issuer.audience("api://default").entity::<User>("uid"),
        common: json!({"ver": 1, "aud": "api://default", "scp": ["orders:read"]}),
        person: json!({"cid": "web", "uid": "u1", "sub": "ada@example.com"}),
        service: json!({"cid": "s1", "sub": "s1"}),
        condition: ClaimCondition::absent("uid"),
        key: "cid",
    }
    .check();
}

#[test]
fn a_machine_of_cognito_is_a_service() {
    Case {
        configure: |issuer| {
            issuer
                .client_id("web")
                .client_id("s1")
                .entity::<User>("sub")
        },
        common: json!({"token_use": "access", "version": 2, "scope": "orders/read"}),
        person: json!({"sub": "u1", "client_id": "web", "username": "ada"}),
        service: json!({"sub": "s1", "client_id": "s1"}),
        condition: ClaimCondition::absent("username"),
        key: "sub",
    }
    .check();
}
