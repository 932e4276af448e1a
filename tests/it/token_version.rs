//! The version of an entity's tokens: `#[entity(.., token_version = Self::token_version)]`.

use std::io;

use axum::{Router, routing::get as by_get};
use jwt_router::{
    App, BuildProblem, JwtRoutes, RequirementProblem, SignError, TokenVersion, prelude::*,
};
use jwt_router_tests::{
    Answer, FixedClock, NOW, Refusal, RequestExt as _, SECRET, claims_of, forge, forge_raw, get,
    request,
};
use serde_json::{Value, json};

use crate::log::logged;

#[entity(table = "members", key = "member_id", token_version = Self::token_version)]
#[derive(Clone)]
struct Member {
    member_id: i64,
    token_version: i32,
}

impl Member {
    fn token_version(&self) -> i32 {
        self.token_version
    }
}

/// Its version is part of the hash of its password.
#[entity(table = "owners", token_version = stamp)]
#[derive(Clone)]
struct Owner {
    id: i64,
    hash: String,
}

fn stamp(owner: &Owner) -> &str {
    owner.hash.get(..4).unwrap_or_default()
}

#[entity(table = "guests")]
#[derive(Clone)]
struct Guest {
    id: i64,
}

#[protected(GET, "/member", register = false)]
async fn member(g: G<Member>) -> String {
    g.member_id.to_string()
}

#[protected(GET, "/owner", register = false)]
async fn owner(_g: G<Owner>) -> &'static str {
    "in"
}

#[protected(GET, "/any", register = false)]
async fn any(g: G) -> &'static str {
    g.table()
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<Member>>) -> &'static str {
    g.map_or("a stranger", |_| "a member")
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G<Member>, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.update_token(&g)
}

fn of_version(token_version: i32) -> Member {
    Member {
        member_id: 1,
        token_version,
    }
}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<Guest>(MemoryStore::new([Guest { id: 1 }]))
}

/// An application whose member 1 has a changeable version.
struct Site {
    jwt: JwtRoutes,
    app: App,
    members: MemoryStore<Member>,
    owners: MemoryStore<Owner>,
}

impl Site {
    fn new(version: i32) -> Self {
        let members = MemoryStore::new([of_version(version)]);
        Self::with(members.clone(), members)
    }

    /// A site whose store returns members only after it was polled.
    fn waiting(version: i32) -> Self {
        let members = MemoryStore::new([of_version(version)]);
        let loaded = members.clone();
        let store = move |id: i64| {
            let member = loaded.get(&id);
            async move {
                tokio::task::yield_now().await;
                Ok::<_, io::Error>(member)
            }
        };
        Self::with(store, members)
    }

    fn with(store: impl EntityStore<Member>, members: MemoryStore<Member>) -> Self {
        let owners = MemoryStore::new([Owner {
            id: 1,
            hash: "argon-1".to_owned(),
        }]);
        let jwt = builder()
            .entity::<Member>(store)
            .entity::<Owner>(owners.clone())
            .build()
            .unwrap();
        let by_hand = Router::new().route("/by-hand", by_get(|| async { "in" }));
        let app = jwt
            .app_with((), routes![member, owner, any, feed, renew])
            .merge(by_hand)
            .build()
            .unwrap();
        Self {
            jwt,
            app,
            members,
            owners,
        }
    }

    fn token(&self, version: i32) -> String {
        let token = self.jwt.create_token(&of_version(version));
        token.unwrap().into_string()
    }

    fn get(&self, path: &str, token: &str) -> Answer {
        get(path).bearer(token).to(&self.app)
    }
}

/// A token of member 1 with this claim, or without it for `null`.
fn with_claim(version: Value) -> String {
    let mut claims = json!({"table_name": "members", "member_id": 1, "exp": NOW + 60});
    if !version.is_null() {
        claims["token_version"] = version;
    }
    forge(&claims)
}

