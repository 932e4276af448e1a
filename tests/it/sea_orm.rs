//! Models of sea-orm as entities.

use std::{env, process};

use jwt_router::{
    App, ConfigProblem, EntityField, EntityStore, FindBy as _, JwtRoutes, MintedByKey, SeaOrmStore,
    prelude::*,
};
use jwt_router_tests::{
    Answer, FixedClock, NOW, Refusal, RequestExt as _, SECRET, block_on, get, skip,
};
use sea_orm::{
    ColumnTrait as _, ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection,
    EntityTrait as _, QueryFilter as _,
};

use crate::log::logged_during;

/// Defines a module with a model, which is an entity too.
macro_rules! model {
    ($module:ident, #[$entity:meta], #[$table:meta], { $($(#[$attribute:meta])* $field:ident: $ty:ty,)* }) => {
        #[expect(unreachable_pub, reason = "sea-orm derives public items")]
        mod $module {
            use jwt_router::entity;
            use sea_orm::entity::prelude::*;

            #[$entity]
            #[derive(Clone, Debug, Eq, PartialEq, DeriveEntityModel)]
            #[$table]
            pub struct Model { $($(#[$attribute])* pub $field: $ty,)* }

            #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

model!(users, #[entity(table = "users", key = "user_id")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key)]
    user_id: i64,
    name: String,
    deleted_at: Option<String>,
});

model!(members, #[entity(table = "members", key = "email")], #[sea_orm(table_name = "members")], {
    #[sea_orm(primary_key)]
    id: i64,
    #[sea_orm(unique)]
    email: String,
});

model!(in_schema, #[entity(table = "auth.users")], #[sea_orm(schema_name = "auth", table_name = "users")], {
    #[sea_orm(primary_key)]
    id: i64,
});

model!(other_table, #[entity(table = "people")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key)]
    id: i64,
});

model!(other_column, #[entity(table = "users", key = "id")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key, column_name = "user_id")]
    id: i64,
    #[sea_orm(column_name = "name")]
    full_name: String,
});

model!(ignored, #[entity(table = "users", key = "user")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key, column_name = "id")]
    user_key: i64,
    #[sea_orm(ignore)]
    user: String,
});

model!(not_unique, #[entity(table = "users", key = "name")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key)]
    id: i64,
    name: String,
});

model!(two_keys, #[entity(table = "users", key = "user_id")], #[sea_orm(table_name = "users")], {
    #[sea_orm(primary_key, auto_increment = false)]
    tenant_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    user_id: i64,
});

#[protected(GET, "/any", register = false)]
async fn any(g: G) -> String {
    g.table().to_owned()
}

struct Service {
    jwt: JwtRoutes,
    app: App,
}

impl Service {
    fn new<E: Entity>(store: impl EntityStore<E>) -> Self {
        let jwt = JwtRoutes::builder()
            .secret(SECRET)
            .clock(FixedClock::at_unix(NOW))
            .entity::<E>(store)
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![any]).build().unwrap();
        Self { jwt, app }
    }

    async fn ask<E: Entity + MintedByKey>(&self, key: &E::Key) -> Answer {
        let token = self.jwt.create_token_for::<E>(key).unwrap();
        get("/any").bearer(token.as_str()).sent_to(&self.app).await
    }

    /// Returns the code and the error of the log.
    async fn reason<E: Entity + MintedByKey>(&self, key: &E::Key) -> (String, String) {
        let log = logged_during(async { drop(self.ask::<E>(key).await) }).await;
        let mut refused = log.iter().map(|event| &event["fields"]);
        let fields = refused.find(|fields| fields["code"].is_string()).unwrap();
        let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
        (text("code"), text("error"))
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1);
    Database::connect(options).await.unwrap()
}

/// Runs a test on each database, in temporary tables of its only connection.
fn on_each_database<F: Future<Output = ()>>(test: impl Fn(DatabaseConnection) -> F) {
    block_on(async {
        test(connect("sqlite::memory:").await).await;
        for (word, variable) in [
            ("postgres", "TEST_POSTGRES_URL"),
            ("mysql", "TEST_MYSQL_URL"),
        ] {
            match env::var(variable) {
                Ok(url) => test(connect(&url).await).await,
                Err(_) => skip(word, "the variable with its URL is not set"),
            }
        }
    });
}

async fn execute(db: &DatabaseConnection, sql: &str) {
    if let Err(error) = db.execute_unprepared(sql).await {
        panic!("{sql}: {error}");
    }
}

const USERS: &str = "create temporary table users
    (user_id bigint, name varchar(40) not null, deleted_at varchar(40))";
const ROWS: &str = "insert into users values (1, 'Ada', null), (2, 'Eve', 'yesterday')";

