//! What each route requires, and that it holds.

use jwt_router::testing::{assert_policy_lock, authz_matrix};
use realworld::User;

use crate::conduit::Conduit;

#[tokio::test]
async fn the_routes_are_those_of_routes_lock() {
    let conduit = Conduit::start().await;
    assert_policy_lock!(conduit.app.policy(), "routes.lock");
}

#[tokio::test]
async fn every_kind_of_caller_gets_the_response_of_routes_lock() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    conduit.user("bob").await;
    let slug = ada.write("One").await;
    ada.comment(&slug, "first").await;
    authz_matrix!(conduit.app, "routes.lock")
        .entity(&user(1, "ada"))
        .entity(&user(2, "bob"))
        .capture(move |name, _| match name {
            "slug" => slug.clone(),
            "username" => "ada".to_owned(),
            _ => "1".to_owned(),
        })
        .run()
        .await;
}

/// The user who registered as the first, the second, ..
fn user(user_id: i64, name: &str) -> User {
    User {
        user_id,
        email: format!("{name}@example.com"),
        username: name.to_owned(),
        bio: None,
        image: None,
    }
}
