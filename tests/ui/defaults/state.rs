mod admin {
    jwt_router::defaults! { state = App, role = "admin" }
}

fn main() {}
