use jwt_router::prelude::*;

async fn not_found(g: G) -> String {
    g.table().to_owned()
}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
