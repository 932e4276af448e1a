//! Tickets: tokens for one request, in the query, and the routes with `ticket` that take them.

mod minting;
mod problems;
mod refused;
mod requirements;
mod until_end;

#[cfg(feature = "testing")]
mod policy;

use axum::extract::FromRequestParts as _;
use jwt_router::{AnyEntity, App, JwtRoutes, MemorySessions, Ticket, TicketToken, prelude::*};
use jwt_router_tests::{Answer, FixedClock, NOW, RequestExt as _, SECRET, block_on, get, request};

#[entity(table = "members", token_version = Self::token_version, roles = Self::roles)]
#[derive(Clone)]
struct Member {
    id: i64,
    token_version: i64,
}

impl Member {
    fn token_version(&self) -> i64 {
        self.token_version
    }

    fn roles(&self) -> &[&'static str] {
        if self.id == 1 { &["reader"] } else { &[] }
    }
}

#[entity(table = "owners")]
#[derive(Clone)]
struct Owner {
    id: i64,
}

#[protected(GET, "/events", ticket, register = false)]
async fn events(ticket: Ticket<Member>) -> String {
    ticket.members().id.to_string()
}

#[protected(GET, "/me", query = "auth", register = false)]
async fn me(g: G<Member>) -> String {
    g.id.to_string()
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<Member>>) -> &'static str {
    g.map_or("a stranger", |_| "a member")
}

#[protected(POST, "/ticket", register = false)]
async fn ticket(g: G<Member>, jwt: JwtRoutes) -> Result<TicketToken, SignError> {
    jwt.ticket(&g)
}

fn member(token_version: i64) -> Member {
    Member {
        id: 1,
        token_version,
    }
}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .sessions(MemorySessions::new())
}

/// An application with the member 1, whose tokens have the version 1.
struct Site {
    jwt: JwtRoutes,
    app: App,
    members: MemoryStore<Member>,
}

impl Site {
    fn new() -> Self {
        Self::of(builder(), routes![events, me, feed, ticket])
    }

    fn of(builder: JwtRoutesBuilder, routes: jwt_router::Routes<()>) -> Self {
        let members = MemoryStore::new([member(1)]);
        let jwt = builder
            .entity::<Member>(members.clone())
            .entity::<Owner>(MemoryStore::new([Owner { id: 1 }]))
            .build()
            .unwrap();
        let by_hand = axum::Router::new().route("/by-hand", axum::routing::get(|| async { "in" }));
        let app = jwt.app_with((), routes).merge(by_hand).build().unwrap();
        Self { jwt, app, members }
    }

    fn access(&self) -> String {
        self.jwt.create_token(&member(1)).unwrap().into_string()
    }

    /// Returns the `G` of the member whose token this is.
    fn g(&self, access: &str) -> G {
        type Found = std::sync::Arc<std::sync::Mutex<Option<G>>>;
        let found = Found::default();
        let taken = std::sync::Arc::clone(&found);
        let take = move |request: axum::extract::Request| async move {
            let (mut parts, _) = request.into_parts();
            let g = G::<AnyEntity>::from_request_parts(&mut parts, &()).await;
            let g = g.unwrap();
            *taken.lock().unwrap() = Some(g);
        };
        let by_hand = axum::Router::new().route("/", axum::routing::get(take));
        let app = self.jwt.app_with((), routes![]).merge(by_hand).build();
        get("/").bearer(access).to(&app.unwrap()).is(200, "");
        found.lock().unwrap().take().unwrap()
    }

    /// Mints a ticket from this access token.
    fn ticket_of(&self, access: &str) -> String {
        self.jwt.ticket(&self.g(access)).unwrap().into_string()
    }

    fn ticket(&self) -> String {
        self.ticket_of(&self.access())
    }

    fn events(&self, ticket: &str) -> Answer {
        get(&format!("/events?ticket={ticket}")).to(&self.app)
    }
}

#[test]
fn a_ticket_opens_its_route_from_the_query() {
    let site = Site::new();
    site.events(&site.ticket()).is(200, "1");
}

#[test]
fn a_handler_responds_with_a_ticket() {
    let site = Site::new();
    let answer = request("POST", "/ticket")
        .bearer(&site.access())
        .to(&site.app);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    site.events(body["ticket"].as_str().unwrap()).is(200, "1");
}

#[test]
fn a_response_to_a_ticket_is_not_stored_and_passes_no_url_on() {
    let site = Site::new();
    let ticket = site.ticket();
    for answer in [site.events(&ticket), site.events(&ticket)] {
        let cache = answer.header("cache-control");
        assert!(cache.ends_with("no-store"), "{cache}");
    }
    let answer = site.events(&site.ticket());
    assert_eq!(answer.header("cache-control"), "private, no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
}

#[test]
fn a_ticket_prints_no_secret() {
    let site = Site::new();
    let ticket = site.jwt.ticket(&site.g(&site.access())).unwrap();
    assert_eq!(format!("{ticket:?}"), "TicketToken(..)");
    let json = serde_json::to_value(&ticket).unwrap();
    assert_eq!(json.as_str(), Some(ticket.as_str()));
}

#[test]
fn requests_at_once_use_a_ticket_once() {
    let site = Site::new();
    let target = format!("/events?ticket={}", site.ticket());
    block_on(async {
        let requests = (0..16).map(|_| {
            let (app, target) = (site.app.clone(), target.clone());
            tokio::spawn(async move { get(&target).sent_to(&app).await.status })
        });
        let requests: Vec<_> = requests.collect();
        let mut statuses = Vec::new();
        for request in requests {
            statuses.push(request.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 401));
    });
}
