//! The fallbacks of an application are public, and tried like its routes.

use jwt_router::AppBuilder;

use super::*;

async fn not_found() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "nothing is here")
}

async fn wrong_method() -> (StatusCode, &'static str) {
    (StatusCode::METHOD_NOT_ALLOWED, "not like this")
}

fn with_fallbacks(routes: Routes<()>) -> AppBuilder {
    let app = users_only().build().unwrap().app_with((), routes);
    app.fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
}

fn users(app: &App) -> Matrix {
    authz_matrix!(app).entity(&ada())
}

#[test]
fn fallbacks_are_tried_with_every_kind_of_caller() {
    let app = with_fallbacks(routes![me, set_me]).build().unwrap();
    let grid = run(users(&app));
    for caller in [
        "no token",
        "malformed",
        "expired",
        "alg none",
        "nobody",
        "users",
    ] {
        assert_eq!(grid.cell("* 404", caller), 404, "{caller}");
        assert_eq!(grid.cell("* 405", caller), 405, "{caller}");
    }
    assert_eq!(grid.cell("GET /me", "no token"), 401);
    assert!(!grid.to_string().contains("were not tried"), "{grid}");
}

#[test]
fn a_fallback_beside_routes_that_are_unknown_is_not_tried() {
    let router = Router::new().route("/open", by_get(|| async {}));
    let app = with_fallbacks(routes![me]).merge(router).build().unwrap();
    let grid = run(users(&app)).to_string();
    assert!(
        grid.contains("3 of the policy's lines are whole routers, services or fallbacks (`*`)"),
        "{grid}"
    );
}

#[test]
fn a_fallback_behind_a_route_for_every_path_is_not_tried() {
    #[ignored(GET, "/{*rest}", register = false)]
    async fn everything() {}

    let app = with_fallbacks(routes![everything]).build().unwrap();
    let grid = run(users(&app));
    assert_eq!(grid.cell("* 405", "no token"), 405);
    assert!(
        grid.to_string().contains("1 of the policy's lines are"),
        "{grid}"
    );
}

#[test]
fn a_matrix_of_refusals_runs_no_fallback() {
    let app = with_fallbacks(routes![me]).build().unwrap();
    let grid = run(users(&app).only_refusals());
    let grid = grid.to_string();
    let row = grid.lines().find(|line| line.starts_with("*       404"));
    let cells: Vec<&str> = row.unwrap().split_whitespace().skip(2).collect();
    assert!(cells.iter().all(|cell| *cell == "-"), "{grid}");
}
