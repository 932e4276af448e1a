use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

/// In place of the type in sea-orm, which this package does not depend on.
struct DatabaseConnection;

fn main() {
    let db = DatabaseConnection;
    let _ = JwtRoutes::builder().entity::<User>(db);
}
