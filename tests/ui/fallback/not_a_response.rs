use jwt_router::prelude::*;

async fn not_found() -> u8 {
    1
}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
