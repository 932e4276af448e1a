mod admin {
    jwt_router::defaults! { role = "admin" }

    jwt_router::defaults! {
        fresh = "15m",
        scope = "admin",
    }
}

fn main() {}
