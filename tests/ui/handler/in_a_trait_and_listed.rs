use jwt_router::prelude::*;

async fn list() {}

trait Posts {
    #[whitelist(GET, "/posts", register = false)]
    async fn list();
}

struct Memory;

impl Posts for Memory {
    async fn list() {}
}

fn main() {
    let _: jwt_router::Routes<()> = jwt_router::routes![Memory::list];
    drop((list(), Memory::list()));
}
