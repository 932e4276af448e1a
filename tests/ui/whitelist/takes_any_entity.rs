use jwt_router::prelude::*;

#[ignored(GET, "/me")]
async fn me(g: G) -> &'static str {
    g.table()
}

fn main() {}
