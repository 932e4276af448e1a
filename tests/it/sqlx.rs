//! `SqlxStore` on a real `SQLite` database in memory.

use jwt_router::{App, EntityField, FindBy as _, JwtRoutes, SqlxStore, entity, prelude::*};
use jwt_router_tests::{Answer, FixedClock, NOW, Refusal, RequestExt as _, SECRET, block_on, get};
use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Eq, PartialEq, sqlx::FromRow)]
struct User {
    user_id: i64,
    name: String,
}

/// A table and a column that are keywords, and a key that is a text.
#[entity(table = "order", key = "group")]
#[derive(Clone, Debug, Eq, PartialEq, sqlx::FromRow)]
struct Order {
    group: String,
}

/// The table has no such column.
#[entity(table = "teachers", key = "no_such_column")]
#[derive(Clone, sqlx::FromRow)]
struct Teacher {
    no_such_column: String,
}

/// There is no such table.
#[entity(table = "ghosts")]
#[derive(Clone, sqlx::FromRow)]
struct Ghost {
    id: i64,
}

#[protected(GET, "/user", register = false)]
async fn user(g: G<User>) -> String {
    g.name.clone()
}

#[protected(GET, "/order", register = false)]
async fn order(g: G<Order>) -> String {
    g.group.clone()
}

#[protected(GET, "/any", register = false)]
async fn anybody() -> &'static str {
    "marker"
}

const SCHEMA: &str = "
    create table users (user_id integer primary key, name text not null, note text);
    insert into users values (1, 'Ada', 'x'), (2, 'Grace', null);
    create table `order` (`group` text primary key);
    insert into `order` values ('blue'), ('x'' or ''1''=''1');
    create table teachers (id integer primary key, name text);
    insert into teachers values (1, 'no_such_column');
";

async fn database() -> SqlitePool {
    // Each connection would be a database of its own.
    let pool = SqlitePoolOptions::new().max_connections(1);
    let pool = pool.connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(SCHEMA).execute(&pool).await.unwrap();
    pool
}

fn jwt(pool: &SqlitePool) -> JwtRoutes {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<User>(SqlxStore::new(pool.clone()))
        .entity::<Order>(SqlxStore::new(pool.clone()))
        .entity::<Teacher>(SqlxStore::new(pool.clone()))
        .entity::<Ghost>(SqlxStore::new(pool.clone()))
        .build()
        .unwrap()
}

fn app(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![user, order, anybody])
        .build()
        .unwrap()
}

async fn ask<E: Entity + jwt_router::MintedByKey>(
    jwt: &JwtRoutes,
    path: &str,
    key: &E::Key,
) -> Answer {
    let token = jwt.create_token_for::<E>(key).unwrap();
    get(path).bearer(token.as_str()).sent_to(&app(jwt)).await
}

#[test]
fn a_row_is_loaded_by_its_key() {
    block_on(async {
        let pool = database().await;
        let jwt = jwt(&pool);
        ask::<User>(&jwt, "/user", &1).await.is(200, "Ada");
        ask::<User>(&jwt, "/user", &2).await.is(200, "Grace");
        ask::<User>(&jwt, "/user", &3)
            .await
            .is_refused(Refusal::BadToken);
        sqlx::query("delete from users where user_id = 1")
            .execute(&pool)
            .await
            .unwrap();
        ask::<User>(&jwt, "/user", &1)
            .await
            .is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_key_is_bound_and_never_part_of_the_query() {
    block_on(async {
        let jwt = jwt(&database().await);
        for key in ["blue", "x' or '1'='1"] {
            ask::<Order>(&jwt, "/order", &key.to_owned())
                .await
                .is(200, key);
        }
        for key in [
            "' or '1'='1",
            "x' or '1'='1' --",
            "`group`",
            "group",
            "",
            "%",
            "x\u{0}",
        ] {
            let answer = ask::<Order>(&jwt, "/order", &key.to_owned()).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

// A fault of ours is never a 401, and never open: SQLite takes an unknown "column" for a text.
#[test]
fn a_wrong_column_or_table_is_503() {
    block_on(async {
        let jwt = jwt(&database().await);
        let key = "no_such_column".to_owned();
        let answer = ask::<Teacher>(&jwt, "/any", &key).await;
        answer.is_refused(Refusal::Unavailable);
        ask::<Ghost>(&jwt, "/any", &1)
            .await
            .is_refused(Refusal::Unavailable);
        ask::<User>(&jwt, "/any", &1).await.is(200, "marker");
    });
}

#[test]
fn a_database_that_is_gone_is_503() {
    block_on(async {
        let pool = database().await;
        let jwt = jwt(&pool);
        pool.close().await;
        ask::<User>(&jwt, "/any", &1)
            .await
            .is_refused(Refusal::Unavailable);
    });
}

#[test]
fn a_row_is_loaded_by_another_column() {
    block_on(async {
        let store = SqlxStore::<User, sqlx::Sqlite>::new(database().await);
        let ada = User {
            user_id: 1,
            name: "Ada".to_owned(),
        };
        let name = |name: &'static str| EntityField::new(name, |user: &User| &user.name);
        let found = store.find_by(&name("name"), "Ada").await;
        assert_eq!(found.unwrap(), Some(ada));
        for value in ["' or '1'='1", "name"] {
            let found = store.find_by(&name("name"), value).await;
            assert_eq!(found.unwrap(), None);
        }
        for column in [
            "no_such_column",
            "name` or `name",
            "name = name or name",
            "",
        ] {
            let found = store.find_by(&name(column), "no_such_column").await;
            assert!(found.is_err(), "{column}");
        }
        assert_eq!(format!("{store:?}"), r#"SqlxStore { table: "users", .. }"#);
    });
}
