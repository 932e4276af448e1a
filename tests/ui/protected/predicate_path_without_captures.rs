use axum::extract::Path;
use jwt_router::prelude::*;

mod posts {
    use super::*;

    pub(crate) async fn owns(_g: G, _path: Path<u64>) -> bool {
        true
    }
}

#[protected(PUT, "/posts", guard = posts::owns)]
async fn edit() {}

fn main() {}
