use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

async fn not_found(g: Option<G<User>>) -> String {
    g.is_some().to_string()
}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
