mod admin {
    jwt_router::defaults! { role = "admin", guard = owns_post }
}

fn main() {}
