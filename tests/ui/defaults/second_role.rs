mod admin {
    jwt_router::defaults! { role = "admin", "editor" }
}

fn main() {}