#[test]
fn a_model_is_loaded_by_its_key() {
    on_each_database(|db| async move {
        execute(&db, USERS).await;
        execute(&db, ROWS).await;
        let store = SeaOrmStore::new(db.clone()).check().await.unwrap();
        let service = Service::new::<users::Model>(store);
        for key in [1, 2] {
            service.ask::<users::Model>(&key).await.is(200, "users");
        }
        for key in [0, -1, i64::MAX] {
            service
                .ask::<users::Model>(&key)
                .await
                .is_refused(Refusal::BadToken);
        }
        execute(&db, "delete from users where user_id = 1").await;
        service
            .ask::<users::Model>(&1)
            .await
            .is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_query_of_ones_own_decides_which_rows_count() {
    on_each_database(|db| async move {
        execute(&db, USERS).await;
        execute(&db, ROWS).await;
        let present = users::Entity::find().filter(users::Column::DeletedAt.is_null());
        let store = SeaOrmStore::new(db).select(present);
        let name = EntityField::new("name", |user: &users::Model| &user.name);
        assert!(store.find_by(&name, "Ada").await.unwrap().is_some());
        assert!(store.find_by(&name, "Eve").await.unwrap().is_none());
        let service = Service::new::<users::Model>(store);
        service.ask::<users::Model>(&1).await.is(200, "users");
        service
            .ask::<users::Model>(&2)
            .await
            .is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_column_with_another_name_is_found_by_its_field() {
    on_each_database(|db| async move {
        execute(&db, USERS).await;
        execute(&db, ROWS).await;
        let store = SeaOrmStore::new(db).check().await.unwrap();
        let name = EntityField::new("full_name", |user: &other_column::Model| &user.full_name);
        let ada = store.find_by(&name, "Ada").await.unwrap().unwrap();
        assert_eq!(ada.id, 1);
        let service = Service::new::<other_column::Model>(store);
        service
            .ask::<other_column::Model>(&1)
            .await
            .is(200, "users");
        service
            .ask::<other_column::Model>(&3)
            .await
            .is_refused(Refusal::BadToken);
    });
}

/// Checks that a key with letters that the column cannot have is refused like that of a missing entity.
async fn check_letters(db: &DatabaseConnection) {
    execute(db, "insert into members values (1, 'mary')").await;
    let service = Service::new::<members::Model>(SeaOrmStore::new(db.clone()));
    for key in ["🦀", "mary🦀"] {
        let answer = service.ask::<members::Model>(&key.to_owned()).await;
        answer.is_refused(Refusal::BadToken);
    }
    let known = service.ask::<members::Model>(&"mary".to_owned()).await;
    known.is(200, "members");
}

#[test]
fn a_letter_that_the_columns_character_set_lacks_is_401() {
    let Ok(url) = env::var("TEST_MYSQL_URL") else {
        return skip("mysql", "the variable with its URL is not set");
    };
    block_on(async {
        // The store reads the server's message, which may be in another language.
        let charsets = ["latin1", "utf8mb3", "ascii"];
        let languages = ["en_US", "de_DE", "zh_CN"];
        for (charset, language) in charsets.into_iter().zip(languages) {
            let db = connect(&url).await;
            execute(&db, &format!("set lc_messages = '{language}'")).await;
            let column = format!("varchar(60) character set {charset}");
            let sql = format!("create temporary table members (id bigint, email {column})");
            execute(&db, &sql).await;
            check_letters(&db).await;
        }
    });
}

#[test]
fn a_letter_that_the_encoding_of_the_database_lacks_is_401() {
    let Ok(url) = env::var("TEST_POSTGRES_URL") else {
        return skip("postgres", "the variable with its URL is not set");
    };
    block_on(async {
        let name = format!("jwt_router_latin1_{}", process::id());
        let server = connect(&url).await;
        let options = "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0";
        execute(&server, &format!("create database {name} {options}")).await;
        let (address, _) = url.rsplit_once('/').unwrap();
        let database = format!("{address}/{name}");
        // In a task, so that the database is dropped also if the test fails.
        let outcome = tokio::spawn(async move {
            let db = connect(&database).await;
            execute(&db, "create table members (id bigint, email varchar(60))").await;
            check_letters(&db).await;
        });
        let outcome = outcome.await;
        execute(&server, &format!("drop database {name} with (force)")).await;
        outcome.unwrap();
    });
}

#[test]
fn a_key_is_bound_and_compared_exactly() {
    on_each_database(|db| async move {
        let collation = match db.get_database_backend() {
            sea_orm::DbBackend::Sqlite => "collate nocase",
            _ => "",
        };
        execute(
            &db,
            &format!("create temporary table members (id bigint, email varchar(60) {collation})"),
        )
        .await;
        execute(
            &db,
            "insert into members values (1, 'mary'), (2, 'x'' or ''1''=''1')",
        )
        .await;
        let service = Service::new::<members::Model>(SeaOrmStore::new(db.clone()));
        for key in ["mary", "x' or '1'='1"] {
            service
                .ask::<members::Model>(&key.to_owned())
                .await
                .is(200, "members");
        }
        for key in [
            "MARY",
            "mary ",
            "mary\0",
            "\0",
            "",
            "' or '1'='1",
            "email",
            "\"email\"",
        ] {
            let answer = service.ask::<members::Model>(&key.to_owned()).await;
            answer.is_refused(Refusal::BadToken);
        }
        execute(&db, "insert into members values (3, 'mary')").await;
        let (code, error) = service.reason::<members::Model>(&"mary".to_owned()).await;
        assert_eq!(code, "store_unavailable");
        assert!(
            error.contains("the table `members` of sea-orm: two rows"),
            "{error}"
        );
    });
}

#[test]
fn a_table_that_does_not_fit_is_found_by_the_check_and_503_without() {
    on_each_database(|db| async move {
        let store = || SeaOrmStore::<users::Model>::new(db.clone());
        assert!(store().check().await.is_err());
        let service = Service::new::<users::Model>(store());
        service
            .ask::<users::Model>(&1)
            .await
            .is_refused(Refusal::Unavailable);
        execute(&db, USERS).await;
        execute(&db, ROWS).await;
        service.ask::<users::Model>(&1).await.is(200, "users");
        execute(&db, "alter table users rename column user_id to id").await;
        let (code, error) = service.reason::<users::Model>(&1).await;
        assert_eq!(code, "store_unavailable");
        assert!(error.contains("user_id"), "{error}");
        let error = store().check().await.unwrap_err().to_string();
        assert!(error.contains("the table `users` of sea-orm"), "{error}");
        execute(&db, "alter table users rename column id to user_id").await;
        service.ask::<users::Model>(&1).await.is(200, "users");
    });
}

/// Checks the problems of a store's configuration.
#[track_caller]
fn check_problems<E: Entity>(store: impl EntityStore<E>, expected: &[&str]) {
    let built = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<E>(store)
        .build();
    let Err(error) = built else {
        return assert!(expected.is_empty(), "{expected:?}");
    };
    let reasons = error.problems().iter().map(|problem| match problem {
        ConfigProblem::Store { table, reason, .. } if *table == E::TABLE => reason.as_str(),
        other => panic!("{other}"),
    });
    assert_eq!(reasons.collect::<Vec<_>>(), expected);
}

#[test]
fn the_metadata_of_the_model_is_compared_with_the_attribute() {
    let db = DatabaseConnection::default;
    check_problems(SeaOrmStore::<users::Model>::new(db()), &[]);
    check_problems(SeaOrmStore::<members::Model>::new(db()), &[]);
    check_problems(SeaOrmStore::<in_schema::Model>::new(db()), &[]);
    check_problems(
        SeaOrmStore::<other_table::Model>::new(db()),
        &["its model is of sea-orm's table `users`: write `table = \"users\"` in `#[entity(..)]`"],
    );
    check_problems(SeaOrmStore::<other_column::Model>::new(db()), &[]);
    check_problems(
        SeaOrmStore::<ignored::Model>::new(db()),
        &["its model has no column `user`: write `key = \"user_key\"` in `#[entity(..)]`"],
    );
    check_problems(
        SeaOrmStore::<not_unique::Model>::new(db()),
        &[
            "the column `name` is neither the primary key nor `unique`, so that two rows could have one key: write `key = \"id\"` in `#[entity(..)]`",
        ],
    );
    check_problems(
        SeaOrmStore::<two_keys::Model>::new(db()),
        &[
            "the column `user_id` is neither the primary key nor `unique`, so that two rows could have one key: write a column that is `#[sea_orm(unique)]`",
        ],
    );
    block_on(async {
        let error = SeaOrmStore::<other_table::Model>::new(db())
            .check()
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("write `table = \"users\"`"),
            "{error}"
        );
    });
}

#[test]
fn a_field_that_is_no_column_is_an_error() {
    block_on(async {
        let store = SeaOrmStore::<users::Model>::new(DatabaseConnection::default());
        let field = EntityField::new("nick", |user: &users::Model| &user.name);
        let error = store.find_by(&field, "Ada").await.unwrap_err().to_string();
        assert!(error.contains("no column `nick`"), "{error}");
        assert_eq!(
            format!("{store:?}"),
            r#"SeaOrmStore { table: "users", .. }"#
        );
    });
}

#[test]
fn a_database_that_is_gone_is_503() {
    on_each_database(|db| async move {
        execute(&db, USERS).await;
        execute(&db, ROWS).await;
        let service = Service::new::<users::Model>(SeaOrmStore::new(db.clone()));
        service.ask::<users::Model>(&1).await.is(200, "users");
        db.close().await.unwrap();
        let answer = service.ask::<users::Model>(&1).await;
        answer.is_refused(Refusal::Unavailable);
    });
}