#[test]
fn a_minted_token_holds_the_version_of_its_entity() {
    let claims = claims_of(&Site::new(7).token(7));
    assert_eq!(claims["token_version"], 7);
}

#[test]
fn a_new_version_ends_every_token_with_the_next_request() {
    for site in [Site::new(1), Site::waiting(1)] {
        let token = site.token(1);
        site.get("/member", &token).is(200, "1");
        site.members.insert(of_version(2));
        for path in ["/member", "/any", "/by-hand"] {
            site.get(path, &token).is_refused(Refusal::BadToken);
        }
        site.get("/member", &site.token(2)).is(200, "1");
    }
}

#[test]
fn a_token_of_an_old_version_is_no_stranger_on_a_public_route() {
    let site = Site::new(2);
    site.get("/feed", &site.token(1))
        .is_refused(Refusal::BadToken);
    site.get("/feed", &site.token(2)).is(200, "a member");
    get("/feed").to(&site.app).is(200, "a stranger");
}

#[test]
fn an_old_version_has_its_own_code_in_the_log() {
    for site in [Site::new(2), Site::waiting(2)] {
        let log = logged(|| drop(site.get("/member", &site.token(1))));
        assert!(format!("{log:?}").contains("old_token_version"), "{log:?}");
    }
}

#[test]
fn a_deleted_entity_is_not_an_old_version() {
    let site = Site::new(2);
    site.members.remove(&1);
    let log = logged(|| drop(site.get("/member", &site.token(1))));
    assert!(format!("{log:?}").contains("no_such_entity"), "{log:?}");
}

#[test]
fn a_token_without_the_claim_has_version_zero() {
    let token = with_claim(Value::Null);
    Site::new(0).get("/member", &token).is(200, "1");
    Site::new(1)
        .get("/member", &token)
        .is_refused(Refusal::BadToken);
}

#[test]
fn a_claim_that_is_no_integer_is_refused() {
    for version in [json!("0"), json!(0.5), json!(false), json!([0]), json!({})] {
        let token = with_claim(version);
        for site in [Site::new(0), Site::waiting(0)] {
            site.get("/member", &token).is_refused(Refusal::BadToken);
        }
    }
    let null = forge(&json!({
        "table_name": "members", "member_id": 1, "exp": NOW + 60, "token_version": null
    }));
    Site::new(0)
        .get("/member", &null)
        .is_refused(Refusal::BadToken);
}

