use jwt_router::prelude::*;

struct Teacher;

fn owns(_g: G<Teacher>) -> bool {
    true
}

#[protected(PUT, "/posts/{id}", guard = owns)]
async fn edit() {}

fn main() {}
