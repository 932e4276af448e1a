//! Lists of articles, and the feed.

use axum::http::Method;

use crate::conduit::{Client, Conduit};

#[track_caller]
fn check_titles(answer: &crate::conduit::Answer, titles: &[&str], count: usize) {
    answer.check_status(200);
    assert_eq!(answer.list("/articles", "title"), titles);
    assert_eq!(answer.json["articlesCount"], count);
}

async fn follow(client: &Client, name: &str) {
    let path = format!("/profiles/{name}/follow");
    client
        .send(Method::POST, &path, None)
        .await
        .check_status(200);
}

#[tokio::test]
async fn a_list_without_articles_counts_zero() {
    let conduit = Conduit::start().await;
    check_titles(&conduit.visitor().get("/articles").await, &[], 0);
}

#[tokio::test]
async fn a_visitor_lists_all_articles_the_newest_first() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    ada.write("One").await;
    bob.write("Two").await;
    check_titles(
        &conduit.visitor().get("/articles").await,
        &["Two", "One"],
        2,
    );
}

#[tokio::test]
async fn a_list_has_no_bodies() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.write("One").await;
    let list = ada.get("/articles").await;
    let article = list.json["articles"][0].as_object().unwrap();
    assert!(!article.contains_key("body"));
    assert!(article.contains_key("description"));
}

#[tokio::test]
async fn a_list_is_filtered_by_tag() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.write_tagged("One", &["rust", "axum"]).await;
    ada.write_tagged("Two", &["python"]).await;
    let list = conduit.visitor().get("/articles?tag=rust").await;
    check_titles(&list, &["One"], 1);
    assert_eq!(
        list.json["articles"][0]["tagList"],
        serde_json::json!(["axum", "rust"])
    );
}

#[tokio::test]
async fn a_list_is_filtered_by_author() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    ada.write("One").await;
    bob.write("Two").await;
    check_titles(
        &conduit.visitor().get("/articles?author=bob").await,
        &["Two"],
        1,
    );
}

#[tokio::test]
async fn a_list_is_filtered_by_whose_favorite_an_article_is() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    let one = ada.write("One").await;
    ada.write("Two").await;
    bob.send(Method::POST, &format!("/articles/{one}/favorite"), None)
        .await;
    check_titles(
        &conduit.visitor().get("/articles?favorited=bob").await,
        &["One"],
        1,
    );
    check_titles(
        &conduit.visitor().get("/articles?favorited=ada").await,
        &[],
        0,
    );
}

#[tokio::test]
async fn filters_apply_together() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    ada.write_tagged("One", &["rust"]).await;
    bob.write_tagged("Two", &["rust"]).await;
    ada.write_tagged("Three", &["python"]).await;
    let list = conduit.visitor().get("/articles?author=ada&tag=rust").await;
    check_titles(&list, &["One"], 1);
}

#[tokio::test]
async fn a_filter_is_no_pattern_and_no_sql() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.write_tagged("One", &["rust"]).await;
    for filter in [
        "tag=%25",
        "author=a_a",
        "tag=' or 1=1 --",
        "author=",
        "favorited=*",
    ] {
        let path = format!("/articles?{}", filter.replace(' ', "+"));
        check_titles(&conduit.visitor().get(&path).await, &[], 0);
    }
}

#[tokio::test]
async fn a_page_counts_the_articles_of_all_pages() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for title in ["One", "Two", "Three"] {
        ada.write(title).await;
    }
    let page = async |query: &str| conduit.visitor().get(&format!("/articles?{query}")).await;
    check_titles(&page("limit=2").await, &["Three", "Two"], 3);
    check_titles(&page("limit=2&offset=2").await, &["One"], 3);
    check_titles(&page("offset=5").await, &[], 3);
}

#[tokio::test]
async fn a_page_has_20_articles_by_default() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for n in 0..21 {
        ada.write(&format!("{n}")).await;
    }
    let list = conduit.visitor().get("/articles").await;
    assert_eq!(list.list("/articles", "title").len(), 20);
    assert_eq!(list.json["articlesCount"], 21);
}

#[tokio::test]
async fn a_limit_above_100_is_accepted() {
    let conduit = Conduit::start().await;
    check_titles(
        &conduit.visitor().get("/articles?limit=4294967295").await,
        &[],
        0,
    );
}

#[tokio::test]
async fn limit_and_offset_are_numbers() {
    let conduit = Conduit::start().await;
    for query in ["limit=0", "limit=-1", "limit=x", "offset=-1", "offset=x"] {
        let answer = conduit.visitor().get(&format!("/articles?{query}")).await;
        answer.check_status(422);
        assert!(
            answer.json["errors"]["query"][0].is_string(),
            "{}",
            answer.json
        );
    }
}

#[tokio::test]
async fn the_feed_has_the_articles_of_followed_users_alone() {
    let conduit = Conduit::start().await;
    let (ada, bob, cid) = (
        conduit.user("ada").await,
        conduit.user("bob").await,
        conduit.user("cid").await,
    );
    ada.write("One").await;
    bob.write("Two").await;
    cid.write("Three").await;
    check_titles(&cid.get("/articles/feed").await, &[], 0);
    follow(&cid, "ada").await;
    let feed = cid.get("/articles/feed").await;
    check_titles(&feed, &["One"], 1);
    assert_eq!(feed.json["articles"][0]["author"]["following"], true);
    assert!(
        !feed.json["articles"][0]
            .as_object()
            .unwrap()
            .contains_key("body")
    );
}

#[tokio::test]
async fn the_feed_has_pages() {
    let conduit = Conduit::start().await;
    let (ada, bob) = (conduit.user("ada").await, conduit.user("bob").await);
    for title in ["One", "Two", "Three"] {
        ada.write(title).await;
    }
    follow(&bob, "ada").await;
    check_titles(&bob.get("/articles/feed?limit=1").await, &["Three"], 3);
    check_titles(
        &bob.get("/articles/feed?limit=1&offset=1").await,
        &["Two"],
        3,
    );
}
