use jwt_router::RoleName;

#[derive(RoleName)]
struct Admin;

fn main() {}
