mod admin {
    jwt_router::defaults! { entity = String }
}

fn main() {}
