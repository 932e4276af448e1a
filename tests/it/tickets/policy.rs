//! Tickets in the policy table, the lock file and the matrix.

use jwt_router::{
    PolicyTable, TokenUse, routes,
    testing::{Matrix, authz_matrix},
};
use jwt_router_tests::block_on;

use super::{Owner, Site, builder, member};

fn everybody(matrix: Matrix) -> Matrix {
    matrix.entity(&member(1)).entity(&Owner { id: 1 })
}

#[test]
fn the_policy_names_the_routes_for_tickets() {
    let site = Site::new();
    let policy = site.app.policy();
    let mut routes = policy.routes().iter();
    let route = routes.find(|route| route.path == "/events").unwrap();
    assert_eq!(route.token_use, TokenUse::Ticket);
    let table = policy.to_string();
    assert!(table.contains("ticket members, token version"), "{table}");
    let json = serde_json::to_string(policy).unwrap();
    assert!(json.contains(r#""token_use":"ticket""#), "{json}");
    let read: PolicyTable = serde_json::from_str(&json).unwrap();
    assert_eq!(read.sha256(), policy.sha256());
}

#[test]
fn the_matrix_sends_tickets_to_every_route() {
    let app = Site::of(builder(), routes![super::events, super::me, super::feed]).app;
    let grid = block_on(everybody(authz_matrix!(app)).run());
    assert_eq!(grid.cell("GET /events", "members"), 200);
    assert_eq!(grid.cell("GET /events", "owners"), 403);
    assert_eq!(grid.cell("GET /events", "in URL"), 200);
    assert_eq!(grid.cell("GET /events", "two tokens"), 400);
    for caller in ["access", "refresh", "link", "expired", "ended session"] {
        assert_eq!(grid.cell("GET /events", caller), 401, "{caller}");
    }
    assert_eq!(grid.cell("GET /me", "ticket"), 401);
    assert_eq!(grid.cell("GET /me", "members"), 200);
}
