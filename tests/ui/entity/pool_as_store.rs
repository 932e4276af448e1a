use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

/// In place of the type in sqlx, which this package does not depend on.
struct Pool<DB>(DB);

struct Postgres;

fn main() {
    let pool = Pool(Postgres);
    let _ = JwtRoutes::builder().entity::<User>(pool);
}
