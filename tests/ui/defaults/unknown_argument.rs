mod admin {
    jwt_router::defaults! { rol = "admin" }
}

fn main() {}