#[test]
fn two_claims_of_the_version_are_refused() {
    let payload = format!(
        r#"{{"table_name":"members","member_id":1,"token_version":1,"exp":{},"token_version":1}}"#,
        NOW + 60
    );
    let token = forge_raw(r#"{"alg":"HS256","typ":"JWT"}"#, &payload, SECRET);
    Site::new(1)
        .get("/member", &token)
        .is_refused(Refusal::BadToken);
}

#[test]
fn a_text_is_a_version_too() {
    let site = Site::new(1);
    let owner = site.owners.get(&1).unwrap();
    let token = site.jwt.create_token(&owner).unwrap().into_string();
    assert_eq!(claims_of(&token)["token_version"], "argo");
    site.get("/owner", &token).is(200, "in");
    site.owners.insert(Owner {
        id: 1,
        hash: "bcrypt-2".to_owned(),
    });
    site.get("/owner", &token).is_refused(Refusal::BadToken);
}

#[test]
fn an_entity_without_versions_ignores_the_claim() {
    let site = Site::new(1);
    let token = forge(&json!({
        "table_name": "guests", "id": 1, "exp": NOW + 60, "token_version": 9
    }));
    site.get("/any", &token).is(200, "guests");
}

#[test]
fn a_renewed_token_keeps_its_version() {
    let site = Site::new(3);
    let renewed = request("POST", "/renew")
        .bearer(&site.token(3))
        .to(&site.app);
    let renewed: Value = serde_json::from_str(&renewed.body).unwrap();
    let renewed = renewed["token"].as_str().unwrap();
    assert_eq!(claims_of(renewed)["token_version"], 3);
    site.members.insert(of_version(4));
    site.get("/member", renewed).is_refused(Refusal::BadToken);
}

#[test]
fn a_token_with_further_settings_holds_the_version() {
    let site = Site::new(5);
    let token = site
        .jwt
        .token_of(&of_version(5))
        .acr("aal2")
        .sign()
        .unwrap();
    assert_eq!(claims_of(token.as_str())["token_version"], 5);
}

#[test]
fn the_version_is_no_extra_claim() {
    let site = Site::new(5);
    let token = site.jwt.token_of(&of_version(5));
    let error = token.claims(&json!({"token_version": 1})).sign();
    assert!(matches!(error, Err(SignError::ReservedClaim { .. })));
}

const CLAIMS: u32 = line!() + 2;
#[protected(GET, "/claims", claims_only, entity = Member, register = false)]
async fn claims() {}

const ANY_CLAIMS: u32 = line!() + 2;
#[protected(GET, "/any-claims", claims_only, register = false)]
async fn any_claims() {}

#[protected(GET, "/guest-claims", claims_only, entity = Guest, register = false)]
async fn guest_claims() {}

#[test]
fn a_route_that_loads_no_entity_is_refused_at_the_start() {
    let jwt = builder()
        .entity::<Member>(MemoryStore::new([]))
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![claims, any_claims, guest_claims]);
    let error = app.build().unwrap_err();
    let messages: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    let expected = [("claims", CLAIMS), ("any_claims", ANY_CLAIMS)].map(|(handler, line)| {
        format!("`it::token_version::{handler}` (tests/it/token_version.rs:{line}) is `claims_only` and accepts tokens of `it::token_version::Member`, whose current `token_version` is known only when the entity is loaded: remove `claims_only`, or name other entities")
    });
    assert_eq!(messages, expected);
    assert!(matches!(
        error.problems(),
        [
            BuildProblem::Requirement(RequirementProblem::UnloadedTokenVersion { .. }),
            ..
        ]
    ));
}

#[test]
fn the_policy_says_where_versions_are_compared() {
    let site = Site::new(1);
    let policy = site.app.policy();
    let compared = |path| {
        let mut routes = policy.routes().iter();
        routes
            .find(|route| route.path == path)
            .unwrap()
            .token_version
    };
    assert!(compared("/member") && compared("/any") && compared("*"));
    assert!(!compared("/feed"));
    let table = policy.to_string();
    assert!(table.contains("members, token version"), "{table}");
}

#[test]
fn integers_and_texts_convert_into_versions() {
    assert_eq!(TokenVersion::from(1_u8), TokenVersion::from(1_i64));
    assert_ne!(TokenVersion::from("1"), TokenVersion::from(1));
    assert_eq!(
        format!("{:?}", TokenVersion::from("ab")),
        "TokenVersion(..)"
    );
}

#[cfg(feature = "testing")]
mod matrix {
    use jwt_router::testing::{Matrix, authz_matrix};
    use jwt_router_tests::block_on;

    use super::*;

    fn everybody(matrix: Matrix) -> Matrix {
        let owner = Owner {
            id: 1,
            hash: "argon-1".to_owned(),
        };
        matrix
            .entity(&Guest { id: 1 })
            .entity(&of_version(1))
            .entity(&owner)
    }

    #[test]
    fn the_matrix_sends_old_versions_to_every_route() {
        let site = Site::new(1);
        let grid = block_on(everybody(authz_matrix!(site.app)).run()).to_string();
        let mut lines = grid.lines();
        let head = lines.next().unwrap();
        let column = head.find("old version").expect(&grid);
        for line in lines.filter(|line| line.starts_with("GET  /member") || line.contains("/any")) {
            assert!(line[column..].starts_with("401"), "{grid}");
        }
    }
}
