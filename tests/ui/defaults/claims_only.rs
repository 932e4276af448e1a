mod admin {
    jwt_router::defaults! { claims_only }
}

fn main() {}
