//! An entity is the one of a token only if its own value says so, whatever a database takes for equal.

use std::sync::Arc;

use jwt_router::{App, EntityStore, JwtRoutes, SqlxStore, StoreError, entity, prelude::*};
use jwt_router_tests::{FixedClock, NOW, Refusal, RequestExt as _, SECRET, block_on, get};
use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

use crate::log::logged;

#[entity(table = "members", key = "name")]
#[derive(Clone, Debug, Eq, PartialEq, sqlx::FromRow)]
struct Member {
    name: String,
}

#[protected(GET, "/member", register = false)]
async fn member(g: G<Member>) -> String {
    g.name.clone()
}

async fn database(schema: &'static str) -> SqlitePool {
    // Each connection would be a database of its own.
    let pool = SqlitePoolOptions::new().max_connections(1);
    let pool = pool.connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(schema).execute(&pool).await.unwrap();
    pool
}

fn app(store: impl EntityStore<Member>) -> (JwtRoutes, App) {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<Member>(store)
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![member]).build().unwrap();
    (jwt, app)
}

const NOCASE: &str = "
    create table members (name text collate nocase);
    insert into members values ('mary');
";

#[test]
fn a_row_whose_key_differs_in_capitals_is_not_the_one_of_the_token() {
    block_on(async {
        let (jwt, app) = app(SqlxStore::new(database(NOCASE).await));
        for (key, expected) in [("mary", Ok("mary")), ("MARY", Err(Refusal::BadToken))] {
            let token = jwt.create_token_for::<Member>(&key.to_owned()).unwrap();
            let answer = get("/member").bearer(token.as_str()).sent_to(&app).await;
            match expected {
                Ok(body) => answer.is(200, body),
                Err(refusal) => answer.is_refused(refusal),
            }
        }
    });
}

#[test]
fn of_rows_that_the_database_takes_for_one_the_exact_one_is_loaded() {
    block_on(async {
        let pool = database(NOCASE).await;
        sqlx::raw_sql("insert into members values ('MARY'), ('Mary')")
            .execute(&pool)
            .await
            .unwrap();
        let (jwt, app) = app(SqlxStore::new(pool));
        for key in ["mary", "MARY", "Mary"] {
            let token = jwt.create_token_for::<Member>(&key.to_owned()).unwrap();
            let answer = get("/member").bearer(token.as_str()).sent_to(&app).await;
            answer.is(200, key);
        }
    });
}

#[test]
fn two_rows_of_one_key_are_a_fault_of_the_store() {
    block_on(async {
        let pool = database("create table members (name text)").await;
        sqlx::raw_sql("insert into members values ('mary'), ('mary')")
            .execute(&pool)
            .await
            .unwrap();
        let (jwt, app) = app(SqlxStore::new(pool));
        let token = jwt.create_token_for::<Member>(&"mary".to_owned()).unwrap();
        let answer = get("/member").bearer(token.as_str()).sent_to(&app).await;
        answer.is_refused(Refusal::Unavailable);
    });
}

/// Returns Mary, whoever is asked for.
struct AlwaysMary;

impl EntityStore<Member> for AlwaysMary {
    async fn load(&self, _key: &String) -> Result<Option<Member>, StoreError> {
        Ok(Some(mary()))
    }
}

/// As [`AlwaysMary`], at once.
struct AlwaysMaryNow;

impl EntityStore<Member> for AlwaysMaryNow {
    async fn load(&self, _key: &String) -> Result<Option<Member>, StoreError> {
        Err(StoreError::new("asked to wait"))
    }

    fn load_now(&self, _key: &String) -> Option<Result<Option<Arc<Member>>, StoreError>> {
        Some(Ok(Some(Arc::new(mary()))))
    }
}

fn mary() -> Member {
    Member {
        name: "mary".to_owned(),
    }
}

#[track_caller]
fn check_mismatch(store: impl EntityStore<Member>) {
    let (jwt, app) = app(store);
    let token = |key: &str| jwt.create_token_for::<Member>(&key.to_owned()).unwrap();
    let ask = |token: &Token| get("/member").bearer(token.as_str()).to(&app);
    ask(&token("mary")).is(200, "mary");
    let log = logged(|| ask(&token("eve")).is_refused(Refusal::BadToken));
    assert_eq!(log[0]["fields"]["code"], "store_mismatch", "{log:?}");
}

#[test]
fn an_entity_of_another_key_is_refused_with_a_code_of_its_own() {
    check_mismatch(AlwaysMary);
    check_mismatch(AlwaysMaryNow);
    check_mismatch(|_: String| async { Ok::<_, StoreError>(Some(mary())) });
}
