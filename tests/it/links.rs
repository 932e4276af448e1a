//! Links: tokens for one purpose, and the routes with `purpose = ".."` that take them.

mod minting;
mod once;
mod problems;
mod refused;
mod requirements;

#[cfg(feature = "testing")]
mod policy;

use std::io;

use axum::http::StatusCode;
use jwt_router::{App, JwtRoutes, Link, prelude::*};
use jwt_router_tests::{Answer, FixedClock, NOW, RequestExt as _, SECRET, get, request};

#[entity(table = "members", key = "id", token_version = Self::token_version, roles = Self::roles)]
#[derive(Clone)]
struct Member {
    id: i64,
    token_version: i64,
    is_admin: bool,
}

impl Member {
    fn token_version(&self) -> i64 {
        self.token_version
    }

    fn roles(&self) -> &[&'static str] {
        if self.is_admin { &["admin"] } else { &[] }
    }
}

#[entity(table = "owners", token_version = first)]
#[derive(Clone)]
struct Owner {
    id: i64,
}

/// The version of every owner's tokens.
fn first(_owner: &Owner) -> i64 {
    0
}

#[protected(POST, "/password", purpose = "reset-password", register = false)]
async fn set_password(link: Link<Member>, store: axum::Extension<MemoryStore<Member>>) -> String {
    let mut member = link.clone().into_inner();
    member.token_version += 1;
    store.insert(member);
    link.members().id.to_string()
}

#[protected(POST, "/forgotten", purpose = "reset-password", register = false)]
async fn forgotten(link: Link<Member>) -> String {
    link.id.to_string()
}

#[protected(
    GET,
    "/confirm",
    purpose = "confirm-address",
    query = "link",
    register = false
)]
async fn confirm(link: Link<Member>) -> Result<String, StatusCode> {
    #[derive(serde::Deserialize)]
    struct Confirmation {
        address: String,
    }
    let claims: Confirmation = link.claims().map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(claims.address)
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<Member>) -> String {
    g.id.to_string()
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<Member>>) -> &'static str {
    g.map_or("a stranger", |_| "a member")
}

fn member(token_version: i64) -> Member {
    Member {
        id: 1,
        token_version,
        is_admin: false,
    }
}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
}

/// An application with the member 1, whose tokens have the version 1.
struct Site {
    jwt: JwtRoutes,
    app: App,
    members: MemoryStore<Member>,
}

impl Site {
    fn new() -> Self {
        Self::of(builder())
    }

    fn of(builder: JwtRoutesBuilder) -> Self {
        let members = MemoryStore::new([member(1)]);
        Self::with(builder, members.clone(), members)
    }

    /// A site whose store returns members only after it was polled.
    fn waiting() -> Self {
        let members = MemoryStore::new([member(1)]);
        let loaded = members.clone();
        let store = move |id: i64| {
            let member = loaded.get(&id);
            async move {
                tokio::task::yield_now().await;
                Ok::<_, io::Error>(member)
            }
        };
        Self::with(builder(), store, members)
    }

    fn with(
        builder: JwtRoutesBuilder,
        store: impl EntityStore<Member>,
        members: MemoryStore<Member>,
    ) -> Self {
        let jwt = builder
            .entity::<Member>(store)
            .entity::<Owner>(MemoryStore::new([Owner { id: 1 }]))
            .build()
            .unwrap();
        let by_hand = axum::Router::new().route("/by-hand", axum::routing::get(|| async { "in" }));
        let app = jwt
            .app_with((), routes![set_password, forgotten, confirm, me, feed])
            .merge(by_hand)
            .build()
            .unwrap()
            .layer(axum::Extension(members.clone()));
        Self { jwt, app, members }
    }

    fn link(&self, purpose: &str) -> String {
        let link = self.jwt.link(&member(1), purpose).sign();
        link.unwrap().into_string()
    }

    fn access(&self) -> String {
        self.jwt.create_token(&member(1)).unwrap().into_string()
    }

    fn post(&self, path: &str, token: &str) -> Answer {
        request("POST", path).bearer(token).to(&self.app)
    }

    fn get(&self, path: &str, token: &str) -> Answer {
        get(path).bearer(token).to(&self.app)
    }
}

#[test]
fn a_link_reaches_each_route_for_its_purpose_with_its_entity() {
    for site in [Site::new(), Site::waiting()] {
        let link = site.link("reset-password");
        site.post("/forgotten", &link).is(200, "1");
        site.post("/password", &link).is(200, "1");
    }
}

#[test]
fn a_link_is_spent_when_the_version_of_its_entity_changes() {
    for site in [Site::new(), Site::waiting()] {
        let link = site.link("reset-password");
        site.post("/password", &link).is(200, "1");
        site.post("/password", &link)
            .is_refused(jwt_router_tests::Refusal::BadToken);
        assert_eq!(site.members.get(&1).unwrap().token_version, 2);
    }
}

#[test]
fn a_handler_reads_the_claims_of_its_link() {
    let site = Site::new();
    let claims = serde_json::json!({"address": "ada@example.com"});
    let link = site.jwt.link(&member(1), "confirm-address").claims(&claims);
    let link = link.sign().unwrap();
    site.get("/confirm", link.as_str())
        .is(200, "ada@example.com");
}

#[test]
fn a_link_is_taken_from_the_query_where_its_route_says_so() {
    let site = Site::of(builder().query_token("auth"));
    let claims = serde_json::json!({"address": "ada@example.com"});
    let link = site.jwt.link(&member(1), "confirm-address").claims(&claims);
    let link = link.sign().unwrap();
    let answer = get(&format!("/confirm?link={}", link.as_str())).to(&site.app);
    answer.is(200, "ada@example.com");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    get(&format!("/confirm?auth={}", link.as_str()))
        .to(&site.app)
        .is_refused(jwt_router_tests::Refusal::NoToken);
}

#[test]
fn a_link_prints_no_secret() {
    let site = Site::new();
    let builder = site.jwt.link(&member(1), "reset-password");
    let printed = format!("{builder:?}");
    assert!(printed.starts_with(r#"LinkBuilder { table: "members", purpose: "reset-password""#));
    assert_eq!(format!("{:?}", builder.sign().unwrap()), "LinkToken(..)");
}
