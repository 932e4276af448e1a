use jwt_router::prelude::*;

struct Posts;

impl Posts {
    #[whitelist(GET, "/posts")]
    async fn list() {}
}

fn main() {}
