//! The queries that connections to PostgreSQL keep prepared, and that a pooler keeps behind them.

use jwt_router::{EntityField, EntityStore as _, FindBy as _, SqlxStore, entity};
use sqlx::{
    AssertSqlSafe, PgPool, Postgres, Row as _, pool::PoolOptions, postgres::PgConnectOptions,
};

use super::{
    Service,
    server::{Server as _, TestDatabase, run},
};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct User {
    user_id: i64,
    name: String,
}

#[entity(table = "members", key = "name")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct Member {
    name: String,
}

const USERS: &str = "create table users (user_id bigint primary key, name varchar(40) not null)";
const ADA: &str = "insert into users values (1, 'Ada')";

/// Opens a pool of one connection.
fn one_connection(options: PgConnectOptions) -> PgPool {
    let pool = PoolOptions::new().max_connections(1);
    pool.connect_lazy_with(options)
}

fn options(db: &TestDatabase<Postgres>) -> PgConnectOptions {
    Postgres::options(&Postgres::server().unwrap(), &db.name)
}

/// Returns the first column of a query that is not prepared.
async fn column(pool: &PgPool, sql: &str) -> Vec<String> {
    let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    let rows = query.fetch_all(pool).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Returns the prepared queries of the connection that load users.
async fn prepared(pool: &PgPool) -> Vec<String> {
    let sql = "select statement from pg_prepared_statements where statement like '%\"users\"%'";
    column(pool, sql).await
}

/// A pooler keeps a prepared query by its text.
#[test]
fn a_query_has_another_text_after_the_table_has_changed() {
    run::<Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = one_connection(options(&db));
        let store = SqlxStore::<User, _>::new(pool.clone());
        let field = EntityField::new("name", |user: &User| &user.name);
        for (is_by_key, columns) in [(true, ["a", "b"]), (false, ["c", "d"])] {
            let load = async || {
                let found = if is_by_key {
                    store.load(&1).await
                } else {
                    store.find_by(&field, "Ada").await
                };
                assert_eq!(found.unwrap().unwrap().user_id, 1);
            };
            let mut earlier = Vec::new();
            for column in columns {
                load().await;
                earlier.extend(prepared(&pool).await);
                let sql = format!("alter table users add column {column} int");
                db.execute(&sql).await;
                load().await;
                let after = prepared(&pool).await;
                assert_eq!(after.len(), 1, "{after:?}");
                assert!(!earlier.contains(&after[0]), "{after:?}");
            }
        }
    });
}

#[test]
fn the_check_passes_on_a_connection_that_knew_the_table_before_a_change() {
    run::<Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = one_connection(options(&db));
        let store = || SqlxStore::<User, _>::new(pool.clone());
        store().check().await.unwrap();
        db.execute("alter table users add column note int").await;
        let store = store().check().await.unwrap();
        assert!(store.load(&1).await.unwrap().is_some());
    });
}

#[test]
fn a_query_that_the_server_has_forgotten_is_prepared_again() {
    run::<Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = one_connection(options(&db));
        let service = Service::new::<User>(SqlxStore::new(pool.clone()));
        for _ in 0..3 {
            service.ask::<User>(&1).await.is(200, "users");
            column(&pool, "deallocate all").await;
        }
        service.ask::<User>(&1).await.is(200, "users");
    });
}

#[test]
fn a_connection_that_keeps_no_queries_has_no_more_of_them_after_many_loads() {
    run::<Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = one_connection(options(&db).statement_cache_capacity(0));
        let store = SqlxStore::<User, _>::new(pool.clone());
        let field = EntityField::new("name", |user: &User| &user.name);
        let mut counts = Vec::new();
        for _ in 0..5 {
            assert!(store.load(&1).await.unwrap().is_some());
            assert!(store.find_by(&field, "Ada").await.unwrap().is_some());
            counts.push(prepared(&pool).await.len());
        }
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    });
}

/// The extension is in a database of its own, since a database has it once.
#[test]
fn a_key_in_a_citext_column_is_found_by_its_index() {
    run::<Postgres, _>(|db| async move {
        let name = format!("{}_citext", db.name);
        db.execute(&format!("create database {name}")).await;
        let pool = one_connection(
            options(&db)
                .options([("search_path", "public")])
                .database(&name),
        );
        for sql in [
            "create extension citext",
            "create table members (name citext unique)",
            "insert into members select 'User' || n from generate_series(1, 10000) n",
            "analyze members",
        ] {
            column(&pool, sql).await;
        }
        let service = Service::new::<Member>(SqlxStore::new(pool.clone()).check().await.unwrap());
        let found = service.ask::<Member>(&"User7".to_owned()).await;
        let (status, code, _) = service.reason::<Member>(&"USER7".to_owned()).await;
        let sql = "select name from pg_prepared_statements where statement like '%citext limit%'";
        let mut plan = Vec::new();
        if let Some(query) = column(&pool, sql).await.first() {
            plan = column(&pool, &format!("explain execute {query}('User7')")).await;
        }
        pool.close().await;
        db.execute(&format!("drop database {name}")).await;
        found.is(200, "members");
        assert_eq!((status, code.as_str()), (401, "store_mismatch"));
        assert!(plan.concat().contains("Index"), "{plan:?}");
    });
}
