//! Tables that change while the application runs.

use jwt_router::{EntityField, EntityStore as _, FindBy as _, SqlxStore, entity};
use jwt_router_tests::Refusal;

use super::{Service, check_unavailable, on_each_database};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct User {
    user_id: i64,
    name: String,
}

const USERS: &str = "create table users (user_id bigint primary key, name varchar(40) not null)";
const ADA: &str = "insert into users values (1, 'Ada')";

on_each_database! {
    async fn a_deleted_row_is_401_at_once(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        service.ask::<User>(&1).await.is(200, "users");
        db.execute("delete from users").await;
        service.ask::<User>(&1).await.is_refused(Refusal::BadToken);
        db.execute(ADA).await;
        service.ask::<User>(&1).await.is(200, "users");
    }
}

on_each_database! {
    /// PostgreSQL refuses a query of `*` that was prepared before, on every connection that has prepared it. In
    /// SQLite, sqlx would read the columns by their old places.
    async fn a_column_that_a_migration_adds_or_removes_does_no_harm(db) {
        db.execute("create table users (user_id bigint primary key, old varchar(40), name varchar(40))").await;
        db.execute("insert into users values (1, 'x', 'Ada')").await;
        let store = SqlxStore::<User, _>::new(db.pool.clone());
        let field = EntityField::new("name", |user: &User| &user.name);
        for migration in [
            "insert into users (user_id, name) values (2, 'Grace')",
            "alter table users add column note varchar(40) default 'y'",
            "alter table users drop column old",
            "alter table users add column more varchar(40) default 'z'",
        ] {
            db.execute(migration).await;
            for _ in 0..5 {
                let user = store.load(&1).await.unwrap().unwrap();
                assert_eq!((user.user_id, user.name.as_str()), (1, "Ada"), "{migration}");
                let found = store.find_by(&field, "Ada").await.unwrap();
                assert_eq!(found.unwrap().name, "Ada", "{migration}");
            }
        }
    }
}

on_each_database! {
    async fn a_renamed_column_is_503_until_it_is_back(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        service.ask::<User>(&1).await.is(200, "users");
        for (column, other) in [("name", "title"), ("user_id", "id")] {
            db.execute(&format!("alter table users rename column {column} to {other}")).await;
            check_unavailable(service.reason::<User>(&1).await, column);
            db.execute(&format!("alter table users rename column {other} to {column}")).await;
            service.ask::<User>(&1).await.is(200, "users");
        }
    }
}

on_each_database! {
    async fn a_dropped_table_is_503_until_it_is_back(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool.clone()));
        service.ask::<User>(&1).await.is(200, "users");
        db.execute("drop table users").await;
        check_unavailable(service.reason::<User>(&1).await, "users");
        db.execute(USERS).await;
        service.ask::<User>(&1).await.is_refused(Refusal::BadToken);
        db.execute(ADA).await;
        service.ask::<User>(&1).await.is(200, "users");
    }
}

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct Locked {
    user_id: i64,
    locked: i32,
}

on_each_database! {
    async fn a_column_that_is_missing_at_first_is_read_once_it_is_there(db) {
        db.execute("create table users (user_id bigint)").await;
        db.execute("insert into users values (1)").await;
        let store = SqlxStore::<Locked, _>::new(db.pool.clone());
        for _ in 0..3 {
            assert!(store.load(&1).await.is_err());
        }
        db.execute("alter table users add column locked int default 1").await;
        for _ in 0..5 {
            assert_eq!(store.load(&1).await.unwrap().unwrap().locked, 1);
        }
    }
}
