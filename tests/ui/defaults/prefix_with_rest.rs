mod admin {
    jwt_router::defaults! { prefix = "/admin/{*rest}" }
}

fn main() {}
