use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {
    #[name = "root"]
    #[name = "admin"]
    Admin,
}

fn main() {}
