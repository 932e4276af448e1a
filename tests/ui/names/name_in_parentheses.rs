use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {
    #[name("root")]
    Admin,
}

fn main() {}
