const ADMIN: u8 = 1;

mod admin {
    jwt_router::defaults! { role = super::ADMIN }
}

fn main() {}
