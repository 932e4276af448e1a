//! Links in the policy table, the lock file and the matrix.

use jwt_router::{
    App, MemoryStore, PolicyTable, TokenUse, routes,
    testing::{Matrix, authz_matrix},
};
use jwt_router_tests::block_on;

use super::{Member, Owner, Site, builder, member};

fn everybody(matrix: Matrix) -> Matrix {
    matrix.entity(&member(1)).entity(&Owner { id: 1 })
}

/// An application whose routes do not change the version of a member.
fn unchanging() -> App {
    let jwt = builder()
        .entity::<Member>(MemoryStore::new([member(1)]))
        .entity::<Owner>(MemoryStore::new([Owner { id: 1 }]))
        .build()
        .unwrap();
    let routes = routes![super::forgotten, super::confirm, super::me];
    jwt.app_with((), routes).build().unwrap()
}

#[test]
fn the_policy_names_the_purpose_of_a_route() {
    let site = Site::new();
    let policy = site.app.policy();
    let route = |path: &str| {
        let mut routes = policy.routes().iter();
        routes.find(|route| route.path == path).unwrap().clone()
    };
    let purpose = TokenUse::Purpose("reset-password".to_owned());
    assert_eq!(route("/password").token_use, purpose);
    assert_eq!(route("/me").token_use, TokenUse::Access);
    let table = policy.to_string();
    assert!(
        table.contains("purpose reset-password members, token version"),
        "{table}"
    );
}

#[test]
fn the_policy_is_read_back_from_json() {
    let site = Site::new();
    let json = serde_json::to_value(site.app.policy()).unwrap();
    let read: PolicyTable = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(read.sha256(), site.app.policy().sha256());
    assert!(
        json.to_string()
            .contains(r#""token_use":{"purpose":"reset-password"}"#)
    );
}

#[test]
fn the_matrix_sends_links_and_access_tokens_to_every_route() {
    let app = unchanging();
    let grid = block_on(everybody(authz_matrix!(app)).run());
    assert_eq!(grid.cell("POST /forgotten", "link"), 401);
    assert_eq!(grid.cell("POST /forgotten", "access"), 401);
    assert_eq!(grid.cell("POST /forgotten", "refresh"), 401);
    assert_eq!(grid.cell("POST /forgotten", "members"), 200);
    assert_eq!(grid.cell("POST /forgotten", "owners"), 403);
    assert_eq!(grid.cell("GET /me", "link"), 401);
    assert_eq!(grid.cell("GET /me", "members"), 200);
}
