//! A new user.

use axum::{extract::State, http::StatusCode};
use jwt_router::{JwtRoutes, whitelist};
use serde::Deserialize;

use super::{Account, User, UserBody, account, fields, password, taken};
use crate::{
    database::Db,
    error::AppError,
    extract::Json,
    mistakes::{Member, Mistakes},
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewUser {
    username: Member<String>,
    email: Member<String>,
    password: Member<String>,
}

#[whitelist(POST, "/users")]
async fn register(
    State(db): State<Db>,
    jwt: JwtRoutes,
    Json(UserBody { user: new }): Json<UserBody<NewUser>>,
) -> Result<(StatusCode, Json<UserBody<Account>>), AppError> {
    let mut mistakes = Mistakes::default();
    let username = fields::username(new.username, &mut mistakes);
    let email = fields::email(new.email, &mut mistakes);
    let password = fields::password(new.password, &mut mistakes);
    let (Some(username), Some(email), Some(password)) = (username, email, password) else {
        return Err(AppError::Invalid(mistakes));
    };

    let hash = password::hash(password).await?;
    let inserted = db
        .query(
            "insert into users (username, email, password_hash) values ($1, $2, $3)
             returning user_id, username, email, bio, image",
        )
        .bind(&username)
        .bind(&email)
        .bind(hash)
        .one::<User>()
        .await;
    let user = match inserted {
        Ok(user) => user,
        Err(error) => {
            return Err(taken::explain(error, &db, None, Some(&username), Some(&email)).await);
        }
    };
    let token = jwt.create_token(&user)?;
    Ok((StatusCode::CREATED, account(user, token)))
}
