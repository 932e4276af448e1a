//! `SqlxSessions` on each of its databases.

use jwt_router::{SessionId, SessionOwner, SessionStore as _, Spending, Spent, SqlxSessions};
use sqlx::{Row as _, pool::PoolOptions};

use super::on_each_database;
use crate::session_stores::session;

const OWNER: SessionOwner<'static> = SessionOwner::new("users", "1");

const fn spending(generation: i64, now: i64) -> Spending {
    Spending {
        generation,
        now,
        admitted: now,
        window: 10_000,
        idle: 30_000,
    }
}

on_each_database! {
    #[cfg(feature = "testing")]
    async fn a_database_is_a_store_of_sessions(db) {
        let sessions = SqlxSessions::new(db.pool.clone()).migrate().await.unwrap();
        jwt_router::testing::session_store(sessions).await;
    }
}

on_each_database! {
    #[cfg(feature = "base")]
    async fn one_of_64_refreshes_at_two_instances_makes_the_successor(db) {
        let sessions = SqlxSessions::new(db.pool.clone()).migrate().await.unwrap();
        crate::session_life::shared::race(sessions).await;
    }
}

on_each_database! {
    async fn instances_migrate_at_the_same_time(db) {
        let stores: Vec<_> = (0..4).map(|_| SqlxSessions::new(db.pool.clone())).collect();
        let migrations = stores.into_iter().map(|store| async move { store.migrate().await });
        let migrations: tokio::task::JoinSet<_> = migrations.collect();
        for migrated in migrations.join_all().await {
            migrated.unwrap();
        }
    }
}

on_each_database! {
    async fn the_rows_of_sessions_contain_no_sid(db) {
        let sessions = SqlxSessions::new(db.pool.clone()).migrate().await.unwrap();
        let sid = "the-sid-of-a-token";
        sessions.start(&session(SessionId::of_sid(sid), OWNER)).await.unwrap();
        let row = sqlx::query("select id, table_name, entity_key, label from jwt_router_sessions");
        let row = row.fetch_one(&db.pool).await.unwrap();
        assert_eq!(row.get::<Vec<u8>, _>(0), SessionId::of_sid(sid).as_bytes());
        let texts: [String; 3] = [row.get(1), row.get(2), row.get(3)];
        assert_eq!(texts, ["users", "1", "phone"]);
    }
}

on_each_database! {
    async fn rows_of_sessions_are_removed_in_batches(db) {
        let sessions = SqlxSessions::new(db.pool.clone()).migrate().await.unwrap();
        for number in 0..250 {
            let id = SessionId::of_sid(&number.to_string());
            sessions.start(&session(id, OWNER)).await.unwrap();
        }
        let mut later = session(SessionId::of_sid("later"), OWNER);
        later.state.idle_until = 31_000;
        sessions.start(&later).await.unwrap();
        let mut removed = Vec::new();
        for _ in 0..3 {
            removed.push(sessions.purge(30_000, 150).await.unwrap());
        }
        assert_eq!(removed, [150, 100, 0]);
        let left = sqlx::query("select id from jwt_router_sessions");
        assert_eq!(left.fetch_all(&db.pool).await.unwrap().len(), 1);
    }
}

on_each_database! {
    async fn a_token_spent_by_a_request_that_was_dropped_has_a_successor(db) {
        let sessions = SqlxSessions::new(db.pool.clone()).migrate().await.unwrap();
        let id = SessionId::of_sid("one");
        sessions.start(&session(id, OWNER)).await.unwrap();
        let (spender, first) = (sessions.clone(), spending(0, 1000));
        let task = tokio::spawn(async move { spender.spend(&id, &first).await });
        // The task runs until it waits for the database for the first time, or for the second, and so on.
        tokio::task::yield_now().await;
        task.abort();
        drop(task.await);
        let again = sessions.spend(&id, &spending(0, 2000)).await.unwrap();
        let Spent::Successor(state) = again else {
            panic!("the session was lost: {again:?}");
        };
        assert_eq!(state.generation, 1);
    }
}

on_each_database! {
    async fn sessions_without_their_tables_are_an_error(db) {
        let sessions = SqlxSessions::new(db.pool.clone());
        let id = SessionId::of_sid("one");
        assert!(sessions.start(&session(id, OWNER)).await.is_err());
        assert!(sessions.state(&id).await.is_err());
        assert!(sessions.spend(&id, &spending(0, 0)).await.is_err());
        assert!(sessions.once(&[1; 32], 0, 1).await.is_err());
    }
}

on_each_database! {
    async fn a_pool_without_a_free_connection_is_an_error(db) {
        let options = PoolOptions::new()
            .max_connections(1)
            .acquire_timeout(std::time::Duration::from_millis(50));
        let pool = db.pool_with(options);
        let sessions = SqlxSessions::new(pool.clone()).migrate().await.unwrap();
        let _taken = pool.acquire().await.unwrap();
        assert!(sessions.state(&SessionId::of_sid("one")).await.is_err());
    }
}
