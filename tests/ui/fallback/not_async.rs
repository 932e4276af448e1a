use jwt_router::prelude::*;

fn not_found() {}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
