//! Each closure as the store of an application, on the `PostgreSQL` of `TEST_POSTGRES_URL`.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod guide;
mod server;

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use deadpool_postgres::{Manager, Pool};
use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{self, AsyncDieselConnectionManager},
};
use jwt_router::{
    App, EntityStore, G, JwtRoutes, MintedByKey, Secret, TimeLimited, prelude::Entity, protected,
    routes,
};
use tokio_postgres::NoTls;
use tower::ServiceExt as _;

use drivers::{with_diesel, with_tokio_postgres};

/// Responds with the caller's table; `G` takes every entity.
#[protected(GET, "/me", register = false)]
async fn me(g: G) -> String {
    g.table().to_owned()
}

fn diesel_store(url: &str) -> impl EntityStore<with_diesel::User> {
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new(url);
    let pool = pooled_connection::deadpool::Pool::builder(manager).max_size(2);
    with_diesel::store(pool.build().unwrap())
}

fn tokio_postgres_store(url: &str) -> impl EntityStore<with_tokio_postgres::User> {
    let manager = Manager::new(url.parse().unwrap(), NoTls);
    let pool = Pool::builder(manager).max_size(2);
    with_tokio_postgres::store(pool.build().unwrap())
}

fn app<E: Entity>(store: impl EntityStore<E>) -> App {
    let jwt = JwtRoutes::builder()
        .secret(Secret::random().unwrap())
        .entity::<E>(TimeLimited::new(store, Duration::from_secs(3)))
        .build()
        .unwrap();
    jwt.app_with((), routes![me]).build().unwrap()
}

/// Sends a token of the entity with this key, and returns the status.
async fn ask<E: Entity<Key = i64> + MintedByKey>(app: &App, key: i64) -> u16 {
    let token = app.jwt().create_token_for::<E>(&key).unwrap();
    let bearer = format!("Bearer {}", token.as_str());
    let request = Request::get("/me").header(header::AUTHORIZATION, bearer);
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap());
    response.await.unwrap().status().as_u16()
}

/// Checks the responses for a user, an unknown one, a deleted one, and an absent table.
async fn check<E: Entity<Key = i64> + MintedByKey>(app: &App, db: &server::Schema) {
    db.execute("create table users (user_id bigint primary key, name text not null)")
        .await;
    db.execute("insert into users values (1, 'Ada'), (2, 'Grace')")
        .await;
    assert_eq!(ask::<E>(app, 1).await, 200);
    assert_eq!(ask::<E>(app, 3).await, 401);
    db.execute("delete from users where user_id = 1").await;
    assert_eq!(ask::<E>(app, 1).await, 401);
    assert_eq!(ask::<E>(app, 2).await, 200);
    db.execute("drop table users").await;
    assert_eq!(ask::<E>(app, 2).await, 503);
}

#[test]
fn users_of_diesel_are_loaded_at_every_request() {
    server::with_schema("drivers_diesel", async |db| {
        check::<with_diesel::User>(&app(diesel_store(&db.url())), db).await;
    });
}

#[test]
fn users_of_tokio_postgres_are_loaded_at_every_request() {
    server::with_schema("drivers_tokio_postgres", async |db| {
        check::<with_tokio_postgres::User>(&app(tokio_postgres_store(&db.url())), db).await;
    });
}

#[tokio::test]
async fn a_server_that_is_gone_is_503() {
    let url = "postgres://root@127.0.0.1:9/test";
    assert_eq!(
        ask::<with_diesel::User>(&app(diesel_store(url)), 1).await,
        503
    );
    assert_eq!(
        ask::<with_tokio_postgres::User>(&app(tokio_postgres_store(url)), 1).await,
        503
    );
}
