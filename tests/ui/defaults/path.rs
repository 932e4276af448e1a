mod admin {
    jwt_router::defaults! { path = "/admin" }
}

fn main() {}
