use jwt_router::prelude::*;

async fn not_found(_body: String, _method: axum::http::Method) {}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
