mod admin {
    jwt_router::defaults! { GET, role = "admin" }
}

fn main() {}
