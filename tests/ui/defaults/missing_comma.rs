mod admin {
    jwt_router::defaults! { role = "admin" fresh = "15m" }
}

fn main() {}
