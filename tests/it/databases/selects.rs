//! Lists of columns, and queries of the application's own.

use jwt_router::{ConfigProblem, EntityField, FindBy as _, JwtRoutes, SqlxStore, entity};
use jwt_router_tests::{Refusal, SECRET};

use super::{Service, check_unavailable, on_each_database};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
#[expect(clippy::struct_field_names, reason = "as in the table")]
struct User {
    user_id: i64,
    name: String,
    #[sqlx(default)]
    team: String,
}

const SCHEMA: [&str; 4] = [
    "create table users (user_id bigint primary key, name varchar(40), team_id bigint, deleted_at varchar(40))",
    "create table teams (id bigint primary key, name varchar(40))",
    "insert into teams values (7, 'blue')",
    "insert into users values (1, 'Ada', 7, null), (2, 'Eve', 7, '2026-01-01')",
];

const JOINED: &str = "
    select users.user_id, users.name, teams.name as team
    from users join teams on teams.id = users.team_id
    where users.deleted_at is null or 1 = 2 -- not deleted";

on_each_database! {
    async fn a_query_of_ones_own_decides_which_rows_count(db) {
        for sql in SCHEMA {
            db.execute(sql).await;
        }
        let store = SqlxStore::new(db.pool.clone()).select(JOINED).check().await.unwrap();
        let service = Service::new::<User>(store.clone());
        service.ask::<User>(&1).await.is(200, "users");
        service.ask::<User>(&2).await.is_refused(Refusal::BadToken);
        let field = EntityField::new("name", |user: &User| &user.name);
        let ada = store.find_by(&field, "Ada").await.unwrap().unwrap();
        assert_eq!((ada.user_id, ada.team.as_str()), (1, "blue"));
        assert!(store.find_by(&field, "Eve").await.unwrap().is_none());
    }
}

#[entity(table = "users", key = "id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct Renamed {
    id: i64,
    full_name: String,
}

on_each_database! {
    async fn a_query_gives_columns_the_names_of_the_fields(db) {
        for sql in SCHEMA {
            db.execute(sql).await;
        }
        let query = "select user_id as id, name as full_name from users";
        let store = SqlxStore::new(db.pool.clone()).select(query).check().await.unwrap();
        let field = EntityField::new("full_name", |user: &Renamed| &user.full_name);
        let ada = store.find_by(&field, "Ada").await.unwrap().unwrap();
        assert_eq!(ada.id, 1);
        let service = Service::new::<Renamed>(store);
        service.ask::<Renamed>(&1).await.is(200, "users");
        service.ask::<Renamed>(&3).await.is_refused(Refusal::BadToken);
    }
}

on_each_database! {
    async fn a_list_of_columns_is_all_that_is_read(db) {
        for sql in SCHEMA {
            db.execute(sql).await;
        }
        let store = SqlxStore::new(db.pool.clone()).select(JOINED).columns(["user_id", "name"]);
        let field = EntityField::new("name", |user: &User| &user.name);
        let ada = store.find_by(&field, "Ada").await.unwrap().unwrap();
        assert_eq!(ada.team, "", "the column is not in the list");
        let service = Service::new::<User>(store);
        service.ask::<User>(&1).await.is(200, "users");
        service.ask::<User>(&2).await.is_refused(Refusal::BadToken);
    }
}

on_each_database! {
    /// SQLite takes a parameter without a value for null.
    async fn a_query_with_parameters_is_503_and_found_by_the_check(db) {
        for sql in SCHEMA {
            db.execute(sql).await;
        }
        let query = if db.is_postgres() {
            "select * from users where team_id = $2 and user_id = $1"
        } else {
            "select * from users where team_id = ? and user_id = ?"
        };
        let store = || SqlxStore::<User, _>::new(db.pool.clone()).select(query);
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("write it without"), "{error}");
        let service = Service::new::<User>(store());
        check_unavailable(service.reason::<User>(&1).await, "write it without");
        let field = EntityField::new("name", |user: &User| &user.name);
        assert!(store().find_by(&field, "Ada").await.is_err());
    }
}

on_each_database! {
    async fn a_query_without_the_key_is_503_and_found_by_the_check(db) {
        for sql in SCHEMA {
            db.execute(sql).await;
        }
        let store = || SqlxStore::<User, _>::new(db.pool.clone()).select("select name from users");
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("user_id"), "{error}");
        let service = Service::new::<User>(store());
        check_unavailable(service.reason::<User>(&1).await, "user_id");
    }
}

on_each_database! {
    async fn mistakes_that_can_be_seen_are_problems_of_the_configuration(db) {
        let new = || SqlxStore::<User, _>::new(db.pool.clone());
        for (store, expected) in [
            (new().columns(["name"]), "without the key: add `\"user_id\"`"),
            (new().columns([]), "without the key: add `\"user_id\"`"),
            (new().columns(["user_id", "name", "name"]), "has `name` twice"),
            (new().select(" "), "is empty"),
            (new().select("select * from users; "), "remove the `;`"),
        ] {
            let error = store.clone().check().await.unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            let built = JwtRoutes::builder().secret(SECRET).entity::<User>(store).build();
            let error = built.unwrap_err();
            let [ConfigProblem::Store { table, reason, .. }] = error.problems() else {
                panic!("{error}");
            };
            assert_eq!(*table, "users");
            assert!(reason.contains(expected), "{reason}");
        }
    }
}
