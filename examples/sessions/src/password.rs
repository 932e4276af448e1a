//! A forgotten password: a letter with a link, and a new password by the link.

use axum::{Form, extract::State, http::StatusCode};
use jwt_router::prelude::*;
use serde::Deserialize;

use crate::{Letter, Site, User, credentials::NewPassword, failure::Failure};

#[derive(Deserialize)]
struct Address {
    email: String,
}

/// Sends a link to the user with this address. The response is the same if there is no such user.
#[whitelist(POST, "/password/forgotten")]
async fn forgotten(
    State(site): State<Site>,
    jwt: JwtRoutes,
    Form(address): Form<Address>,
) -> Result<StatusCode, Failure> {
    if let Some(user) = User::with_email(&site.db, address.email.trim()).await? {
        let link = jwt.link(&user, "reset-password").sign()?;
        site.outbox.put(Letter {
            // A browser sends what follows the `#` to no server.
            link: format!("{}/password#{}", site.origin, link.as_str()),
            to: user.email,
        });
    }
    Ok(StatusCode::ACCEPTED)
}

#[derive(Deserialize)]
struct Reset {
    password: NewPassword,
}

/// Sets the new password. The new version of the user's tokens ends the link, other links, and all tokens.
#[protected(POST, "/password", purpose = "reset-password")]
async fn reset(
    link: Link<User>,
    State(site): State<Site>,
    jwt: JwtRoutes,
    Form(new): Form<Reset>,
) -> Result<StatusCode, Failure> {
    // The version is compared once more, so that one of two requests with the same link sets the password.
    let update = "update users set password_hash = ?, token_version = token_version + 1
         where user_id = ? and token_version = ?";
    let updated = sqlx::query(update)
        .bind(new.password.hashed().await?)
        .bind(link.user_id)
        .bind(link.token_version)
        .execute(&site.db)
        .await?;
    if updated.rows_affected() == 0 {
        return Err(Failure::SpentLink);
    }
    // They are refused already. This removes them from the list of devices.
    jwt.end_all_sessions::<User>(&link.user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
