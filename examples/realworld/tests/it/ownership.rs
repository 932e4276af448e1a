//! Only authors edit and delete.

use serde_json::json;

use crate::conduit::Conduit;

#[tokio::test]
async fn another_user_cannot_edit_an_article() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let path = format!("/articles/{}", ada.write("One").await);
    let refused = bob
        .put(&path, json!({ "article": { "body": "mine now" } }))
        .await;
    refused.check_error(403, "article", "forbidden");
    assert_eq!(ada.get(&path).await.text("/article/body"), "it");
}

#[tokio::test]
async fn another_user_cannot_delete_an_article() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let path = format!("/articles/{}", ada.write("One").await);
    bob.delete(&path)
        .await
        .check_error(403, "article", "forbidden");
    ada.get(&path).await.check_status(200);
}

#[tokio::test]
async fn another_user_cannot_delete_a_comment() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let slug = ada.write("One").await;
    let comment = ada.comment(&slug, "mine").await;
    bob.delete(&comment)
        .await
        .check_error(403, "comment", "forbidden");
    let comments = ada.get(&format!("/articles/{slug}/comments")).await;
    assert_eq!(comments.list("/comments", "body"), ["mine"]);
}

#[tokio::test]
async fn the_author_of_the_article_cannot_delete_the_comment_of_another() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let comment = bob.comment(&ada.write("One").await, "not mine").await;
    ada.delete(&comment)
        .await
        .check_error(403, "comment", "forbidden");
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_body_is_read() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let path = format!("/articles/{}", ada.write("One").await);
    bob.put(&path, json!({ "nonsense": 1 }))
        .await
        .check_status(403);
}
