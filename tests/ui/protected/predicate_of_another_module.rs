use jwt_router::prelude::*;

mod posts {
    pub(crate) fn name() -> &'static str {
        "post"
    }
}

#[protected(PUT, "/posts/{id}", guard = posts::name)]
async fn edit() {}

fn main() {}
