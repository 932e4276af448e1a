//! Users of diesel, with the pool of diesel-async.

#![expect(missing_docs, reason = "`table!` writes none")]

use std::error::Error;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl, pooled_connection::deadpool::Pool};
use jwt_router::{EntityStore, entity};

diesel::table! {
    users (user_id) {
        user_id -> Int8,
        name -> Text,
    }
}

/// A user, as a token names one.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    /// The key.
    pub user_id: i64,
    /// The name, which handlers read.
    pub name: String,
}

/// Returns the store for `.entity::<User>(..)`.
#[must_use]
pub fn store(db: Pool<AsyncPgConnection>) -> impl EntityStore<User> {
    move |user_id: i64| {
        let db = db.clone();
        async move {
            let mut db = db.get().await?;
            let user = users::table.find(user_id).select(User::as_select());
            let user = user.first(&mut db).await.optional()?; // `None` is 401, an error is 503
            Ok::<_, Box<dyn Error + Send + Sync>>(user)
        }
    }
}
