use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

type Me = G<User>;

#[whitelist(GET, "/me")]
async fn me(me: Me) -> String {
    me.id.to_string()
}

fn main() {}
