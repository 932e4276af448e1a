use jwt_router::prelude::*;

// What would stand behind the policy below.
async fn list() {}

struct Posts;

impl Posts {
    #[whitelist(GET, "/posts", register = false)]
    async fn list() {}
}

fn main() {
    let _: jwt_router::Routes<()> = jwt_router::routes![Posts::list];
    drop((list(), Posts::list()));
}
