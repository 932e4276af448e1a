//! The store for PostgreSQL in the README and in the guide `entity`, whose documentation tests have neither the database
//! nor `uuid`: it is compiled here, and the pages are compared with it.

#![expect(dead_code, reason = "the snippet is compiled and not run")]

use std::{error::Error, fs};

use jwt_router::prelude::*;
use sqlx::PgPool;
use uuid::Uuid; // features: `serde` of uuid, `postgres` and `uuid` of sqlx

use super::workspace;

#[entity(table = "users")] // in a token: "table_name": "users", "id": "018f3a2e-.."
#[derive(Clone, sqlx::FromRow)]
struct User {
    id: Uuid,
    name: String,
}

#[rustfmt::skip]
async fn start(url: String) -> Result<(JwtRoutes, PgPool), Box<dyn Error>> {
    let db = PgPool::connect(&url).await?;
    let pool = db.clone();
    let load = move |id: Uuid| {
        let pool = pool.clone();
        async move {
            sqlx::query_as::<_, User>("select id, name from users where id = $1")
                .bind(id)
                .fetch_optional(&pool) // `None` is 401, an error is 503
                .await
        }
    };
    let jwt = JwtRoutes::from_env()?.entity::<User>(load).build()?;
    Ok((jwt, db))
}

/// Returns the lines of a text without indentation and empty lines.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}

/// Checks that every part of the page's snippet is compiled in this file.
#[track_caller]
fn check(page: &str, fence: &str) {
    let page = fs::read_to_string(workspace().join(page)).unwrap();
    let here = fs::read_to_string(workspace().join("tests/it/docs/snippets.rs")).unwrap();
    let here = lines(&here);
    let snippets = page.split(fence).skip(1);
    let snippets = snippets.filter_map(|rest| Some(rest.split_once("\n```")?.0));
    let mut snippets = snippets.filter(|snippet| snippet.contains("use sqlx::PgPool;"));
    let snippet = snippets.next().unwrap();
    for part in snippet.split("\n\n").map(lines) {
        let is_here = here.windows(part.len()).any(|window| window == part);
        assert!(is_here, "not compiled: {part:#?}");
    }
}

#[test]
fn the_store_for_postgres_in_the_readme_compiles() {
    check("README.md", "```rust,ignore\n");
}

#[test]
fn the_store_for_postgres_in_the_guide_compiles() {
    check("jwt-router/src/docs/entity.md", "```ignore\n");
}
