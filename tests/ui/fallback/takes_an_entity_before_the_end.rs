use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

async fn not_found(g: G<User>, _body: String) -> String {
    g.id.to_string()
}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().method_not_allowed_fallback(not_found).build();
}
