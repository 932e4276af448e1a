//! Rows that a database takes for equal.

use jwt_router::{EntityField, FindBy as _, SqlxStore, entity};
use jwt_router_tests::Refusal;

use super::{Service, check_unavailable, on_each_database};

#[entity(table = "members", key = "name")]
#[derive(Clone, Debug, Eq, PartialEq, sqlx::FromRow)]
struct Member {
    name: String,
}

/// The definition of a table whose texts are compared without case.
fn without_case(postgres: bool, mysql: bool) -> &'static str {
    match (postgres, mysql) {
        (true, _) => {
            "create collation without_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
             create table members (name text collate without_case)"
        }
        (_, true) => "create table members (name varchar(40) collate utf8mb4_general_ci)",
        (false, false) => "create table members (name text collate nocase)",
    }
}

on_each_database! {
    async fn of_rows_that_the_database_takes_for_one_the_exact_one_is_loaded(db) {
        db.execute(without_case(db.is_postgres(), db.is_mysql())).await;
        db.execute("insert into members values ('mary'), ('MARY'), ('Mary')").await;
        let store = SqlxStore::new(db.pool.clone()).check().await.unwrap();
        let service = Service::new::<Member>(store.clone());
        let field = EntityField::new("name", |member: &Member| &member.name);
        for key in ["mary", "MARY", "Mary"] {
            service.ask::<Member>(&key.to_owned()).await.is(200, "members");
            let found = store.find_by(&field, key).await.unwrap().unwrap();
            assert_eq!(found.name, key);
        }
    }
}

on_each_database! {
    async fn a_row_that_is_only_equal_to_the_database_is_401_with_a_code_of_its_own(db) {
        db.execute(without_case(db.is_postgres(), db.is_mysql())).await;
        db.execute("insert into members values ('mary')").await;
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        for (key, code) in [("MARY", "store_mismatch"), ("mara", "no_such_entity")] {
            let (status, logged, _) = service.reason::<Member>(&key.to_owned()).await;
            assert_eq!((status, logged.as_str()), (401, code), "{key}");
        }
        service.ask::<Member>(&"mary".to_owned()).await.is(200, "members");
    }
}

on_each_database! {
    async fn two_exact_rows_among_others_are_503(db) {
        db.execute(without_case(db.is_postgres(), db.is_mysql())).await;
        db.execute("insert into members values ('MARY'), ('mary'), ('mary')").await;
        let store = SqlxStore::new(db.pool.clone());
        let field = EntityField::new("name", |member: &Member| &member.name);
        assert!(store.find_by(&field, "mary").await.is_err());
        assert!(store.find_by(&field, "MARY").await.unwrap().is_some());
        let service = Service::new::<Member>(store);
        let reason = service.reason::<Member>(&"mary".to_owned()).await;
        check_unavailable(reason, "two rows have the same value");
    }
}

on_each_database! {
    /// MySQL pads texts before it compares them.
    async fn spaces_at_the_end_are_not_ignored(db) {
        db.execute("create table members (name varchar(40))").await;
        db.execute("insert into members values ('mary')").await;
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        for key in ["mary ", "mary    ", " mary"] {
            let answer = service.ask::<Member>(&key.to_owned()).await;
            answer.is_refused(Refusal::BadToken);
        }
        service.ask::<Member>(&"mary".to_owned()).await.is(200, "members");
    }
}

on_each_database! {
    /// PostgreSQL pads a `char(8)` when it returns it, and not when it compares it.
    async fn a_padded_column_has_only_keys_of_its_whole_length(db) {
        db.execute("create table members (name char(8))").await;
        db.execute("insert into members values ('mary'), ('margaret')").await;
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        let answer = service.ask::<Member>(&"mary    ".to_owned()).await;
        answer.is_refused(Refusal::BadToken);
        service.ask::<Member>(&"margaret".to_owned()).await.is(200, "members");
    }
}

#[cfg(feature = "sqlx-mysql")]
#[test]
fn a_letter_that_the_columns_character_set_lacks_is_401() {
    super::server::run::<sqlx::MySql, _>(|db| async move {
        for charset in ["latin1", "utf8mb3", "ascii"] {
            db.execute("drop table if exists members").await;
            db.execute(&format!(
                "create table members (name varchar(40) character set {charset})"
            ))
            .await;
            db.execute("insert into members values ('mary'), ('?')")
                .await;
            let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
            for key in ["🦀", "mary🦀", "œ", "é"] {
                let status = service.ask::<Member>(&key.to_owned()).await.status;
                assert_eq!(status, 401, "{charset} {key}");
            }
            service
                .ask::<Member>(&"mary".to_owned())
                .await
                .is(200, "members");
        }
    });
}
