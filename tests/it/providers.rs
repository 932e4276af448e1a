//! The tokens of known providers, with the configurations of the guide `providers`.
//!
//! The shapes and the algorithms are those of the providers' documentation: RS256, and ES256 for Supabase. The keys are
//! made here.

mod configurations;
mod kubernetes;
mod services;

use std::fs;

use jwt_router::{App, OidcIssuer, prelude::*};
use jwt_router_tests::{
    Keys, NOW, RequestExt as _, TestIssuer, TestKey, block_on, get, users_only,
};
use serde_json::{Value, json};

#[entity(table = "subjects", key = "subject")]
#[derive(Clone)]
struct User {
    subject: String,
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.subject.clone()
}

#[protected(GET, "/admin", role = "admin", register = false)]
async fn admin(g: G<User>) -> String {
    g.subject.clone()
}

#[protected(GET, "/read", scope = "orders:read", register = false)]
async fn read(g: G<User>) -> String {
    g.subject.clone()
}

/// A provider, and an application that trusts it with the configuration of the guide.
struct Provider {
    key: TestKey,
    url: String,
    app: App,
}

impl Provider {
    async fn new(key: TestKey, configure: impl FnOnce(&str) -> OidcIssuer) -> Self {
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let users = ["u1", kubernetes::SUBJECT].map(|subject| User {
            subject: subject.to_owned(),
        });
        let jwt = users_only()
            .entity::<User>(MemoryStore::new(users))
            .roles_claim("roles") // for Google, whose tokens have none
            .trusted_issuer(configure(&issuer.url))
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![me, admin, read]).build().unwrap();
        Self {
            key,
            url: issuer.url,
            app,
        }
    }

    /// The statuses of the responses on `/me`, `/admin` and `/read`.
    async fn statuses(&self, typ: Option<&str>, claims: &Value) -> [u16; 3] {
        let mut header = json!({"alg": self.key.algorithm(), "kid": self.key.id});
        if let Some(typ) = typ {
            header["typ"] = json!(typ);
        }
        let mut all = json!({"iss": self.url, "iat": NOW - 10, "exp": NOW + 3600});
        for (name, value) in claims.as_object().unwrap() {
            all[name] = value.clone();
        }
        let token = self.key.sign_as(&header, &all);
        let mut statuses = [0; 3];
        for (status, path) in statuses.iter_mut().zip(["/me", "/admin", "/read"]) {
            *status = get(path).bearer(&token).sent_to(&self.app).await.status;
        }
        statuses
    }
}

/// `claims` with these changes; `null` removes a claim.
fn changed(claims: &Value, changes: Value) -> Value {
    let mut claims = claims.clone();
    let members = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    claims
}

/// Checks a provider's token, and others that its configuration has to refuse.
#[track_caller]
fn check(
    configure: fn(&str) -> OidcIssuer,
    typ: Option<&str>,
    claims: &Value,
    expected: [u16; 3],
    refused: &[(Option<&str>, Value)],
) {
    check_signed(rs256(), configure, typ, claims, expected, refused);
}

/// A key of the algorithm with which most providers sign.
fn rs256() -> TestKey {
    TestKey::rsa("k1")
}

/// Checks the tokens of a provider that signs with this key.
#[track_caller]
fn check_signed(
    key: TestKey,
    configure: fn(&str) -> OidcIssuer,
    typ: Option<&str>,
    claims: &Value,
    expected: [u16; 3],
    refused: &[(Option<&str>, Value)],
) {
    block_on(async {
        let provider = Provider::new(key, configure).await;
        assert_eq!(provider.statuses(typ, claims).await, expected, "{claims}");
        for (typ, changes) in refused {
            let other = changed(claims, changes.clone());
            let statuses = provider.statuses(*typ, &other).await;
            assert_eq!(statuses, [401; 3], "{typ:?} {other}");
        }
    });
}

