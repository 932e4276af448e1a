//! Links, refresh tokens and tickets, which flask-jwt-router refuses although it shares the secret.

use jwt_router::{Link, MemorySessions, Refresh, Ticket, TicketToken, prelude::*};
use jwt_router_tests::{RequestExt as _, SECRET, block_on, claims_of, get, header_of, request};
use serde_json::json;

use super::{Account, Flask, Side as _, bearer, builder};

#[protected(POST, "/password", purpose = "reset-password", register = false)]
async fn password(link: Link<Account>) -> String {
    link.user_id.to_string()
}

#[test]
fn flask_refuses_a_link_and_accepts_the_same_claims_without_its_audience() {
    let Some(flask) = Flask::start() else { return };
    let account = Account {
        user_id: 1,
        version: 0,
    };
    let accounts = MemoryStore::new([account.clone()]);
    for builder in [builder(SECRET), builder(SECRET).audience("api")] {
        let jwt = builder.entity::<Account>(accounts.clone()).build().unwrap();
        let app = jwt.app_with((), routes![password]).build().unwrap();
        let link = jwt.link(&account, "reset-password").sign().unwrap();
        request("POST", "/password")
            .bearer(link.as_str())
            .to(&app)
            .is(200, "1");
        assert_eq!(flask.get("/api/v1/me", &[&bearer(link.as_str())]), "401");

        // PyJWT does not compare `typ`, so the audience alone makes the difference.
        let mut claims = claims_of(link.as_str());
        claims.as_object_mut().unwrap().remove("aud");
        let without = flask.sign(json!({ "claims": claims, "header": {"typ": "link+jwt"} }));
        assert_eq!(header_of(&without)["typ"], "link+jwt");
        assert_eq!(flask.get("/api/v1/me", &[&bearer(&without)]), "Ada");
    }
}

#[test]
fn a_token_of_flask_is_no_link() {
    let Some(flask) = Flask::start() else { return };
    let accounts = MemoryStore::new([Account {
        user_id: 1,
        version: 0,
    }]);
    let jwt = builder(SECRET).entity::<Account>(accounts).build().unwrap();
    let app = jwt.app_with((), routes![password]).build().unwrap();
    let token = flask.login(json!({ "id": 1 }));
    let answer = request("POST", "/password").bearer(&token).to(&app);
    assert_eq!(answer.status, 401);
}

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(refresh: Refresh<Account>) -> String {
    refresh.user_id.to_string()
}

#[test]
fn flask_refuses_a_refresh_token_and_accepts_the_access_token() {
    let Some(flask) = Flask::start() else { return };
    let account = Account {
        user_id: 1,
        version: 0,
    };
    let accounts = MemoryStore::new([account.clone()]);
    let builder = builder(SECRET).sessions(MemorySessions::new());
    let jwt = builder.entity::<Account>(accounts).build().unwrap();
    let app = jwt.app_with((), routes![refresh]).build().unwrap();
    block_on(async {
        let pair = jwt.start_session(&account).await.unwrap();
        let (access, token) = (pair.access_token().as_str(), pair.refresh_token().as_str());
        let sent = request("POST", "/refresh").bearer(token);
        sent.sent_to(&app).await.is(200, "1");
        assert_eq!(flask.get("/api/v1/me", &[&bearer(token)]), "401");
        assert_eq!(flask.get("/api/v1/me", &[&bearer(access)]), "Ada");

        // The other way round: a token of flask refreshes nothing.
        let of_flask = flask.login(json!({ "id": 1 }));
        let sent = request("POST", "/refresh").bearer(&of_flask);
        assert_eq!(sent.sent_to(&app).await.status, 401);
    });
}

#[protected(POST, "/ticket", register = false)]
async fn ticket(g: G<Account>, jwt: JwtRoutes) -> Result<TicketToken, SignError> {
    jwt.ticket(&g)
}

#[protected(GET, "/events", ticket, register = false)]
async fn events(ticket: Ticket<Account>) -> String {
    ticket.user_id.to_string()
}

#[test]
fn flask_refuses_a_ticket_that_is_minted_from_its_token() {
    let Some(flask) = Flask::start() else { return };
    let accounts = MemoryStore::new([Account {
        user_id: 1,
        version: 0,
    }]);
    let builder = builder(SECRET).sessions(MemorySessions::new());
    let jwt = builder.entity::<Account>(accounts).build().unwrap();
    let app = jwt.app_with((), routes![ticket, events]).build().unwrap();
    let of_flask = flask.login(json!({ "id": 1 }));
    let answer = request("POST", "/ticket").bearer(&of_flask).to(&app);
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let ticket = body["ticket"].as_str().unwrap();
    assert_eq!(flask.get("/api/v1/me", &[&bearer(ticket)]), "401");
    get(&format!("/events?ticket={ticket}"))
        .to(&app)
        .is(200, "1");
    // The other way round: a token of flask is no ticket.
    let answer = get(&format!("/events?ticket={of_flask}")).to(&app);
    assert_eq!(answer.status, 401);
}
