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

#[protected(DELETE, "/posts", role = Role::Amdin)]
async fn delete() {}

fn main() {}
