//! Registration, log-in, refresh, log-out, and the user's name.
//!
//! Requests are forms and not JSON. A page of any site can send a form, so it is the guard that refuses those of other
//! sites, and not the type of the content.

use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use jwt_router::{StartSession, prelude::*};
use serde::Deserialize;

use crate::{
    Site, User,
    credentials::{Credentials, Name, NewUser},
    device_name::device_name,
    failure::Failure,
};

#[whitelist(POST)]
async fn register(
    State(site): State<Site>,
    jwt: JwtRoutes,
    headers: HeaderMap,
    Form(new): Form<NewUser>,
) -> Result<(StatusCode, StartSession), Failure> {
    let user = new.insert(&site.db).await?;
    let session = jwt.start_session(&user).label(&device_name(&headers));
    Ok((StatusCode::CREATED, session.await?.into_cookies()?))
}

#[whitelist(POST)]
async fn login(
    State(site): State<Site>,
    jwt: JwtRoutes,
    headers: HeaderMap,
    Form(credentials): Form<Credentials>,
) -> Result<StartSession, Failure> {
    let user = credentials.check(&site.db).await?;
    let session = jwt.start_session(&user).label(&device_name(&headers));
    Ok(session.await?.into_cookies()?)
}

/// Gets the next tokens of the session. The page calls it when another route responds with 401.
#[protected(POST, "/refresh", refresh)]
async fn refresh(refresh: Refresh<User>) -> Result<StartSession, Failure> {
    Ok(refresh.rotate().await?.into_cookies()?)
}

/// Logs out here. It takes the refresh token, which is valid for longer than the access token: a user who comes back
/// after lunch logs out with one request.
#[protected(POST, "/logout", refresh)]
async fn logout(refresh: Refresh<User>) -> Result<EndSession, Failure> {
    Ok(refresh.end().await?)
}

#[protected(POST, "/logout/everywhere", refresh)]
async fn logout_everywhere(refresh: Refresh<User>) -> Result<EndSession, Failure> {
    Ok(refresh.end_all().await?)
}

/// The log-in of a client without cookies, such as a program: the tokens are in the response.
#[whitelist(POST)]
async fn token(
    State(site): State<Site>,
    jwt: JwtRoutes,
    headers: HeaderMap,
    Form(credentials): Form<Credentials>,
) -> Result<TokenPair, Failure> {
    let user = credentials.check(&site.db).await?;
    let session = jwt.start_session(&user).label(&device_name(&headers));
    Ok(session.await?)
}

/// Gets the next tokens of a client without cookies. With cookies, a script in the page could read the tokens here.
#[protected(POST, "/token/refresh", refresh, cookies = false)]
async fn refresh_token(refresh: Refresh<User>) -> Result<TokenPair, Failure> {
    Ok(refresh.rotate().await?)
}

#[protected(GET)]
async fn me(g: G<User>) -> Json<User> {
    Json(g.into_inner())
}

#[derive(Deserialize)]
struct NewName {
    name: Name,
}

#[protected(POST, "/name")]
async fn rename(
    g: G<User>,
    State(site): State<Site>,
    Form(new): Form<NewName>,
) -> Result<StatusCode, Failure> {
    sqlx::query("update users set name = ? where user_id = ?")
        .bind(new.name.checked()?)
        .bind(g.user_id)
        .execute(&site.db)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
