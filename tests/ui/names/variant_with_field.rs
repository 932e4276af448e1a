use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {
    Admin,
    Of(String),
}

fn main() {}
