//! Sessions in cookies, and requests of other sites that have them.

mod log;
mod logins;
mod origins;
#[cfg(feature = "testing")]
mod policy;
mod setting;
mod settings;
mod transports;

use axum::{
    Json, Router,
    extract::Request,
    http::HeaderMap,
    middleware::{self, Next},
    response::{IntoResponse as _, Redirect, Response},
    routing::{any, post},
};
use jwt_router::{
    App, Cookies, EndSession, JwtRoutes, MemorySessions, Refresh, RefreshToken, Rejection,
    SessionError, StartSession, TokenPair, prelude::*,
};
use jwt_router_tests::{Answer, FixedClock, NOW, RequestExt as _, User, ada, builder, request};

#[whitelist(POST, "/login", register = false)]
async fn login(jwt: JwtRoutes) -> Result<StartSession, SessionError> {
    jwt.start_session(&ada()).await?.into_cookies()
}

#[whitelist(POST, "/form", register = false)]
async fn form(jwt: JwtRoutes) -> Result<(StartSession, Redirect), SessionError> {
    let session = jwt.start_session(&ada()).await?.into_cookies()?;
    Ok((session, Redirect::to("/")))
}

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(refresh: Refresh<User>) -> Result<StartSession, SessionError> {
    refresh.rotate().await?.into_cookies()
}

/// A refresh for clients that keep their tokens themselves.
#[protected(POST, "/tokens", refresh, register = false)]
async fn tokens(refresh: Refresh<User>) -> Result<TokenPair, SessionError> {
    refresh.rotate().await
}

/// The same, as JSON that the handler makes.
#[protected(POST, "/json", refresh, register = false)]
async fn json(refresh: Refresh<User>) -> Result<Json<TokenPair>, SessionError> {
    Ok(Json(refresh.rotate().await?))
}

/// A refresh whose handler picks the access token.
#[protected(POST, "/access", refresh, register = false)]
async fn access(refresh: Refresh<User>) -> Result<Token, SessionError> {
    Ok(refresh.rotate().await?.access_token().clone())
}

#[protected(POST, "/access-json", refresh, register = false)]
async fn access_json(refresh: Refresh<User>) -> Result<Json<Token>, SessionError> {
    Ok(Json(refresh.rotate().await?.access_token().clone()))
}

/// A refresh whose handler makes a response of its own from the refresh token.
#[protected(POST, "/renewed", refresh, register = false)]
async fn renewed(refresh: Refresh<User>) -> Result<Json<Renewed>, SessionError> {
    let pair = refresh.rotate().await?;
    Ok(Json(Renewed {
        refresh: pair.refresh_token().clone(),
    }))
}

#[derive(serde::Serialize)]
struct Renewed {
    refresh: RefreshToken,
}

/// A logout of a browser that may have the refresh token alone.
#[protected(POST, "/leave", refresh, register = false)]
async fn leave(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
    refresh.end().await
}

#[protected(POST, "/everywhere", register = false)]
async fn everywhere(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_own_sessions(&g).await
}

#[protected(POST, "/leave-all", refresh, register = false)]
async fn leave_all(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
    refresh.end_all().await
}

/// A login by a link, or by a provider's callback.
#[whitelist(GET, "/callback", register = false)]
async fn callback(jwt: JwtRoutes) -> Result<StartSession, SessionError> {
    jwt.start_session(&ada()).await?.into_cookies()
}

/// A login whose handler keeps nothing of the response but its headers.
#[whitelist(POST, "/copied", register = false)]
async fn copied(jwt: JwtRoutes) -> Result<(HeaderMap, &'static str), SessionError> {
    let session = jwt.start_session(&ada()).await?.into_cookies()?;
    Ok((session.into_response().headers().clone(), "copied"))
}

#[protected(POST, "/logout", register = false)]
async fn logout(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_session(&g).await
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

#[protected(POST, PUT, PATCH, DELETE, "/pay", register = false)]
async fn pay(g: G<User>) -> String {
    format!("{} pays", g.name)
}

#[protected(POST, "/hook", cookies = false, register = false)]
async fn hook(g: G<User>) -> String {
    g.name.clone()
}

#[protected(GET, "/download", query = "auth", register = false)]
async fn download(g: G<User>) -> String {
    g.name.clone()
}

#[whitelist(GET, POST, "/page", register = false)]
async fn page(g: Option<G<User>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
}

/// A page that sees why its caller is refused.
#[whitelist(POST, "/either", register = false)]
async fn either(g: Result<G<User>, Rejection>) -> String {
    let name = g.map(|g| g.name.clone());
    format!("{:?}", name.map_err(|refused| refused.kind()))
}

#[whitelist(POST, "/closed", cookies = false, register = false)]
async fn closed(g: Option<G<User>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
}

#[whitelist(POST, "/public", register = false)]
async fn public() -> &'static str {
    "public"
}

/// Where the browser is: the host of the application in the tests.
const OWN: &str = "https://example.com";

struct Service {
    jwt: JwtRoutes,
    app: App,
    clock: FixedClock,
}

impl Service {
    fn new(cookies: Cookies) -> Self {
        let clock = FixedClock::at_unix(NOW);
        let builder = builder().sessions(MemorySessions::new()).cookies(cookies);
        let jwt = builder.clock(clock.clone()).build().unwrap();
        let routes = routes![
            login,
            form,
            refresh,
            tokens,
            json,
            access,
            access_json,
            renewed,
            leave,
            leave_all,
            everywhere,
            callback,
            copied,
            logout,
            me,
            pay,
            hook,
            download,
            page,
            either,
            closed,
            public
        ];
        let by_hand = Router::new()
            .route("/by-hand", post(|g: G<User>| async move { g.name.clone() }))
            .route("/any", any(|g: G<User>| async move { g.name.clone() }));
        let app = jwt.app_with((), routes).merge(by_hand).build().unwrap();
        Self { jwt, app, clock }
    }

    fn host() -> Self {
        Self::new(Cookies::host("session"))
    }

    /// Logs in, and returns the value of the `Cookie` header that a browser sends from then on.
    async fn logged_in(&self) -> String {
        cookies_of(&self.send("POST", "/login", &[]).await)
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        let request = request(method, path).with("host", b"example.com");
        let with = |request: Request, (name, value): &(&'static str, &str)| {
            request.with(name, value.as_bytes())
        };
        headers.iter().fold(request, with).sent_to(&self.app).await
    }

    /// Sends a request of a page of the application itself.
    async fn send_own(&self, method: &str, path: &str, cookie: &str) -> Answer {
        let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin")];
        self.send(method, path, &headers).await
    }
}

/// Returns the `Cookie` header that a browser makes of the `Set-Cookie` headers of a response.
fn cookies_of(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter();
    let pairs = set.map(|cookie| {
        cookie
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    });
    pairs.collect::<Vec<_>>().join("; ")
}

/// Returns the value of one cookie in a `Cookie` header.
fn token_in(cookie: &str, name: &str) -> String {
    let pairs = cookie.split("; ").filter_map(|pair| pair.split_once('='));
    let mut values = pairs
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    values.next().unwrap().to_owned()
}
