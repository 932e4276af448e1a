//! Profiles, and who follows whom.

use axum::http::Method;
use serde_json::json;

use crate::conduit::Conduit;

#[tokio::test]
async fn a_visitor_sees_a_profile_without_following_it() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let profile = conduit.visitor().get("/profiles/ada").await;
    profile.check_status(200);
    let expected = json!({ "username": "ada", "bio": null, "image": null, "following": false });
    assert_eq!(profile.json, json!({ "profile": expected }));
}

#[tokio::test]
async fn a_profile_says_to_its_follower_alone_that_they_follow() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let followed = bob.send(Method::POST, "/profiles/ada/follow", None).await;
    followed.check_status(200);
    assert_eq!(followed.json["profile"]["following"], true);
    let following = async |client: &crate::conduit::Client, name: &str| {
        let profile = client.get(&format!("/profiles/{name}")).await;
        profile.json["profile"]["following"].clone()
    };
    assert_eq!(following(&bob, "ada").await, true);
    assert_eq!(following(&ada, "bob").await, false);
    assert_eq!(following(&conduit.visitor(), "ada").await, false);
}

#[tokio::test]
async fn following_twice_is_the_same_as_once() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let bob = conduit.user("bob").await;
    for _ in 0..2 {
        bob.send(Method::POST, "/profiles/ada/follow", None)
            .await
            .check_status(200);
    }
    let unfollowed = bob.delete("/profiles/ada/follow").await;
    assert_eq!(unfollowed.json["profile"]["following"], false);
}

#[tokio::test]
async fn unfollowing_without_following_is_no_mistake() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let bob = conduit.user("bob").await;
    let unfollowed = bob.delete("/profiles/ada/follow").await;
    unfollowed.check_status(200);
    assert_eq!(unfollowed.json["profile"]["following"], false);
}

#[tokio::test]
async fn an_unknown_profile_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = "/profiles/nobody/follow";
    ada.get("/profiles/nobody")
        .await
        .check_error(404, "profile", "not found");
    ada.send(Method::POST, path, None)
        .await
        .check_error(404, "profile", "not found");
    ada.delete(path)
        .await
        .check_error(404, "profile", "not found");
}

#[tokio::test]
async fn a_name_with_any_characters_has_a_profile() {
    let conduit = Conduit::start().await;
    let name = "Ada/Bob & 'Łucja' %41";
    let user = json!({ "username": name, "email": "ada@example.com", "password": "correct horse" });
    conduit
        .visitor()
        .post("/users", json!({ "user": user }))
        .await
        .check_status(201);
    let path = "/profiles/Ada%2FBob%20&%20'%C5%81ucja'%20%2541";
    assert_eq!(
        conduit.visitor().get(path).await.text("/profile/username"),
        name
    );
}
