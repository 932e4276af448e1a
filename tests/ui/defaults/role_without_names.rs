mod admin {
    jwt_router::defaults! { role = any() }
}

fn main() {}
