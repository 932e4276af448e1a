//! Tokens of WebSockets in the matrix.

use jwt_router::testing::authz_matrix;
use jwt_router_tests::{ada, block_on};

use super::*;

#[test]
fn the_matrix_offers_tokens_as_protocols_to_every_get_route() {
    let jwt = builder().build().unwrap();
    let routes = routes![live, page, both, plain];
    let app = jwt.app_with((), routes).build().unwrap();
    let matrix = authz_matrix!(app).entity(&ada()).entity(&emmy());
    let grid = block_on(matrix.run());
    for route in ["GET /live", "GET /page", "GET /both"] {
        assert_ne!(grid.cell(route, "websocket"), 401, "{route}\n{grid}");
    }
    assert_eq!(grid.cell("GET /plain", "websocket"), 401, "{grid}");
}

#[test]
fn without_websockets_the_matrix_has_no_such_column() {
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![plain]).build().unwrap();
    let matrix = authz_matrix!(app).entity(&ada()).entity(&emmy());
    let grid = block_on(matrix.run());
    assert!(!grid.to_string().contains("websocket"), "{grid}");
}
