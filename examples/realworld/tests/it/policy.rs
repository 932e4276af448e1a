//! What each route requires, and that every kind of caller meets it.

use std::sync::Arc;

use jwt_router::{
    App,
    testing::{Grid, assert_policy_lock, authz_matrix},
};
use realworld::User;

use crate::conduit::Conduit;

#[tokio::test]
async fn the_routes_are_those_of_routes_lock() {
    let conduit = Conduit::start().await;
    assert_policy_lock!(conduit.app.policy(), "routes.lock");
}

#[tokio::test]
async fn every_caller_gets_the_response_of_routes_lock_and_only_authors_edit_and_delete() {
    let grid = matrix().await;
    for route in [
        "PUT /api/articles/{slug}",
        "DELETE /api/articles/{slug}",
        "DELETE /api/articles/{slug}/comments/{id}",
    ] {
        // An edit without a body is a mistake of its author.
        let author = if route.starts_with("PUT") { 422 } else { 204 };
        assert_eq!(grid.cell(route, "users"), author, "{route}");
        assert_eq!(grid.cell(route, "users #2"), 403, "{route}");
    }
}

/// The responses to an author, another user, and callers with all kinds of bad tokens.
async fn matrix() -> Grid {
    let conduit = Arc::new(Conduit::start().await);
    let (ada, bob) = (user(1, "ada"), user(2, "bob"));
    conduit.user(&ada.username).await;
    conduit.user(&bob.username).await;
    let app = with_an_article(&conduit).await;
    authz_matrix!(app, "routes.lock")
        .entity(&ada)
        .entity(&bob)
        .capture(|name, _| match name {
            "slug" => "an-article".to_owned(),
            "username" => "ada".to_owned(),
            _ => "1".to_owned(),
        })
        .fixtures(move || {
            let conduit = Arc::clone(&conduit);
            async move { with_an_article(&conduit).await }
        })
        .run()
        .await
}

/// The application with one article, and one comment on it, which are the first user's.
async fn with_an_article(conduit: &Conduit) -> App {
    conduit
        .execute(
            "delete from articles;
             insert into articles
                 (article_id, author_id, slug, title, description, body, created_at, updated_at)
             values (1, 1, 'an-article', 'An article', 'about it', 'it',
                     '2026-11-29T00:00:00Z', '2026-11-29T00:00:00Z');
             insert into comments (comment_id, article_id, author_id, body, created_at, updated_at)
             values (1, 1, 1, 'mine', '2026-11-29T00:00:00Z', '2026-11-29T00:00:00Z')",
        )
        .await;
    conduit.app.clone()
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
