//! The claims with scopes and roles, which each issuer has in places of its own.

use jwt_router::{App, JwtRoutes, OidcIssuer, prelude::*};
use jwt_router_tests::{
    Keys, NOW, RequestExt as _, SECRET, TestIssuer, TestKey, User, block_on, forge, get, users_only,
};
use serde_json::{Value, json};

use super::{Member, check_problem, code_in, good};
use crate::log::logged;

#[protected(GET, "/admin", role = "admin", register = false)]
async fn admin(_g: G<Member>) -> &'static str {
    "in"
}

#[protected(GET, "/read", scope = "read", register = false)]
async fn read(_g: G<Member>) -> &'static str {
    "in"
}

#[protected(GET, "/anyone", scope = "read", register = false)]
async fn anyone(_g: G) -> &'static str {
    "in"
}

#[protected(
    GET,
    "/all",
    scope = "read",
    role = "admin",
    acr = "aal2",
    factor = "otp",
    fresh = "15m",
    register = false
)]
async fn all(_g: G<Member>) -> &'static str {
    "in"
}

#[protected(GET, "/own", role = "admin", scope = "read", register = false)]
async fn own(_g: G<User>) -> &'static str {
    "in"
}

/// Two issuers, of which each has its claims in other places than the application.
struct Three {
    keys: [TestKey; 2],
    issuers: [TestIssuer; 2],
    app: App,
}

impl Three {
    async fn new() -> Self {
        let keys = ["a", "b"].map(TestKey::new);
        let one = TestIssuer::start(Keys::Are(vec![keys[0].jwk()])).await;
        let other = TestIssuer::start(Keys::Are(vec![keys[1].jwk()])).await;
        let trusted = |issuer: &TestIssuer| {
            let trusted = OidcIssuer::discover(&issuer.url).audience("my-api");
            trusted.entity::<Member>("sub")
        };
        let mary = Member {
            subject: "mary".to_owned(),
        };
        let jwt = users_only()
            .entity::<Member>(MemoryStore::new([mary]))
            .roles_claim("roles")
            .trusted_issuer(
                trusted(&one)
                    .roles_at("/realm_access/roles")
                    .scope_claim("scp"),
            )
            .trusted_issuer(
                trusted(&other)
                    .role_members_at("/grants")
                    .scope_claim("scope")
                    .same_users_as(&*one.url),
            )
            .build()
            .unwrap();
        let routes = routes![admin, read, all, own];
        let app = jwt.app_with((), routes).build().unwrap();
        Self {
            keys,
            issuers: [one, other],
            app,
        }
    }

    /// The status of the response to a token of the first or the second issuer.
    async fn status(&self, issuer: usize, path: &str, more: Value) -> u16 {
        let mut claims = json!({
            "iss": self.issuers[issuer].url, "sub": "mary", "aud": "my-api", "exp": NOW + 60,
        });
        let Value::Object(more) = more else {
            panic!("claims are an object")
        };
        claims.as_object_mut().unwrap().extend(more);
        let token = self.keys[issuer].sign(&claims);
        get(path).bearer(&token).sent_to(&self.app).await.status
    }
}

#[test]
fn each_issuer_has_its_own_place_for_roles() {
    block_on(async {
        let three = Three::new().await;
        let realm = json!({"realm_access": {"roles": ["admin"]}});
        let grants = json!({"grants": {"admin": {"1": "x"}}});
        let flat = json!({"roles": ["admin"]});
        for (issuer, claims, status) in [
            (0, &realm, 200),
            (0, &grants, 403),
            (0, &flat, 403),
            (1, &realm, 403),
            (1, &grants, 200),
            (1, &flat, 403),
        ] {
            let found = three.status(issuer, "/admin", claims.clone()).await;
            assert_eq!(found, status, "{issuer} {claims}");
        }
    });
}

#[test]
fn each_issuer_has_its_own_claim_for_scopes() {
    block_on(async {
        let three = Three::new().await;
        for (issuer, claims, status) in [
            (0, json!({"scp": ["read"]}), 200),
            (0, json!({"scp": "x read"}), 200),
            (0, json!({"scope": "read"}), 403),
            (1, json!({"scope": "read"}), 200),
            (1, json!({"scp": "read"}), 403),
        ] {
            let found = three.status(issuer, "/read", claims.clone()).await;
            assert_eq!(found, status, "{issuer} {claims}");
        }
    });
}

