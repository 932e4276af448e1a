use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me() {
    let name = std::rc::Rc::new("ann");
    std::future::ready(()).await;
    drop(name);
}

fn main() {}
