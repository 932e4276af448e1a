//! The server: each variant on a port of its own, in one process.

use std::io::{Read, stdin};
use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use jwt_router::prelude::*;
use jwt_router::{EntityStore, Routes, routes};
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, SqlitePool};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::client::PATH;
use crate::variant::{Database, Variant};

const SECRET: &str = concat!("a secret of the benches,", " of 48 bytes as it should");

/// Deleted at the end, and at the start where an earlier run was killed.
const SCHEMA: &str = "jwt_router_bench";

const TABLE: &str =
    "create table users (user_id bigint primary key, name text not null, email text not null)";
const ROW: &str = "insert into users values (42, 'Ada', 'ada@example.com')";

/// Longer than a run, so that each request but the first finds its user in the cache.
const CACHED_FOR: Duration = Duration::from_secs(30 * 60);

/// The connections of each pool.
const POOL_SIZE: u32 = 8;

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Serialize, sqlx::FromRow)]
struct User {
    user_id: i64,
    name: String,
    email: String,
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> Json<User> {
    Json(g.into_inner())
}

/// Serves until the input of the process ends. Prints a token, and then the port and the name of each variant.
pub(crate) fn serve(postgres: &str) {
    let runtime = Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let (sqlite, postgres) = (sqlite().await, postgres_pool(postgres).await);
        let mut servers = vec![
            (Variant::Bare, Router::new().route(PATH, get(bare))),
            (Variant::ClaimsOnly, app(memory(), (), routes![claims_only])),
            (Variant::Memory, app(memory(), (), routes![me])),
        ];
        servers.extend(sqlite_servers(&sqlite));
        servers.extend(postgres.iter().flat_map(postgres_servers));
        let token = jwt(memory()).create_token(&ada());
        println!("{}", token.expect("a token is minted").as_str());
        for (variant, router) in servers {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("the listener is bound");
            tokio::spawn(async move { axum::serve(listener, router).await });
            println!("{} {}", address.port(), variant.name());
        }
        println!();
        let input = tokio::task::spawn_blocking(|| stdin().read_to_end(&mut Vec::new()));
        drop(input.await);
        if let Some(db) = postgres {
            drop(drop_schema(&db).await);
        }
    });
}

fn ada() -> User {
    User {
        user_id: 42,
        name: "Ada".into(),
        email: "ada@example.com".into(),
    }
}

fn memory() -> MemoryStore<User> {
    MemoryStore::new([ada()])
}

fn jwt(store: impl EntityStore<User>) -> JwtRoutes {
    let jwt = JwtRoutes::builder().secret(SECRET).entity::<User>(store);
    jwt.build().expect("the configuration is right")
}

fn app<S: Clone + Send + Sync + 'static>(
    store: impl EntityStore<User>,
    state: S,
    routes: Routes<S>,
) -> Router {
    let app = jwt(store).app_with(state, routes).build();
    app.expect("the routes can be mounted").into_router()
}

async fn bare() -> Json<User> {
    Json(ada())
}

#[protected(GET, "/me", entity = User, claims_only, register = false)]
async fn claims_only() -> Json<User> {
    Json(ada())
}

async fn sqlite() -> SqlitePool {
    // The connections share the database as long as one of them is open.
    let options = SqliteConnectOptions::new()
        .filename("file:jwt_router_bench?mode=memory&cache=shared")
        .read_only(false);
    let db = SqlitePoolOptions::new()
        .min_connections(POOL_SIZE)
        .max_connections(POOL_SIZE)
        .connect_with(options)
        .await
        .expect("SQLite opens a database in memory");
    for query in [TABLE, ROW] {
        sqlx::query(query)
            .execute(&db)
            .await
            .expect("a table with a row");
    }
    db
}

/// Makes a schema with one user; `None` if the server does not respond.
async fn postgres_pool(url: &str) -> Option<PgPool> {
    let options: PgConnectOptions = url.parse().expect("`--postgres` takes a URL");
    let db = PgPoolOptions::new()
        .min_connections(POOL_SIZE)
        .max_connections(POOL_SIZE)
        .acquire_timeout(Duration::from_secs(2))
        .connect_with(options.options([("search_path", SCHEMA)]))
        .await
        .inspect_err(|error| eprintln!("left out: PostgreSQL at {url}: {error}"))
        .ok()?;
    drop_schema(&db).await.expect("a schema can be deleted");
    for query in ["create schema jwt_router_bench", TABLE, ROW] {
        sqlx::query(query)
            .execute(&db)
            .await
            .expect("a table with a row");
    }
    Some(db)
}

async fn drop_schema(db: &PgPool) -> Result<(), sqlx::Error> {
    let query = "drop schema if exists jwt_router_bench cascade";
    sqlx::query(query).execute(db).await.map(drop)
}

/// The servers of one database: by hand, by hand with a token, guarded, cached.
macro_rules! servers {
    ($name:ident, $pool:ty, $database:ident, $query:literal) => {
        fn $name(db: &$pool) -> Vec<(Variant, Router)> {
            async fn query(db: &$pool, user_id: i64) -> Result<Json<User>, StatusCode> {
                let user: Option<User> = sqlx::query_as($query)
                    .bind(user_id)
                    .fetch_optional(db)
                    .await
                    .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
                user.map(Json).ok_or(StatusCode::UNAUTHORIZED)
            }

            async fn by_hand(State(db): State<$pool>) -> Result<Json<User>, StatusCode> {
                query(&db, 42).await
            }

            async fn verified(
                State(db): State<$pool>,
                headers: HeaderMap,
            ) -> Result<Json<User>, StatusCode> {
                let user_id = verified_id(&headers).ok_or(StatusCode::UNAUTHORIZED)?;
                query(&db, user_id).await
            }

            #[protected(GET, "/me", entity = User, claims_only, register = false)]
            async fn protected(State(db): State<$pool>) -> Result<Json<User>, StatusCode> {
                query(&db, 42).await
            }

            let store = SqlxStore::<User, _>::new(db.clone());
            let routed = |route| Router::new().route(PATH, route).with_state(db.clone());
            vec![
                (Variant::ByHand(Database::$database), routed(get(by_hand))),
                (
                    Variant::ByHandVerified(Database::$database),
                    routed(get(verified)),
                ),
                (
                    Variant::ProtectedByHand(Database::$database),
                    app(store.clone(), db.clone(), routes![protected]),
                ),
                (
                    Variant::Guarded(Database::$database),
                    app(store.clone(), (), routes![me]),
                ),
                (
                    Variant::Cached(Database::$database),
                    app(store.cached(CACHED_FOR, 10_000), (), routes![me]),
                ),
            ]
        }
    };
}

servers!(
    sqlite_servers,
    SqlitePool,
    Sqlite,
    "select * from users where user_id = ?"
);
servers!(
    postgres_servers,
    PgPool,
    Postgres,
    "select * from users where user_id = $1"
);

/// The user whom a token names, as careful code by hand finds out.
fn verified_id(headers: &HeaderMap) -> Option<i64> {
    #[derive(Deserialize)]
    struct Claims {
        table_name: String,
        user_id: i64,
    }
    static KEY: LazyLock<(DecodingKey, Validation)> = LazyLock::new(|| {
        let key = DecodingKey::from_secret(SECRET.as_bytes());
        (key, Validation::new(Algorithm::HS256))
    });
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (key, validation) = &*KEY;
    let token = decode::<Claims>(value.strip_prefix("Bearer ")?, key, validation).ok()?;
    (token.claims.table_name == "users").then_some(token.claims.user_id)
}
