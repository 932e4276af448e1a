mod admin {
    jwt_router::defaults! { fresh = "15" }
}

fn main() {}
