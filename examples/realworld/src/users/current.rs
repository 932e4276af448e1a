//! The caller's own user.

use axum::extract::State;
use jwt_router::{G, JwtRoutes, protected};
use serde::Deserialize;

use super::{Account, User, UserBody, account, fields, password, taken};
use crate::{
    database::Db,
    error::AppError,
    extract::Json,
    mistakes::{Member, Mistakes},
};

/// Returns the caller, with a token that is valid for longer.
#[protected(GET, "/user")]
async fn current(g: G<User>, jwt: JwtRoutes) -> Result<Json<UserBody<Account>>, AppError> {
    let token = jwt.update_token(&g)?;
    let user = g.into_inner();
    Ok(account(user, token))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Changes {
    username: Member<String>,
    email: Member<String>,
    password: Member<String>,
    bio: Member<String>,
    image: Member<String>,
}

/// Changes the fields that are in the body; an empty or null `bio` or `image` is removed.
#[protected(PUT, "/user")]
async fn update(
    g: G<User>,
    State(db): State<Db>,
    jwt: JwtRoutes,
    Json(UserBody { user: changes }): Json<UserBody<Changes>>,
) -> Result<Json<UserBody<Account>>, AppError> {
    let mut mistakes = Mistakes::default();
    let username = mistakes.changed(changes.username, fields::username);
    let email = mistakes.changed(changes.email, fields::email);
    let password = mistakes.changed(changes.password, fields::password);
    let bio = mistakes.nullable_text("bio", changes.bio);
    let image = mistakes.nullable_text("image", changes.image);
    mistakes.check()?;

    let hash = match password {
        Some(password) => Some(password::hash(password).await?),
        None => None,
    };
    let updated = db
        .query(
            "update users set
                 username = coalesce($2, username),
                 email = coalesce($3, email),
                 password_hash = coalesce($4, password_hash),
                 bio = case when $5 then $6 else bio end,
                 image = case when $7 then $8 else image end
             where user_id = $1
             returning user_id, username, email, bio, image",
        )
        .bind(g.user_id)
        .bind(username.as_deref())
        .bind(email.as_deref())
        .bind(hash)
        .bind(bio.is_present())
        .bind(bio.value())
        .bind(image.is_present())
        .bind(image.value())
        .optional::<User>()
        .await;
    let user = match updated {
        Ok(user) => user.ok_or(AppError::NotFound("user"))?,
        Err(error) => {
            let (username, email) = (username.as_deref(), email.as_deref());
            return Err(taken::explain(error, &db, Some(g.user_id), username, email).await);
        }
    };
    let token = jwt.update_token(&g)?;
    Ok(account(user, token))
}
