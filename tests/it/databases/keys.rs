//! Keys of each type that sqlx binds, and names that need quotes.

use jwt_router::{EntityField, FindBy as _, SqlxStore, entity};
use jwt_router_tests::Refusal;
use uuid::Uuid;

use super::{Service, on_each_database};

/// Defines an entity with a key of one type, and the test that loads it.
macro_rules! key_type {
    ($sentence:ident, $key:ty, $sql:expr, $known:expr, $unknown:expr) => {
        mod $sentence {
            use super::*;

            #[entity(table = "things", key = "thing_id")]
            #[derive(Clone, Debug, sqlx::FromRow)]
            struct Thing {
                thing_id: $key,
                #[expect(dead_code, reason = "a column that is no key")]
                name: Option<String>,
            }

            on_each_database! {
                async fn loads(db) {
                    let column = if db.is_mysql() { $sql[1] } else { $sql[0] };
                    db.execute(&format!(
                        "create table things (thing_id {column} primary key, name varchar(20), more int)"
                    ))
                    .await;
                    let insert = db.with_parameter("insert into things (thing_id) values (?)");
                    let insert = sqlx::query(sqlx::AssertSqlSafe(insert));
                    insert.bind::<$key>($known).execute(&db.pool).await.unwrap();
                    let store = SqlxStore::new(db.pool.clone()).check().await.unwrap();
                    let service = Service::new::<Thing>(store);
                    service.ask::<Thing>(&$known).await.is(200, "things");
                    let answer = service.ask::<Thing>(&$unknown).await;
                    answer.is_refused(Refusal::BadToken);
                }
            }
        }
    };
}

key_type!(a_key_of_16_bits, i16, ["smallint", "smallint"], i16::MIN, 0);
key_type!(a_key_of_32_bits, i32, ["int", "int"], i32::MAX, 0);
key_type!(a_key_of_64_bits, i64, ["bigint", "bigint"], i64::MIN, 0);
key_type!(
    a_key_that_is_text,
    String,
    ["varchar(40)", "varchar(40)"],
    "é 🦀 x".to_owned(),
    "e 🦀 x".to_owned()
);
key_type!(
    a_key_that_is_a_uuid,
    Uuid,
    ["uuid", "binary(16)"],
    Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
    Uuid::nil()
);

/// A key of a type of the program's own.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
struct Id(i64);

key_type!(a_key_of_an_own_type, Id, ["bigint", "bigint"], Id(7), Id(8));

/// A table and columns that are keywords, and a field that no token names.
#[entity(table = "order", key = "group")]
#[derive(Clone, Debug, Eq, PartialEq, sqlx::FromRow)]
struct Order {
    group: String,
    r#where: String,
}

on_each_database! {
    async fn a_name_that_is_a_keyword_is_quoted(db) {
        let quote = if db.is_postgres() { '"' } else { '`' };
        let quoted = |sql: &str| sql.replace('`', &quote.to_string());
        db.execute(&quoted("create table `order` (`group` varchar(40) primary key, `where` varchar(40))")).await;
        db.execute(&quoted("insert into `order` values ('blue', 'here')")).await;
        let store = SqlxStore::new(db.pool.clone()).columns(["group", "where"]).check().await.unwrap();
        let service = Service::new::<Order>(store.clone());
        service.ask::<Order>(&"blue".to_owned()).await.is(200, "order");
        let field = EntityField::new("where", |order: &Order| &order.r#where);
        let found = store.find_by(&field, "here").await.unwrap();
        assert_eq!(found.unwrap().group, "blue");
        for name in ["where` or `where", "where\" or \"where", "where = 'here' or where", ""] {
            let field = EntityField::new(name, |order: &Order| &order.r#where);
            assert!(store.find_by(&field, "here").await.is_err(), "{name}");
        }
    }
}

/// A table in a schema.
#[entity(table = "main.users")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct InSchema {
    id: i64,
}

#[cfg(feature = "sqlx-sqlite")]
#[test]
fn a_table_has_a_schema_before_a_dot() {
    super::server::run::<sqlx::Sqlite, _>(|db| async move {
        db.execute("create table users (id bigint); insert into users values (1)")
            .await;
        let service = Service::new::<InSchema>(SqlxStore::new(db.pool.clone()));
        service.ask::<InSchema>(&1).await.is(200, "main.users");
    });
}

#[cfg(feature = "sqlx-postgres")]
mod schema_of_postgres {
    use super::*;

    #[entity(
        table = "information_schema.schemata",
        key = "schema_name",
        accessor = false
    )]
    #[derive(Clone, Debug, sqlx::FromRow)]
    struct Schema {
        schema_name: String,
    }

    #[test]
    fn a_table_has_a_schema_before_a_dot() {
        super::super::server::run::<sqlx::Postgres, _>(|db| async move {
            let service = Service::new::<Schema>(SqlxStore::new(db.pool.clone()));
            let answer = service.ask::<Schema>(&db.name).await;
            answer.is(200, "information_schema.schemata");
        });
    }
}

#[cfg(feature = "sqlx-mysql")]
#[expect(non_snake_case, reason = "as the database names it")]
mod schema_of_mysql {
    use super::*;

    #[entity(
        table = "information_schema.SCHEMATA",
        key = "SCHEMA_NAME",
        accessor = false
    )]
    #[derive(Clone, Debug, sqlx::FromRow)]
    struct Schema {
        SCHEMA_NAME: String,
    }

    #[test]
    fn a_table_has_a_schema_before_a_dot() {
        super::super::server::run::<sqlx::MySql, _>(|db| async move {
            let service = Service::new::<Schema>(SqlxStore::new(db.pool.clone()));
            let answer = service.ask::<Schema>(&db.name).await;
            answer.is(200, "information_schema.SCHEMATA");
        });
    }

    #[entity(table = "unsigned_keys")]
    #[derive(Clone, Debug, sqlx::FromRow)]
    struct Unsigned {
        id: u64,
    }

    #[test]
    fn a_key_without_a_sign_is_bound() {
        super::super::server::run::<sqlx::MySql, _>(|db| async move {
            db.execute("create table unsigned_keys (id bigint unsigned primary key)")
                .await;
            db.execute("insert into unsigned_keys values (18446744073709551615)")
                .await;
            let store = SqlxStore::new(db.pool.clone()).check().await.unwrap();
            let service = Service::new::<Unsigned>(store);
            let answer = service.ask::<Unsigned>(&u64::MAX).await;
            answer.is(200, "unsigned_keys");
        });
    }
}
