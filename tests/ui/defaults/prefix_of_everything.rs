mod admin {
    jwt_router::defaults! { prefix = "/" }
}

fn main() {}