#[test]
fn keycloak() {
    let claims = json!({
        "auth_time": NOW - 60, "jti": "onrtac:1", "aud": ["my-api", "account"], "sub": "u1", "typ": "Bearer",
        "azp": "web", "sid": "s1", "acr": "1", "allowed-origins": ["https://app.example.com"],
        "realm_access": {"roles": ["offline_access", "admin", "uma_authorization"]},
        "resource_access": {"account": {"roles": ["manage-account", "view-profile"]}},
        "scope": "openid profile email orders:read", "email_verified": true, "preferred_username": "ada",
    });
    let jwt = Some("JWT");
    check(
        configurations::keycloak,
        jwt,
        &claims,
        [200; 3],
        &[
            (jwt, json!({"aud": "account"})),
            (jwt, json!({"typ": "ID", "aud": "web"})),
            (jwt, json!({"typ": "ID"})),
            (jwt, json!({"typ": "Refresh"})),
            (jwt, json!({"at_hash": "x"})),
        ],
    );
    let user = changed(
        &claims,
        json!({"realm_access": {"roles": ["user"]}, "scope": "openid"}),
    );
    check(configurations::keycloak, jwt, &user, [200, 403, 403], &[]);
    // The roles of a client are others than those of the realm.
    let roles = json!({"roles": ["admin"]});
    let client = json!({"realm_access": null, "resource_access": {"account": roles}});
    let client = changed(&claims, client);
    check(configurations::keycloak, jwt, &client, [200, 403, 200], &[]);
}

#[test]
fn auth0() {
    let claims = json!({
        "sub": "u1", "aud": ["https://api.example.com", "https://tenant.eu.auth0.com/userinfo"],
        "azp": "my_client_id", "scope": "openid profile orders:read", "gty": "password",
        "https://app.example.com/roles": ["admin"], "permissions": ["orders:read"],
    });
    let jwt = Some("JWT");
    check(
        configurations::auth0,
        jwt,
        &claims,
        [200; 3],
        &[
            (jwt, json!({"aud": "https://tenant.eu.auth0.com/userinfo"})),
            (jwt, json!({"aud": "my_client_id", "at_hash": "x"})),
        ],
    );
    // The profile of RFC 9068.
    let typed = changed(
        &claims,
        json!({"azp": null, "client_id": "my_client_id", "jti": "j1"}),
    );
    check(configurations::auth0, Some("at+jwt"), &typed, [200; 3], &[]);
    let user =
        json!({"https://app.example.com/roles": null, "roles": ["admin"], "scope": "openid"});
    let user = changed(&claims, user);
    check(configurations::auth0, jwt, &user, [200, 403, 403], &[]);
}

#[test]
fn entra_v2() {
    let groups: Vec<String> = (0..200)
        .map(|n| format!("{n:08}-97c9-417e-b1b9-c4e8fc8a2f3f"))
        .collect();
    let claims = json!({
        "aud": "00001111-aaaa-2222-bbbb-3333cccc4444", "azp": "11112222-bbbb-3333-cccc-4444dddd5555",
        "azpacr": "0", "aio": "AXQAi/8T", "name": "Ada", "oid": "u1", "preferred_username": "ada@example.com",
        "rh": "0.ARwA", "roles": ["admin"], "scp": "orders:read profile", "sub": "pairwise", "ver": "2.0",
        "tid": "8eaef023-2b34-4da1-9baa-8bc8c9d6a490", "uti": "x", "nbf": NOW - 10, "groups": groups,
    });
    let jwt = Some("JWT");
    check(
        configurations::entra,
        jwt,
        &claims,
        [200; 3],
        &[
            (jwt, json!({"aud": "00000003-0000-0000-c000-000000000000"})),
            (jwt, json!({"oid": "u2"})),
            (jwt, json!({"oid": null})),
        ],
    );
    let user = changed(&claims, json!({"roles": null, "scp": "profile"}));
    check(configurations::entra, jwt, &user, [200, 403, 403], &[]);
}

#[test]
fn entra_v1() {
    const V1: &str = "https://sts.windows.net/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/";
    let claims = json!({
        "iss": V1, "aud": "api://00001111-aaaa-2222-bbbb-3333cccc4444", "acr": "1", "aio": "AXQAi/8T",
        "amr": ["pwd", "mfa"], "appid": "11112222-bbbb-3333-cccc-4444dddd5555", "appidacr": "0", "ipaddr": "192.0.2.1",
        "name": "Ada", "oid": "u1", "rh": "0.ARwA", "roles": ["admin"], "scp": "orders:read", "sub": "pairwise",
        "tid": "8eaef023-2b34-4da1-9baa-8bc8c9d6a490", "unique_name": "ada@example.com", "upn": "ada@example.com",
        "uti": "x", "ver": "1.0", "nbf": NOW - 10,
    });
    block_on(async {
        let provider = Provider::new(rs256(), |url| configurations::entra_v1(url, V1)).await;
        let jwt = Some("JWT");
        assert_eq!(provider.statuses(jwt, &claims).await, [200; 3]);
        for changes in [
            json!({"iss": "https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/"}),
            json!({"aud": "00000002-0000-0000-c000-000000000000"}),
        ] {
            let other = changed(&claims, changes);
            assert_eq!(provider.statuses(jwt, &other).await, [401; 3], "{other}");
        }
    });
}

