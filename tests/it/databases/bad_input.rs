//! Tokens with bad keys, and tables that do not fit.

use jwt_router::{SqlxStore, entity};
use jwt_router_tests::{NOW, Refusal, forge};
use serde_json::{Value, json};

use super::{Service, check_unavailable, on_each_database};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct User {
    user_id: i64,
    #[expect(dead_code, reason = "a column that is no key")]
    name: String,
}

/// The same table, with a smaller key.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct SmallUser {
    user_id: i16,
}

#[entity(table = "members", key = "email")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct Member {
    email: String,
}

const USERS: &str = "create table users (user_id bigint, name varchar(40) not null)";
const ADA: &str = "insert into users values (1, 'Ada')";

on_each_database! {
    async fn a_key_of_another_type_is_401(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        let small = Service::new::<SmallUser>(SqlxStore::new(db.pool.clone()));
        let token = |key: Value| forge(&json!({"table_name": "users", "user_id": key, "exp": NOW + 60}));
        service.send(&token(json!(1))).await.is(200, "users");
        if !db.is_postgres() {
            small.send(&token(json!(1))).await.is(200, "users");
        }
        for key in [
            json!("1"), json!(1.0), json!(true), json!(null), json!([1]), json!({"a": 1}), json!(""),
            json!(9_223_372_036_854_775_808_u64), json!(u64::MAX), json!(1e300), json!("1 or 1=1"),
        ] {
            let answer = service.send(&token(key)).await;
            answer.is_refused(Refusal::BadToken);
        }
        for key in [json!(i64::from(i16::MAX) + 1), json!(65_537), json!(-65_535)] {
            let answer = small.send(&token(key)).await;
            answer.is_refused(Refusal::BadToken);
        }
    }
}

on_each_database! {
    /// The types of PostgreSQL have to be those of the fields; the others widen a number.
    async fn a_key_out_of_the_columns_range_is_401_or_the_column_is_refused(db) {
        db.execute("create table users (user_id smallint, name varchar(40) not null)").await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        if db.is_postgres() {
            let reason = service.reason::<User>(&1).await;
            return check_unavailable(reason, "the SQL type `INT2`");
        }
        for key in [i64::MAX, i64::MIN, 65_537, -65_535, 0] {
            let answer = service.ask::<User>(&key).await;
            answer.is_refused(Refusal::BadToken);
        }
        service.ask::<User>(&1).await.is(200, "users");
    }
}

on_each_database! {
    async fn a_key_is_bound_and_never_part_of_the_query(db) {
        db.execute("create table members (email varchar(60) primary key)").await;
        let known = ["ada@x", "x' or '1'='1", "x\" or \"1\"=\"1", "x` -- ", "\\", "%", "🦀"];
        for key in known {
            let insert = db.with_parameter("insert into members values (?)");
            let insert = sqlx::query(sqlx::AssertSqlSafe(insert));
            insert.bind(key).execute(&db.pool).await.unwrap();
        }
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        for key in known {
            service.ask::<Member>(&key.to_owned()).await.is(200, "members");
        }
        for key in [
            "", "' or '1'='1", "' or '1'='1' -- ", "email", "`email`", "\"email\"", "ada@_", "0", "$1", "?",
            "\u{0}", "ada@x\u{0}", "\u{0}ada@x", "ada@x'; drop table members; --", "\u{feff}ada@x", "\u{ffff}",
        ] {
            let answer = service.ask::<Member>(&key.to_owned()).await;
            answer.is_refused(Refusal::BadToken);
        }
        let long = "x".repeat(5000);
        service.ask::<Member>(&long).await.is_refused(Refusal::BadToken);
        service.ask::<Member>(&"ada@x".to_owned()).await.is(200, "members");
    }
}

on_each_database! {
    async fn a_token_of_an_unknown_table_is_401(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        for table in ["members", "USERS", "users ", "main.users", "public.users", "users; --", ""] {
            let token = forge(&json!({"table_name": table, "user_id": 1, "exp": NOW + 60}));
            service.send(&token).await.is_refused(Refusal::BadToken);
        }
    }
}

