use jwt_router::RoleName;

#[derive(RoleName)]
enum Role {}

fn main() {}
