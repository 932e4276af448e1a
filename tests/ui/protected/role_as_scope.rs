use jwt_router::{RoleName, prelude::*};

enum Role {
    Admin,
}

impl RoleName for Role {
    fn name(&self) -> &str {
        match self {
            Self::Admin => "admin",
        }
    }
}

#[protected(DELETE, "/posts", scope = Role::Admin)]
async fn delete() {}

fn main() {}
