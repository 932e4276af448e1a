use jwt_router::RoleName;

#[derive(RoleName)]
#[name = "role"]
enum Role {
    Admin,
}

fn main() {}
