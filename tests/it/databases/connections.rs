//! Pools that are exhausted or closed, and connections that are lost.

use std::time::{Duration, Instant};

use jwt_router::{SqlxStore, TimeLimited, entity};
use jwt_router_tests::{Refusal, RequestExt as _, get};
use sqlx::pool::PoolOptions;

use super::{Service, check_unavailable, on_each_database, server::Server as _};

#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, sqlx::FromRow)]
struct User {
    user_id: i64,
}

const USERS: &str = "create table users (user_id bigint primary key)";
const ADA: &str = "insert into users values (1)";

on_each_database! {
    async fn an_exhausted_pool_is_503_in_time_and_stops_no_public_route(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = db.pool_with(PoolOptions::new().max_connections(1));
        let store = SqlxStore::new(pool.clone());
        let service = Service::new::<User>(TimeLimited::new(store, Duration::from_millis(200)));
        service.ask::<User>(&1).await.is(200, "users");
        let held = pool.acquire().await.unwrap();
        let started = Instant::now();
        let (refused, public) = tokio::join!(
            service.ask::<User>(&1),
            async {
                get("/public").sent_to(&service.app).await.is(200, "public");
                started.elapsed()
            }
        );
        refused.is_refused(Refusal::Unavailable);
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
        assert!(public < Duration::from_millis(150), "{public:?}");
        drop(held);
        service.ask::<User>(&1).await.is(200, "users");
    }
}

on_each_database! {
    async fn requests_that_wait_for_a_connection_do_not_use_it_up(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = db.pool_with(PoolOptions::new().max_connections(1));
        let store = SqlxStore::new(pool.clone());
        let service = Service::new::<User>(TimeLimited::new(store, Duration::from_millis(50)));
        let held = pool.acquire().await.unwrap();
        for _ in 0..5 {
            service.ask::<User>(&1).await.is_refused(Refusal::Unavailable);
        }
        drop(held);
        for _ in 0..5 {
            service.ask::<User>(&1).await.is(200, "users");
        }
    }
}

on_each_database! {
    async fn a_closed_pool_is_503(db) {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let pool = db.pool_with(PoolOptions::new());
        let service = Service::new::<User>(SqlxStore::new(pool.clone()));
        service.ask::<User>(&1).await.is(200, "users");
        pool.close().await;
        check_unavailable(service.reason::<User>(&1).await, "closed pool");
    }
}

/// The ways in which a pool may look after its connections.
fn pools<DB: sqlx::Database>() -> [PoolOptions<DB>; 2] {
    let pool = || PoolOptions::new().max_connections(1);
    [pool(), pool().test_before_acquire(false)]
}

#[cfg(feature = "sqlx-postgres")]
#[test]
fn a_connection_that_postgres_ends_is_replaced_without_a_refusal() {
    super::server::run::<sqlx::Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        for options in pools() {
            let pool = db.pool_with(options);
            let service = Service::new::<User>(SqlxStore::new(pool.clone()));
            for _ in 0..3 {
                service.ask::<User>(&1).await.is(200, "users");
                let id: i32 = sqlx::query_scalar("select pg_backend_pid()")
                    .fetch_one(&pool)
                    .await
                    .unwrap();
                let end = sqlx::query("select pg_terminate_backend($1, 2000)").bind(id);
                end.execute(&db.pool).await.unwrap();
            }
            service.ask::<User>(&1).await.is(200, "users");
        }
    });
}

#[cfg(feature = "sqlx-postgres")]
#[test]
fn a_query_that_postgres_ends_is_repeated() {
    super::server::run::<sqlx::Postgres, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        let service = Service::new::<User>(SqlxStore::new(db.pool_with(PoolOptions::new())));
        service.ask::<User>(&1).await.is(200, "users");
        // The query waits for the lock, and its connection ends meanwhile.
        let mut lock = db.pool.begin().await.unwrap();
        sqlx::query("lock table users")
            .execute(&mut *lock)
            .await
            .unwrap();
        let (answer, ()) = tokio::join!(service.ask::<User>(&1), async {
            let waiting = "select pg_terminate_backend(pid, 2000) from pg_stat_activity
                 where wait_event_type = 'Lock' and query like $1";
            let query = "%users%limit%";
            loop {
                let ended = sqlx::query(waiting)
                    .bind(query)
                    .fetch_all(&db.pool)
                    .await
                    .unwrap();
                if !ended.is_empty() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            lock.rollback().await.unwrap();
        });
        answer.is(200, "users");
    });
}

#[cfg(feature = "sqlx-mysql")]
#[test]
fn a_connection_that_mysql_ends_is_replaced_without_a_refusal() {
    super::server::run::<sqlx::MySql, _>(|db| async move {
        db.execute(USERS).await;
        db.execute(ADA).await;
        for options in pools() {
            let pool = db.pool_with(options);
            let service = Service::new::<User>(SqlxStore::new(pool.clone()));
            for _ in 0..3 {
                service.ask::<User>(&1).await.is(200, "users");
                let id: u64 = sqlx::query_scalar("select connection_id()")
                    .fetch_one(&pool)
                    .await
                    .unwrap();
                db.execute(&format!("kill {id}")).await;
                // The server ends the connection after it has answered.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            service.ask::<User>(&1).await.is(200, "users");
        }
    });
}

#[cfg(feature = "sqlx-postgres")]
#[test]
fn a_server_that_is_gone_is_503() {
    super::server::run::<sqlx::Postgres, _>(|_db| async move {
        let options = sqlx::Postgres::options("postgres://root@127.0.0.1:9/test", "none");
        let pool = PoolOptions::<sqlx::Postgres>::new().connect_lazy_with(options);
        let store = TimeLimited::new(SqlxStore::new(pool), Duration::from_millis(300));
        let service = Service::new::<User>(store);
        service
            .ask::<User>(&1)
            .await
            .is_refused(Refusal::Unavailable);
        get("/public").sent_to(&service.app).await.is(200, "public");
    });
}
