//! The favorites of users.

use axum::http::Method;
use serde_json::json;

use crate::conduit::Conduit;

#[tokio::test]
async fn a_favorite_is_counted_and_marked_for_its_user_alone() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let path = format!("/articles/{}", ada.write("One").await);
    let favorite = bob
        .send(Method::POST, &format!("{path}/favorite"), None)
        .await;
    favorite.check_status(200);
    assert_eq!(favorite.json["article"]["favorited"], true);
    assert_eq!(favorite.json["article"]["favoritesCount"], 1);
    for other in [ada, conduit.visitor()] {
        let article = other.get(&path).await;
        assert_eq!(article.json["article"]["favorited"], false);
        assert_eq!(article.json["article"]["favoritesCount"], 1);
    }
}

#[tokio::test]
async fn a_favorite_that_is_deleted_meanwhile_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}/favorite", ada.write("One").await);
    conduit.delete_articles_of("favorites").await;
    let favorite = ada.send(Method::POST, &path, None).await;
    favorite.check_error(404, "article", "not found");
}

#[tokio::test]
async fn a_favorite_counts_once() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}/favorite", ada.write("One").await);
    ada.send(Method::POST, &path, None).await;
    let again = ada.send(Method::POST, &path, None).await;
    assert_eq!(again.json["article"]["favoritesCount"], 1);
}

#[tokio::test]
async fn an_article_that_is_no_favorite_any_more_is_not_counted() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}/favorite", ada.write("One").await);
    ada.send(Method::POST, &path, None).await;
    for _ in 0..2 {
        let removed = ada.delete(&path).await;
        removed.check_status(200);
        assert_eq!(removed.json["article"]["favorited"], json!(false));
        assert_eq!(removed.json["article"]["favoritesCount"], 0);
    }
}

#[tokio::test]
async fn an_unknown_article_cannot_be_a_favorite() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = "/articles/unknown/favorite";
    ada.send(Method::POST, path, None)
        .await
        .check_error(404, "article", "not found");
    ada.delete(path)
        .await
        .check_error(404, "article", "not found");
}
