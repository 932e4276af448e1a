//! Users of tokio-postgres, with the pool of deadpool.

use std::error::Error;

use deadpool_postgres::Pool;
use jwt_router::{EntityStore, entity};

/// A user, as a token names one.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug)]
pub struct User {
    /// The key.
    pub user_id: i64,
    /// The name, which handlers read.
    pub name: String,
}

/// Returns the store for `.entity::<User>(..)`.
#[must_use]
pub fn store(db: Pool) -> impl EntityStore<User> {
    move |user_id: i64| {
        let db = db.clone();
        async move {
            let db = db.get().await?;
            let query = "select user_id, name from users where user_id = $1";
            let query = db.prepare_cached(query).await?;
            let Some(row) = db.query_opt(&query, &[&user_id]).await? else {
                return Ok(None); // 401; an error is 503
            };
            let (user_id, name) = (row.try_get("user_id")?, row.try_get("name")?);
            Ok::<_, Box<dyn Error + Send + Sync>>(Some(User { user_id, name }))
        }
    }
}
