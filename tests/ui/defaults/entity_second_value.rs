mod admin {
    jwt_router::defaults! { entity = User, Staff }
}

fn main() {}
