//! Articles: written, read, edited, deleted.

use serde_json::{Value, json};

use crate::conduit::Conduit;

#[tokio::test]
async fn a_written_article_is_returned_as_others_read_it() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let article = json!({
        "title": "How to train your dragon", "description": "Ever wonder how?",
        "body": "With care.", "tagList": ["training", "dragons"]
    });
    let written = ada.post("/articles", json!({ "article": article })).await;
    written.check_status(201);
    let slug = written.text("/article/slug");
    let (created, updated) = (
        written.text("/article/createdAt"),
        written.text("/article/updatedAt"),
    );
    let expected = json!({
        "slug": slug, "title": "How to train your dragon", "description": "Ever wonder how?",
        "body": "With care.", "tagList": ["dragons", "training"],
        "createdAt": created, "updatedAt": updated, "favorited": false, "favoritesCount": 0,
        "author": { "username": "ada", "bio": null, "image": null, "following": false }
    });
    assert_eq!(written.json, json!({ "article": expected }));
    assert_eq!(created, updated);
    let read = conduit.visitor().get(&format!("/articles/{slug}")).await;
    read.check_status(200);
    assert_eq!(read.json, written.json);
}

#[tokio::test]
async fn a_time_has_milliseconds_and_is_utc() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let article = ada
        .get(&format!("/articles/{}", ada.write("One").await))
        .await;
    let digits = article
        .text("/article/createdAt")
        .replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(digits, "0000-00-00T00:00:00.000Z");
}

#[tokio::test]
async fn a_slug_has_the_words_of_the_title() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("  What's new, in Łódź?! ").await;
    assert!(slug.starts_with("what-s-new-in-łódź-"), "{slug}");
}

#[tokio::test]
async fn a_title_without_a_letter_has_a_slug() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("?!").await;
    ada.get(&format!("/articles/{slug}"))
        .await
        .check_status(200);
}

#[tokio::test]
async fn two_articles_may_have_one_title() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    assert_ne!(ada.write("One").await, ada.write("One").await);
}

#[tokio::test]
async fn an_article_about_feeds_is_not_the_feed() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("Feed").await;
    let article = ada.get(&format!("/articles/{slug}")).await;
    assert_eq!(article.text("/article/title"), "Feed");
}

#[tokio::test]
async fn an_article_without_tags_has_an_empty_list() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let article = json!({ "title": "One", "description": "d", "body": "b" });
    let written = ada.post("/articles", json!({ "article": article })).await;
    assert_eq!(written.json["article"]["tagList"], json!([]));
}

#[tokio::test]
async fn an_article_shows_all_mistakes_at_once() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let article = json!({ "title": "", "body": null, "tagList": null });
    let answer = ada.post("/articles", json!({ "article": article })).await;
    answer.check_status(422);
    let blank = ["can't be blank"];
    let errors = json!({
        "title": blank, "description": blank, "body": blank, "tagList": ["has to be a list"]
    });
    assert_eq!(answer.json, json!({ "errors": errors }));
}

#[tokio::test]
async fn a_title_has_at_most_200_characters() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let article = json!({ "title": "x".repeat(201), "description": "d", "body": "b" });
    let answer = ada.post("/articles", json!({ "article": article })).await;
    answer.check_error(422, "title", "is too long (maximum is 200 characters)");
}

#[tokio::test]
async fn a_tag_that_is_sent_twice_is_there_once() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write_tagged("One", &["rust", " rust "]).await;
    let article = ada.get(&format!("/articles/{slug}")).await;
    assert_eq!(article.json["article"]["tagList"], json!(["rust"]));
}

#[tokio::test]
async fn a_tag_is_one_line_of_1_to_64_characters() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for tag in ["", " ", "two\nlines", "\0", &"x".repeat(65)] {
        let article = json!({ "title": "t", "description": "d", "body": "b", "tagList": [tag] });
        let answer = ada.post("/articles", json!({ "article": article })).await;
        answer.check_error(422, "tagList", "tags have 1 to 64 characters, in one line");
    }
}

#[tokio::test]
async fn an_article_has_at_most_20_tags() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let tags: Vec<String> = (0..21).map(|n| format!("tag {n}")).collect();
    let article = json!({ "title": "t", "description": "d", "body": "b", "tagList": tags });
    let answer = ada.post("/articles", json!({ "article": article })).await;
    answer.check_error(422, "tagList", "has too many tags (maximum is 20)");
}