// SECURITY.md, Issuers: an issuer has only the scopes and roles for which its configuration names a claim.
#[test]
fn an_issuer_without_settings_of_its_own_has_neither_roles_nor_scopes() {
    for (path, code) in [("/admin", "no_roles"), ("/read", "no_scopes")] {
        let log = logged(|| {
            block_on(async {
                let key = TestKey::new("a");
                let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
                let trusted = OidcIssuer::discover(&issuer.url).audience("my-api");
                let mary = Member {
                    subject: "mary".to_owned(),
                };
                let jwt = users_only()
                    .entity::<Member>(MemoryStore::new([mary]))
                    .roles_claim("roles")
                    .scope_claim("scp")
                    .trusted_issuer(trusted.entity::<Member>("sub"));
                let app = jwt.build().unwrap().app_with((), routes![admin, read]);
                let claims = json!({
                    "iss": issuer.url, "sub": "mary", "aud": "my-api", "exp": NOW + 60,
                    "roles": ["admin"], "scp": "read", "scope": "read",
                });
                let request = get(path).bearer(&key.sign(&claims));
                let answer = request.sent_to(&app.build().unwrap()).await;
                assert_eq!(answer.status, 403);
            });
        });
        assert_eq!(code_in(&log).as_deref(), Some(code));
    }
}

/// An application without tokens of its own, whose issuer is configured like this.
fn without_own_tokens(configure: impl FnOnce(OidcIssuer) -> OidcIssuer) -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .entity::<Member>(MemoryStore::new([]))
        .trusted_issuer(configure(good("https://login.example.com")))
}

#[track_caller]
fn check_source(builder: JwtRoutesBuilder, route: jwt_router::Routes<()>, words: Option<&str>) {
    let built = builder.build().unwrap().app_with((), route).build();
    match (built, words) {
        (Ok(_), None) => {}
        (Err(error), Some(words)) => assert!(error.to_string().contains(words), "{error}"),
        (built, words) => panic!("{words:?} {:?}", built.map(drop)),
    }
}

#[test]
fn a_route_whose_callers_cannot_have_scopes_is_a_problem() {
    let words = "requires a scope, but the tokens of `it::issuers::Member` have none: call `.scope_claim(\"scope\")` on the `OidcIssuer`";
    let silent = || without_own_tokens(|issuer| issuer);
    check_source(silent(), routes![read], Some(words));
    check_source(silent(), routes![anyone], Some(words));
    check_source(silent().scope_claim("scp"), routes![read], Some(words));
    let claimed = without_own_tokens(|issuer| issuer.scope_claim("scope"));
    check_source(claimed, routes![read], None);
    check_source(silent().secret(SECRET), routes![read], None);
}

#[test]
fn a_route_whose_callers_cannot_have_roles_is_a_problem() {
    let words = "or on the `OidcIssuer` that signs their tokens";
    let silent = || without_own_tokens(|issuer| issuer).roles_claim("roles");
    check_source(silent(), routes![admin], Some(words));
    let claimed = without_own_tokens(|issuer| issuer.roles_claim("roles"));
    check_source(claimed, routes![admin], None);
    check_source(silent().secret(SECRET), routes![admin], None);
}

#[entity(table = "robots", key = "name", accessor = false)]
#[derive(Clone)]
struct Robot {
    name: String,
}

#[protected(GET, "/any-admin", role = "admin", register = false)]
async fn any_admin(_g: G) {}

#[test]
fn a_route_for_every_entity_needs_one_whose_callers_can_have_roles_or_scopes() {
    let robots = OidcIssuer::discover("https://robots.example.com").audience("my-api");
    let robots = robots.entity::<Robot>("sub");
    let two = |configure: fn(OidcIssuer) -> OidcIssuer| {
        let builder = without_own_tokens(configure).entity::<Robot>(MemoryStore::new([]));
        builder.trusted_issuer(robots.clone())
    };
    let words = "`it::issuers::Member`, `it::issuers::claim_names::Robot`";
    check_source(two(|issuer| issuer), routes![any_admin], Some(words));
    check_source(two(|issuer| issuer), routes![anyone], Some(words));
    let (roles, scopes) = (
        two(|issuer| issuer.roles_claim("roles")),
        two(|issuer| issuer.scope_claim("scope")),
    );
    check_source(roles, routes![any_admin], None);
    check_source(scopes, routes![anyone], None);
}

#[test]
fn tokens_of_our_own_have_the_claims_of_the_application() {
    block_on(async {
        let three = Three::new().await;
        for (claims, status) in [
            (json!({"roles": ["admin"], "scope": "read"}), 200),
            (
                json!({"realm_access": {"roles": ["admin"]}, "scope": "read"}),
                403,
            ),
            (json!({"roles": ["admin"], "scp": "read"}), 403),
        ] {
            let mut all = json!({"table_name": "users", "user_id": 1, "exp": NOW + 60});
            let Value::Object(claims) = claims else {
                panic!("claims are an object")
            };
            all.as_object_mut().unwrap().extend(claims);
            let answer = get("/own").bearer(&forge(&all)).sent_to(&three.app).await;
            assert_eq!(answer.status, status, "{all}");
        }
    });
}

