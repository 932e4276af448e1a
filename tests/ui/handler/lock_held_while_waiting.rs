use jwt_router::prelude::*;

#[protected(GET, "/count")]
async fn count() {
    let count = std::sync::Mutex::new(1);
    let held = count.lock().unwrap();
    std::future::ready(()).await;
    drop(held);
}

fn main() {}
