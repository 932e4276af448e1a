use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {
    #[name = ""]
    Admin,
}

fn main() {}
