mod admin {
    jwt_router::defaults! { prefix = "/teams/:team" }
}

fn main() {}
