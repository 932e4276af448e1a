//! What each route requires, and that every kind of caller meets it.

use std::sync::Arc;

use jwt_router::testing::{assert_policy_lock, authz_matrix};

use crate::service::Service;

#[tokio::test]
async fn the_policy_of_each_route_is_that_of_routes_lock() {
    let service = Service::start().await;
    assert_policy_lock!(service.app.policy(), "routes.lock");
}

#[tokio::test]
async fn each_caller_reaches_only_the_routes_that_routes_lock_opens() {
    let service = Arc::new(Service::start().await);
    service.registered("ada").await;
    service.registered("bob").await;
    let (ada, bob) = (service.user("ada").await, service.user("bob").await);
    let app = service.app.clone();
    authz_matrix!(app, "routes.lock")
        .entity(&ada)
        .entity(&bob)
        .run()
        .await;
}
