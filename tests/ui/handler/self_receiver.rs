use jwt_router::prelude::*;

struct Users;

impl Users {
    #[protected(GET, "/users")]
    async fn list(&self) {}
}

fn main() {}
