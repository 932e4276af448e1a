use jwt_router::prelude::*;

#[entity(table = "users", roles = Self::role)]
#[derive(Clone)]
struct User {
    id: i64,
    role: String,
}

enum Role {
    Admin,
}

impl jwt_router::RoleName for Role {
    fn name(&self) -> &str {
        "admin"
    }
}

impl User {
    fn role(&self) -> Role {
        Role::Admin
    }
}

fn main() {}
