mod admin {
    jwt_router::defaults! { colour = "red" }
}

fn main() {}
