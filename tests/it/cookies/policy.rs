//! Cookies in the matrix and the lock file.

use jwt_router::testing::{Matrix, authz_matrix};
use jwt_router_tests::{block_on, emmy};

use super::*;

fn everybody(matrix: Matrix) -> Matrix {
    matrix.entity(&ada()).entity(&emmy())
}

#[test]
fn the_matrix_sends_cookies_of_the_own_and_of_another_site() {
    let app = Service::host().app;
    let grid = block_on(everybody(authz_matrix!(app)).run());
    assert_eq!(grid.cell("GET /me", "cookie"), 200);
    assert_eq!(grid.cell("GET /me", "cross-site"), 403);
    assert_eq!(grid.cell("POST /pay", "cookie"), 200);
    assert_eq!(grid.cell("POST /pay", "cross-site"), 403);
    assert_eq!(grid.cell("POST /refresh", "cookie"), 204);
    assert_eq!(grid.cell("POST /refresh", "cross-site"), 403);
    assert_eq!(grid.cell("POST /hook", "cookie"), 401);
    assert_eq!(grid.cell("POST /pay", "two tokens"), 400);
}

#[test]
fn without_cookies_the_matrix_has_no_such_columns() {
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![me]).build().unwrap();
    let grid = block_on(everybody(authz_matrix!(app)).run());
    assert!(!grid.to_string().contains("cross-site"), "{grid}");
}

#[test]
fn a_route_that_takes_cookies_now_differs_from_the_lock_file() {
    let builder = builder().sessions(MemorySessions::new());
    let jwt = builder.cookies(Cookies::host("session")).build().unwrap();
    let lock = "GET  /me  protected users  it::cookies::me\n";
    let error = jwt
        .app_with((), routes![me])
        .locked(lock)
        .build()
        .unwrap_err();
    let expected = "GET /me was protected users, is now protected users, cookie";
    assert!(error.to_string().contains(expected), "{error}");
}
