mod admin {
    jwt_router::defaults! { prefix: "/admin" }
}

fn main() {}