on_each_database! {
    async fn an_absent_table_is_found_by_the_check_and_503_without(db) {
        let store = || SqlxStore::<User, _>::new(db.pool.clone());
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("the table `users` in "), "{error}");
        let service = Service::new::<User>(store());
        check_unavailable(service.reason::<User>(&1).await, "the table `users` in ");
        db.execute(USERS).await;
        db.execute(ADA).await;
        assert!(store().check().await.is_ok());
        service.ask::<User>(&1).await.is(200, "users");
    }
}

on_each_database! {
    async fn an_absent_key_column_is_found_by_the_check_and_503_without(db) {
        // SQLite takes an unknown column in quotation marks for a text, and the caller knows that text.
        db.execute("create table members (id bigint)").await;
        db.execute("insert into members values (1)").await;
        let store = || SqlxStore::<Member, _>::new(db.pool.clone());
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("email"), "{error}");
        let service = Service::new::<Member>(store());
        check_unavailable(service.reason::<Member>(&"email".to_owned()).await, "email");
    }
}

on_each_database! {
    async fn another_absent_column_is_found_by_the_check_and_503_without(db) {
        db.execute("create table users (user_id bigint)").await;
        let store = || SqlxStore::<User, _>::new(db.pool.clone());
        // An empty table has no row to read.
        assert!(store().check().await.is_ok());
        db.execute("insert into users values (1)").await;
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("name"), "{error}");
        // With a list of columns it is found in an empty table too.
        db.execute("delete from users").await;
        let error = store().columns(["user_id", "name"]).check().await.unwrap_err().to_string();
        assert!(error.contains("name"), "{error}");
        db.execute("insert into users values (1)").await;
        let service = Service::new::<User>(store());
        check_unavailable(service.reason::<User>(&1).await, "name");
    }
}

on_each_database! {
    /// MySQL and SQLite compare text with numbers by rules of their own.
    async fn a_key_column_of_another_type_is_found_by_the_check_and_503_without(db) {
        db.execute("create table users (user_id varchar(40), name varchar(40))").await;
        db.execute("insert into users values ('1abc', 'Ada'), ('1', 'Grace')").await;
        db.execute("create table members (email bigint)").await;
        db.execute("insert into members values (1)").await;
        let users = || SqlxStore::<User, _>::new(db.pool.clone());
        let members = || SqlxStore::<Member, _>::new(db.pool.clone());
        let reason = if db.is_postgres() { "operator does not exist" } else { "change the type of the field" };
        for error in [users().check().await.unwrap_err(), members().check().await.unwrap_err()] {
            let error = error.to_string();
            assert!(error.contains(reason), "{error}");
        }
        let service = Service::new::<User>(users());
        check_unavailable(service.reason::<User>(&1).await, reason);
        check_unavailable(service.reason::<User>(&2).await, reason);
        let service = Service::new::<Member>(members());
        for key in ["1", "1abc", "01", "2"] {
            check_unavailable(service.reason::<Member>(&key.to_owned()).await, reason);
        }
    }
}

on_each_database! {
    async fn two_rows_of_one_key_are_503(db) {
        db.execute(USERS).await;
        db.execute("insert into users values (1, 'Ada'), (1, 'Eve'), (2, 'Grace')").await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        check_unavailable(service.reason::<User>(&1).await, "two rows have the same value");
        service.ask::<User>(&2).await.is(200, "users");
    }
}

on_each_database! {
    async fn very_many_rows_of_one_key_are_not_read(db) {
        db.execute("create table members (email varchar(60))").await;
        let rows = vec!["('ada')"; 1000].join(", ");
        db.execute(&format!("insert into members values {rows}")).await;
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        check_unavailable(service.reason::<Member>(&"ada".to_owned()).await, "64 rows or more");
    }
}

on_each_database! {
    async fn a_row_whose_key_is_null_belongs_to_nobody(db) {
        db.execute("create table members (email varchar(60))").await;
        db.execute("insert into members values (null)").await;
        let service = Service::new::<Member>(SqlxStore::new(db.pool.clone()));
        for key in ["", "null", "NULL"] {
            let answer = service.ask::<Member>(&key.to_owned()).await;
            answer.is_refused(Refusal::BadToken);
        }
    }
}