#[test]
fn okta() {
    let claims = json!({
        "ver": 1, "jti": "AT.MNAoEQ", "aud": "api://default", "cid": "0oa1", "uid": "u1", "auth_time": NOW - 60,
        "scp": ["openid", "orders:read"], "sub": "ada@example.com", "groups": ["Everyone", "admin"],
    });
    check(
        configurations::okta,
        None,
        &claims,
        [200; 3],
        &[
            (None, json!({"aud": "https://dev-1234.okta.com"})),
            // The organization's own authorization server.
            (Some("application/okta-internal-at+jwt"), json!({})),
            (None, json!({"uid": null})),
        ],
    );
    let user = changed(&claims, json!({"groups": ["Everyone"], "scp": ["openid"]}));
    check(configurations::okta, None, &user, [200, 403, 403], &[]);
}

#[test]
fn cognito() {
    let claims = json!({
        "sub": "u1", "device_key": "d1", "cognito:groups": ["admin"], "version": 2, "event_id": "e1", "jti": "j1",
        "client_id": "1h57kf5cpq17m0eml12EXAMPLE", "origin_jti": "o1", "token_use": "access",
        "scope": "phone openid orders:read", "auth_time": NOW - 60, "username": "ada",
    });
    check(
        configurations::cognito,
        None,
        &claims,
        [200; 3],
        &[
            (None, json!({"client_id": "another-client"})),
            (None, json!({"client_id": null})),
            // The ID token of the same login.
            (
                None,
                json!({
                    "client_id": null, "aud": "1h57kf5cpq17m0eml12EXAMPLE", "token_use": "id", "at_hash": "x",
                    "email_verified": "true", "cognito:username": "ada",
                }),
            ),
            (None, json!({"token_use": "id"})),
            (None, json!({"aud": "https://another.example.com"})),
        ],
    );
    let user = changed(&claims, json!({"cognito:groups": null, "scope": "openid"}));
    check(configurations::cognito, None, &user, [200, 403, 403], &[]);
}

#[test]
fn google() {
    let client = "1234567890-abc.apps.googleusercontent.com";
    let claims = json!({
        "iss": "accounts.google.com", "azp": client, "aud": client, "sub": "u1", "email": "ada@gmail.com",
        "email_verified": true, "nbf": NOW - 310, "name": "Ada", "picture": "https://example.com/p", "given_name": "Ada",
        "jti": "161803398874def",
    });
    let jwt = Some("JWT");
    let refused = [
        (jwt, json!({"aud": "another.apps.googleusercontent.com"})),
        (jwt, json!({"aud": null})),
        (
            jwt,
            json!({"iss": "https://accounts.google.com.evil.example.com"}),
        ),
    ];
    check(
        configurations::google,
        jwt,
        &claims,
        [200, 403, 403],
        &refused,
    );
    let with_code = changed(
        &claims,
        json!({"iss": null, "at_hash": "HK6E_P6Dh8Y93mRNtsDB1Q", "nonce": "n"}),
    );
    check(
        configurations::google,
        jwt,
        &with_code,
        [200, 403, 403],
        &[],
    );
}

#[test]
fn firebase() {
    let claims = json!({
        "name": "Ada", "roles": ["admin"], "aud": "my-project", "auth_time": NOW - 60, "user_id": "u1", "sub": "u1",
        "email": "ada@example.com", "email_verified": false,
        "firebase": {"identities": {"email": ["ada@example.com"]}, "sign_in_provider": "password"},
    });
    let jwt = Some("JWT");
    check(
        configurations::firebase,
        jwt,
        &claims,
        [200, 200, 403],
        &[
            (jwt, json!({"aud": "another-project"})),
            (jwt, json!({"sub": ""})),
        ],
    );
    let user = changed(&claims, json!({"roles": null}));
    check(configurations::firebase, jwt, &user, [200, 403, 403], &[]);
}

#[test]
fn clerk() {
    let claims = json!({
        "azp": "https://app.example.com", "exp": NOW + 60, "fva": [7, -1], "nbf": NOW - 20, "sid": "sess_1",
        "sts": "active", "sub": "u1", "v": 2, "pla": "u:free", "fea": "o:dashboard",
        "o": {"id": "org_1", "slg": "acme", "rol": "admin", "per": "read,manage", "fpm": "3"},
    });
    let jwt = Some("JWT");
    check(
        configurations::clerk,
        jwt,
        &claims,
        [200, 200, 403],
        &[
            (jwt, json!({"azp": "https://evil.example.com"})),
            (jwt, json!({"azp": "https://app.example.com/"})),
            (jwt, json!({"azp": null})),
            (jwt, json!({"exp": NOW - 60})),
        ],
    );
    let member = changed(
        &claims,
        json!({"o": {"id": "org_1", "slg": "acme", "rol": "member"}}),
    );
    check(configurations::clerk, jwt, &member, [200, 403, 403], &[]);
    let alone = changed(&claims, json!({"o": null}));
    check(configurations::clerk, jwt, &alone, [200, 403, 403], &[]);
}

