//! Comments.

use serde_json::{Value, json};

use crate::conduit::Conduit;

#[tokio::test]
async fn a_comment_is_returned_with_its_author() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let path = format!("/articles/{}/comments", ada.write("One").await);
    let created = bob
        .post(&path, json!({ "comment": { "body": "well said" } }))
        .await;
    created.check_status(201);
    let comment = &created.json["comment"];
    assert_eq!(comment["body"], "well said");
    assert_eq!(comment["author"]["username"], "bob");
    assert!(comment["id"].is_i64(), "{comment}");
    assert_eq!(comment["createdAt"], comment["updatedAt"]);
}

#[tokio::test]
async fn every_reader_gets_the_newest_comment_first() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("One").await;
    ada.comment(&slug, "first").await;
    ada.comment(&slug, "second").await;
    for reader in [ada, conduit.visitor()] {
        let comments = reader.get(&format!("/articles/{slug}/comments")).await;
        comments.check_status(200);
        assert_eq!(comments.list("/comments", "body"), ["second", "first"]);
    }
}

#[tokio::test]
async fn an_article_has_only_its_own_comments() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let (one, two) = (ada.write("One").await, ada.write("Two").await);
    ada.comment(&one, "on one").await;
    let comments = ada.get(&format!("/articles/{two}/comments")).await;
    assert_eq!(comments.json, json!({ "comments": [] }));
}

#[tokio::test]
async fn a_comment_needs_a_body() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}/comments", ada.write("One").await);
    for comment in [json!({}), json!({ "body": "" }), json!({ "body": null })] {
        let answer = ada.post(&path, json!({ "comment": comment })).await;
        answer.check_error(422, "body", "can't be blank");
    }
}

#[tokio::test]
async fn an_unknown_article_has_no_comments() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = "/articles/unknown/comments";
    ada.get(path).await.check_error(404, "article", "not found");
    let comment = ada
        .post(path, json!({ "comment": { "body": "hello" } }))
        .await;
    comment.check_error(404, "article", "not found");
    ada.delete(&format!("{path}/1"))
        .await
        .check_error(404, "article", "not found");
}

#[tokio::test]
async fn a_comment_on_an_article_that_is_deleted_meanwhile_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}/comments", ada.write("One").await);
    conduit.delete_articles_of("comments").await;
    let comment = ada
        .post(&path, json!({ "comment": { "body": "hello" } }))
        .await;
    comment.check_error(404, "article", "not found");
}

#[tokio::test]
async fn an_unknown_comment_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("One").await;
    for id in ["99999", "-1", "x", "99999999999999999999"] {
        let answer = ada.delete(&format!("/articles/{slug}/comments/{id}")).await;
        answer.check_error(404, "comment", "not found");
    }
}

#[tokio::test]
async fn a_comment_is_not_found_at_another_article() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let (one, two) = (ada.write("One").await, ada.write("Two").await);
    let path = ada.comment(&one, "on one").await.replace(&one, &two);
    ada.delete(&path)
        .await
        .check_error(404, "comment", "not found");
}

#[tokio::test]
async fn a_deleted_comment_is_gone_and_the_others_stay() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("One").await;
    let first = ada.comment(&slug, "first").await;
    ada.comment(&slug, "second").await;
    let deleted = ada.delete(&first).await;
    deleted.check_status(204);
    assert_eq!(deleted.json, Value::Null);
    let comments = ada.get(&format!("/articles/{slug}/comments")).await;
    assert_eq!(comments.list("/comments", "body"), ["second"]);
}
