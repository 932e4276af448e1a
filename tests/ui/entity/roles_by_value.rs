use jwt_router::prelude::*;

#[entity(table = "users", roles = Self::roles)]
#[derive(Clone)]
struct User {
    id: i64,
    role: String,
}

impl User {
    fn roles(self) -> [String; 1] {
        [self.role]
    }
}

fn main() {}
