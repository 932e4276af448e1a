mod admin {
    jwt_router::defaults! { "/admin" }
}

fn main() {}
