//! The list of all tags.

use serde_json::json;

use crate::conduit::Conduit;

#[tokio::test]
async fn without_articles_there_are_no_tags() {
    let conduit = Conduit::start().await;
    assert_eq!(
        conduit.visitor().get("/tags").await.json,
        json!({ "tags": [] })
    );
}

#[tokio::test]
async fn the_most_frequent_tag_comes_first() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.write_tagged("One", &["rust", "axum"]).await;
    ada.write_tagged("Two", &["rust"]).await;
    assert_eq!(
        conduit.visitor().get("/tags").await.json,
        json!({ "tags": ["rust", "axum"] })
    );
}

#[tokio::test]
async fn the_tags_of_a_deleted_article_are_gone() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write_tagged("One", &["rust"]).await;
    ada.delete(&format!("/articles/{slug}"))
        .await
        .check_status(204);
    assert_eq!(
        conduit.visitor().get("/tags").await.json,
        json!({ "tags": [] })
    );
}