#[test]
fn zitadel() {
    let claims = json!({
        "sub": "u1", "aud": ["290180000000000001@shop", "311219362735226883"], "nbf": NOW - 10, "jti": "V2_1",
        "client_id": "290180000000000001",
        "urn:zitadel:iam:org:project:roles": {"admin": {"311219362735220000": "acme.zitadel.cloud"}},
    });
    let jwt = Some("JWT");
    check(
        configurations::zitadel,
        jwt,
        &claims,
        [200, 200, 403],
        &[
            (jwt, json!({"aud": ["290180000000000001@shop"]})),
            (jwt, json!({"aud": null})),
        ],
    );
    let roles = json!({"user": {"311219362735220000": "admin"}});
    let user = changed(&claims, json!({"urn:zitadel:iam:org:project:roles": roles}));
    check(configurations::zitadel, jwt, &user, [200, 403, 403], &[]);
}

#[test]
fn dex() {
    let claims = json!({
        "sub": "u1", "aud": "my-app", "at_hash": "Yx1s", "c_hash": "Q3dx", "email": "ada@example.com",
        "email_verified": true, "groups": ["admin"], "name": "Ada",
        "federated_claims": {"connector_id": "ldap", "user_id": "7"},
    });
    check(
        configurations::dex,
        None,
        &claims,
        [200, 200, 403],
        &[
            (None, json!({"aud": "another-app"})),
            (None, json!({"aud": null})),
        ],
    );
    // Dex issues a token of one client for another that trusts it.
    let crossed = changed(
        &claims,
        json!({"aud": ["my-app", "cli"], "azp": "cli", "groups": ["user"]}),
    );
    check(configurations::dex, None, &crossed, [200, 403, 403], &[]);
}

#[test]
fn supabase() {
    let claims = json!({
        "aud": "authenticated", "role": "authenticated", "aal": "aal1", "session_id": "s1", "sub": "u1",
        "email": "ada@example.com", "phone": "", "is_anonymous": false,
        "amr": [{"method": "password", "timestamp": NOW - 60}],
        "app_metadata": {"provider": "email", "providers": ["email"], "roles": ["admin"]},
        "user_metadata": {"email_verified": true},
    });
    let jwt = Some("JWT");
    check_signed(
        TestKey::new("k1"),
        configurations::supabase,
        jwt,
        &claims,
        [200, 200, 403],
        &[
            (jwt, json!({"aud": "anon", "role": "anon", "sub": null})),
            (
                jwt,
                json!({"aud": null, "role": "service_role", "sub": null}),
            ),
        ],
    );
    // What users write about themselves gives no role.
    let user =
        json!({"app_metadata": {"provider": "email"}, "user_metadata": {"roles": ["admin"]}});
    let user = changed(&claims, user);
    check_signed(
        TestKey::new("k1"),
        configurations::supabase,
        jwt,
        &user,
        [200, 403, 403],
        &[],
    );
}

fn read_file(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    fs::read_to_string(format!("{root}/{path}")).unwrap()
}

/// Returns the functions of a file, each from its `fn` to its closing brace.
fn functions(text: &str) -> Vec<String> {
    let functions = text.split("\nfn ").skip(1);
    let ends = functions.filter_map(|rest| rest.split_once("\n}"));
    ends.map(|(function, _)| format!("fn {function}\n}}"))
        .collect()
}

#[test]
fn the_guide_has_the_configurations_of_these_tests() {
    let page = functions(&read_file("jwt-router/src/docs/providers.md"));
    let tested = read_file("tests/it/providers/configurations.rs").replace("pub(super) ", "");
    assert_eq!(page, functions(&tested));
    assert_eq!(page.len(), 13);
}

#[test]
fn the_table_of_the_guide_has_a_row_for_each_section() {
    let page = read_file("jwt-router/src/docs/providers.md");
    let sections: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .filter(|section| *section != "Services")
        .collect();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ["));
    let mut rows: Vec<&str> = rows
        .filter_map(|row| Some(row.split_once(']')?.0))
        .collect();
    rows.dedup();
    assert_eq!(rows, sections);
}
