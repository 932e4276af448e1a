use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {
    Admin,
    #[name = "admin"]
    Root,
}

fn main() {}
