use jwt_router::prelude::*;

#[entity(table = "users", version = Self::version)]
#[derive(Clone)]
struct User {
    id: i64,
    version: i64,
}

impl User {
    fn version(&self) -> i64 {
        self.version
    }
}

fn main() {}