// The slot of a claim (the index of its value among those that the guard reads) is the same for every issuer, whatever
// the name of the claim is.
#[test]
fn all_requirements_of_a_route_read_the_claims_of_the_tokens_issuer() {
    block_on(async {
        let three = Three::new().await;
        let login = json!({"acr": "aal2", "amr": ["otp"], "auth_time": NOW});
        let with = |more: Value| {
            let mut claims = login.clone();
            let Value::Object(more) = more else {
                panic!("claims are an object")
            };
            claims.as_object_mut().unwrap().extend(more);
            claims
        };
        let first = with(json!({"scp": "read", "realm_access": {"roles": "admin"}}));
        let second = with(json!({"scope": "read", "grants": {"admin": {}}}));
        assert_eq!(three.status(0, "/all", first.clone()).await, 200);
        assert_eq!(three.status(1, "/all", second.clone()).await, 200);
        assert_eq!(three.status(1, "/all", first.clone()).await, 403);
        assert_eq!(three.status(0, "/all", second).await, 403);
        for claim in ["acr", "amr", "auth_time"] {
            let mut less = first.clone();
            less.as_object_mut().unwrap().remove(claim);
            assert_eq!(three.status(0, "/all", less).await, 401, "{claim}");
        }
    });
}

#[test]
fn the_log_tells_a_wrong_configuration_from_a_missing_permission() {
    for (path, claims, code) in [
        ("/admin", json!({}), "no_roles"),
        ("/admin", json!({"realm_access": {}}), "no_roles"),
        (
            "/admin",
            json!({"realm_access": {"roles": 1}}),
            "wrong_roles_type",
        ),
        (
            "/admin",
            json!({"realm_access": {"roles": []}}),
            "missing_role",
        ),
        ("/read", json!({}), "no_scopes"),
        ("/read", json!({"scp": {"read": true}}), "wrong_scopes_type"),
        ("/read", json!({"scp": ["write"]}), "missing_scope"),
        ("/read", json!({"scp": ""}), "missing_scope"),
    ] {
        let log = logged(|| {
            let refused = async { Three::new().await.status(0, path, claims.clone()).await };
            assert_eq!(block_on(refused), 403, "{claims}");
        });
        assert_eq!(code_in(&log).as_deref(), Some(code), "{claims}");
    }
}

#[test]
fn roles_of_one_issuer_suffice_for_a_route_of_its_entity() {
    let with = |issuer: OidcIssuer| {
        let members = users_only().entity::<Member>(MemoryStore::new([]));
        members.trusted_issuer(issuer).build().unwrap()
    };
    let example = || good("https://login.example.com");
    let claimed = with(example().roles_claim("groups"));
    assert!(claimed.app_with((), routes![admin]).build().is_ok());
    // Its tokens name members, and no users.
    for (jwt, is_users) in [(claimed, true), (with(example()), false)] {
        let app = jwt.app_with((), routes![own, admin]);
        let error = app.build().unwrap_err().to_string();
        assert!(error.contains("no source of roles"), "{error}");
        assert_eq!(
            error.contains("`it::issuers::Member`"),
            !is_users,
            "{error}"
        );
    }
}

#[test]
fn the_claims_of_an_issuer_are_checked_when_the_application_is_configured() {
    let with = |issuer: OidcIssuer| {
        let jwt = JwtRoutes::builder().secret(SECRET);
        jwt.trusted_issuer(issuer)
    };
    let example = || good("https://login.example.com");
    for (issuer, words) in [
        (
            example().roles_at("roles"),
            "a JSON Pointer begins with `/`",
        ),
        (example().role_members_at("/a~"), "a `~` is written as `~0`"),
        (example().roles_claim(""), "the name of a claim is empty"),
        (example().scope_claim(""), "the name of a claim is empty"),
        (
            example().roles_claim("sub"),
            "the claim `sub` cannot hold the roles",
        ),
        (
            example().scope_claim("acr"),
            "the claim `acr` cannot hold the scopes",
        ),
        (
            example().roles_claim("scope").scope_claim("scope"),
            "cannot hold both scopes and roles",
        ),
        (
            example().roles_at("/scp/x").scope_claim("scp"),
            "cannot hold both",
        ),
        (
            example().roles_claim("azp"),
            "the claim `azp` cannot hold the roles",
        ),
        (example().scope_claim("token_use"), "cannot hold the scopes"),
        (
            example().client_id("a").roles_claim("client_id"),
            "the claim `client_id` cannot hold the roles",
        ),
        (
            example().entity::<Member>("uid").roles_at("/uid/roles"),
            "the claim `uid` cannot hold the roles: it names the entity",
        ),
    ] {
        check_problem(with(issuer), words);
    }
    let error = with(example().roles_at("roles")).build().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the issuer `https://login.example.com`")
    );
    // A mistake of the builder is reported once.
    let twice = with(example()).roles_at("roles").build().unwrap_err();
    assert_eq!(twice.problems().len(), 1, "{twice}");
    // The claims of the builder are those of other tokens.
    let by_group = OidcIssuer::discover("https://login.example.com")
        .audience("my-api")
        .entity::<Member>("groups");
    assert!(with(by_group).roles_claim("groups").build().is_ok());
    assert!(with(example().roles_claim("client_id")).build().is_ok());
}
