//! Refresh tokens and sessions in the policy table, the lock file and the matrix.

use jwt_router::{
    Check, JwtRoutesBuilder, MemorySessions, PolicyTable, TokenUse,
    testing::{Matrix, authz_matrix},
};
use jwt_router_tests::{ada, block_on, builder, emmy};

use super::Service;

fn with_memory() -> JwtRoutesBuilder {
    builder().sessions(MemorySessions::new())
}

fn everybody(matrix: Matrix) -> Matrix {
    matrix.entity(&ada()).entity(&emmy())
}

#[test]
fn the_policy_names_the_routes_for_refresh_tokens() {
    let service = super::service();
    let policy = service.app.policy();
    let mut routes = policy.routes().iter();
    let route = routes.find(|route| route.path == "/refresh").unwrap();
    assert_eq!(route.token_use, TokenUse::Refresh);
    let table = policy.to_string();
    assert!(table.contains("refresh users"), "{table}");
    let json = serde_json::to_string(policy).unwrap();
    let read: PolicyTable = serde_json::from_str(&json).unwrap();
    assert_eq!(read.sha256(), policy.sha256());
}

#[test]
fn the_matrix_sends_refresh_tokens_to_every_route() {
    let app = Service::new(with_memory()).app;
    let grid = block_on(everybody(authz_matrix!(app)).run());
    for route in ["POST /refresh", "POST /unspent"] {
        assert_eq!(grid.cell(route, "users"), 200, "{route}");
        assert_eq!(grid.cell(route, "teachers"), 403, "{route}");
        assert_eq!(grid.cell(route, "access"), 401, "{route}");
        assert_eq!(grid.cell(route, "link"), 401, "{route}");
    }
    assert_eq!(grid.cell("DELETE /refresh", "users"), 204);
    assert_eq!(grid.cell("GET /me", "refresh"), 401);
    assert_eq!(grid.cell("GET /me", "users"), 200);
}

#[test]
fn the_matrix_sends_tokens_of_ended_sessions_to_every_route() {
    let app = Service::new(with_memory()).app;
    let grid = block_on(everybody(authz_matrix!(app)).run());
    for route in ["GET /me", "GET /claims", "POST /refresh", "POST /unspent"] {
        assert_eq!(grid.cell(route, "ended session"), 401, "{route}");
    }
}

#[test]
fn without_checks_only_refresh_tokens_of_ended_sessions_are_refused() {
    let app = Service::new(with_memory().check_sessions(Check::Never)).app;
    let grid = block_on(everybody(authz_matrix!(app)).run());
    assert_eq!(grid.cell("POST /refresh", "ended session"), 401);
}
