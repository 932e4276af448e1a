use jwt_router::prelude::*;

mod users {
    use super::*;

    #[whitelist(GET, "/users/{id}")]
    async fn show() {}
}

mod people {
    use super::*;

    #[protected([POST, GET], "/users/{name}")]
    async fn show() {}
}

fn main() {}
