use jwt_router::prelude::*;

#[entity(table = "users", token_version = Self::version)]
#[derive(Clone)]
struct User {
    id: i64,
    version: f64,
}

impl User {
    fn version(&self) -> f64 {
        self.version
    }
}

fn main() {}
