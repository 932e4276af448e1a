//! The application under test: a protected route whose user is loaded from the database, and a public one.

use std::{error::Error, time::Duration};

use jwt_router::{
    App, EntityStore, G, JwtRoutes, Secret, SqlxStore, TimeLimited, entity, ignored, protected,
    routes,
};
use sqlx::{MySqlPool, PgPool};

/// The path of the protected route.
pub(crate) const ME: &str = "/me";
/// The path of the public route, which needs no database.
pub(crate) const HEALTH: &str = "/health";

#[entity(table = "users", key = "user_id")]
#[derive(Clone, sqlx::FromRow)]
struct User {
    user_id: i64,
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.user_id.to_string()
}

#[ignored(GET, "/health", register = false)]
async fn health() -> &'static str {
    "up"
}

/// Builds the application on a pool of `PostgreSQL`.
pub(crate) fn with_postgres(pool: PgPool, time_limit: Duration) -> Result<App, Box<dyn Error>> {
    build(TimeLimited::new(SqlxStore::new(pool), time_limit))
}

/// Builds the application on a pool of `MariaDB`.
pub(crate) fn with_mariadb(pool: MySqlPool, time_limit: Duration) -> Result<App, Box<dyn Error>> {
    build(TimeLimited::new(SqlxStore::new(pool), time_limit))
}

fn build(users: impl EntityStore<User>) -> Result<App, Box<dyn Error>> {
    let jwt = JwtRoutes::builder()
        .secret(Secret::random()?)
        .expire_days(1)
        .entity::<User>(users)
        .build()?;
    Ok(jwt.app_with((), routes![me, health]).build()?)
}

/// Mints a token of the user with this key, who need not exist.
pub(crate) fn token(app: &App, key: u64) -> Result<String, Box<dyn Error>> {
    let token = app.jwt().create_token_for::<User>(&i64::try_from(key)?)?;
    Ok(token.into_string())
}