#[tokio::test]
async fn a_field_that_is_not_edited_keeps_its_value() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write_tagged("One", &["rust"]).await;
    let path = format!("/articles/{slug}");
    let before = ada.get(&path).await.json["article"].clone();
    let mut edited = ada
        .put(&path, json!({ "article": { "body": "more" } }))
        .await;
    edited.check_status(200);
    let article = &mut edited.json["article"];
    assert_eq!(article["body"], "more");
    article["body"] = before["body"].clone();
    article["updatedAt"] = before["updatedAt"].clone();
    assert_eq!(*article, before);
}

#[tokio::test]
async fn an_edit_is_later_than_the_article() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}", ada.write("One").await);
    let edited = ada
        .put(&path, json!({ "article": { "body": "more" } }))
        .await;
    assert!(edited.text("/article/updatedAt") >= edited.text("/article/createdAt"));
}

#[tokio::test]
async fn another_title_makes_another_slug() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}", ada.write("One").await);
    let edited = ada
        .put(&path, json!({ "article": { "title": "Two" } }))
        .await;
    let slug = edited.text("/article/slug");
    assert!(slug.starts_with("two-"), "{slug}");
    ada.get(&format!("/articles/{slug}"))
        .await
        .check_status(200);
    ada.get(&path)
        .await
        .check_error(404, "article", "not found");
}

#[tokio::test]
async fn the_same_title_keeps_the_slug() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("One").await;
    let path = format!("/articles/{slug}");
    let edited = ada
        .put(&path, json!({ "article": { "title": "One" } }))
        .await;
    assert_eq!(edited.text("/article/slug"), slug);
}

#[tokio::test]
async fn an_edit_replaces_all_tags() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!(
        "/articles/{}",
        ada.write_tagged("One", &["rust", "axum"]).await
    );
    for tags in [json!(["axum", "tower"]), json!([])] {
        let edited = ada
            .put(&path, json!({ "article": { "tagList": tags } }))
            .await;
        edited.check_status(200);
        assert_eq!(ada.get(&path).await.json["article"]["tagList"], tags);
    }
}

#[tokio::test]
async fn an_edit_with_a_mistake_changes_nothing() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = format!("/articles/{}", ada.write_tagged("One", &["rust"]).await);
    let before = ada.get(&path).await.json;
    for mistake in [
        json!({ "title": "" }),
        json!({ "body": null }),
        json!({ "tagList": null }),
    ] {
        let mut article = json!({ "description": "changed" });
        article
            .as_object_mut()
            .unwrap()
            .extend(mistake.as_object().unwrap().clone());
        ada.put(&path, json!({ "article": article }))
            .await
            .check_status(422);
    }
    assert_eq!(ada.get(&path).await.json, before);
}

#[tokio::test]
async fn a_deleted_article_is_gone_with_its_comments_and_favorites() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let slug = ada.write("One").await;
    let path = format!("/articles/{slug}");
    ada.comment(&slug, "first").await;
    ada.post(&format!("{path}/favorite"), json!(null))
        .await
        .check_status(200);
    let deleted = ada.delete(&path).await;
    deleted.check_status(204);
    assert_eq!(deleted.json, Value::Null);
    ada.get(&path)
        .await
        .check_error(404, "article", "not found");
}

#[tokio::test]
async fn an_unknown_article_is_not_found() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let path = "/articles/unknown";
    ada.get(path).await.check_error(404, "article", "not found");
    ada.delete(path)
        .await
        .check_error(404, "article", "not found");
    let edit = ada
        .put(path, json!({ "article": { "body": "more" } }))
        .await;
    edit.check_error(404, "article", "not found");
}

#[tokio::test]
async fn an_edit_keeps_what_another_edit_has_changed_meanwhile() {
    let conduit = Conduit::start().await;
    let registered = conduit.visitor().register("ada").await;
    let token = registered.text("/user/token");
    let (ada, other) = (conduit.client(token), conduit.client(token));
    let path = format!("/articles/{}", ada.write("One").await);
    // The guard lets the request in before its body arrives.
    let same = path.clone();
    let body = async move {
        let renamed = json!({ "article": { "title": "Two" } });
        other.put(&same, renamed).await.check_status(200);
        json!({ "article": { "body": "changed" } })
    };
    let edited = ada.put_late(&path, body).await;
    edited.check_status(200);
    let article = |name: &str| edited.text(&format!("/article/{name}"));
    assert_eq!((article("title"), article("body")), ("Two", "changed"));
    let slug = article("slug");
    assert!(slug.starts_with("two-"), "{slug}");
}
