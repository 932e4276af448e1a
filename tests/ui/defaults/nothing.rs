mod admin {
    jwt_router::defaults! {  }
}

fn main() {}
