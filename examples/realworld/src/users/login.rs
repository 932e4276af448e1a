//! The login.

use axum::extract::State;
use jwt_router::{JwtRoutes, whitelist};
use serde::Deserialize;

use super::{Account, User, UserBody, account, password};
use crate::{
    database::Db,
    error::AppError,
    extract::Json,
    mistakes::{Member, Mistakes},
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Credentials {
    email: Member<String>,
    password: Member<String>,
}

#[derive(sqlx::FromRow)]
struct StoredUser {
    #[sqlx(flatten)]
    user: User,
    password_hash: String,
}

#[whitelist(POST, "/users/login")]
async fn login(
    State(db): State<Db>,
    jwt: JwtRoutes,
    Json(UserBody { user: sent }): Json<UserBody<Credentials>>,
) -> Result<Json<UserBody<Account>>, AppError> {
    let mut mistakes = Mistakes::default();
    let email = mistakes.text("email", sent.email);
    let password = mistakes.text("password", sent.password);
    let (Some(email), Some(password)) = (email, password) else {
        return Err(AppError::Invalid(mistakes));
    };

    let stored: Option<StoredUser> = db
        .query("select user_id, username, email, bio, image, password_hash from users where email = $1")
        .bind(email.trim().to_lowercase())
        .optional()
        .await?;
    let Some(StoredUser {
        user,
        password_hash,
    }) = stored
    else {
        // Costs what a wrong password costs, so that the time does not tell which addresses have a user.
        password::hash(password).await?;
        return Err(AppError::WrongCredentials);
    };
    if !password::is_correct(password, password_hash).await? {
        return Err(AppError::WrongCredentials);
    }
    let token = jwt.create_token(&user)?;
    Ok(account(user, token))
}
