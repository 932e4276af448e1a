use jwt_router::{RoleName, prelude::*};

enum Role {
    Other(&'static str),
}

impl RoleName for Role {
    fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
        }
    }
}

#[protected(DELETE, "/posts", role = Role::Other)]
async fn delete() {}

fn main() {}
