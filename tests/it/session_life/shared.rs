//! Many clients at once, at two instances with one store.

use std::{collections::BTreeSet, sync::Arc};

use jwt_router::{MemorySessions, SessionStore};
use jwt_router_tests::builder;
use tokio::task::JoinSet;

use super::{Service, pair_of};

/// The number of requests at once.
const CLIENTS: usize = 64;

/// Presents one refresh token 64 times at once at two instances: every response is 200, with the same successor.
pub(crate) async fn race(store: impl SessionStore + Clone) {
    let instance = || Arc::new(Service::new(builder().sessions(store.clone())));
    let instances = [instance(), instance()];
    let [service, other] = &instances;
    let first = service.start().await;
    let token = first.refresh_token().as_str().to_owned();
    let mut tasks = JoinSet::new();
    for number in 0..CLIENTS {
        let (service, token) = (Arc::clone(&instances[number % 2]), token.clone());
        tasks.spawn(async move { pair_of(&service.refresh(&token).await) });
    }
    let pairs = tasks.join_all().await;
    assert_eq!(pairs.len(), CLIENTS);
    let successors: BTreeSet<_> = pairs.into_iter().collect();
    assert_eq!(successors.len(), 1, "{successors:?}");
    let [_, next] = successors.first().unwrap();
    assert_eq!(other.refresh(next).await.status, 200);
}

#[test]
fn one_of_64_refreshes_at_once_makes_the_successor_in_memory() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(race(MemorySessions::new()));
}
