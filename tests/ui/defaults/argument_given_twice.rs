mod admin {
    jwt_router::defaults! { role = "admin", role = "editor" }
}

fn main() {}
