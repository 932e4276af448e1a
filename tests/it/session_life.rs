//! Sessions from the login to the logout: started, checked, refreshed and ended.

pub(crate) mod broken;
mod checks;
mod lost;
mod other_application;
mod problems;
mod purging;
mod refused;
mod remote;
mod rotation;
mod settings;
pub(crate) mod shared;
mod slow;
mod starting;

#[cfg(feature = "testing")]
mod policy;

use jwt_router::{
    App, EndSession, JwtRoutes, MemorySessions, Refresh, SessionError, SignError, TokenPair,
    prelude::*,
};
use jwt_router_tests::{
    Answer, FixedClock, NOW, RequestExt as _, User, ada, builder, get, request,
};
use serde_json::Value;

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

#[protected(GET, "/claims", entity = User, claims_only, register = false)]
async fn claims(_g: G) -> &'static str {
    "claims"
}

#[protected(POST, "/logout", register = false)]
async fn logout(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_session(&g).await
}

/// The session of the caller, if the token belongs to one.
#[protected(GET, "/this", register = false)]
async fn this(g: G<User>, jwt: JwtRoutes) -> String {
    let id = jwt.session_id(&g);
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

#[whitelist(POST, "/login", register = false)]
async fn login(jwt: JwtRoutes) -> Result<TokenPair, SessionError> {
    jwt.start_session(&ada()).label("phone").await
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.update_token(&g)
}

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(refresh: Refresh<User>) -> Result<TokenPair, SessionError> {
    refresh.rotate().await
}

#[protected(DELETE, "/refresh", refresh, register = false)]
async fn end(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
    refresh.end().await
}

#[protected(DELETE, "/everywhere", refresh, register = false)]
async fn end_everywhere(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
    refresh.end_all().await
}

/// A route for refresh tokens that does not spend them.
#[protected(POST, "/unspent", refresh, register = false)]
async fn unspent(refresh: Refresh<User>) -> String {
    refresh.name.clone()
}

struct Service {
    jwt: JwtRoutes,
    app: App,
    clock: FixedClock,
}

impl Service {
    fn new(builder: JwtRoutesBuilder) -> Self {
        let clock = FixedClock::at_unix(NOW);
        let jwt = builder.clock(clock.clone()).build().unwrap();
        let routes = routes![
            me,
            this,
            claims,
            logout,
            login,
            renew,
            refresh,
            end,
            end_everywhere,
            unspent
        ];
        let app = jwt.app_with((), routes).build().unwrap();
        Self { jwt, app, clock }
    }

    async fn start(&self) -> TokenPair {
        self.jwt.start_session(&ada()).await.unwrap()
    }

    async fn status(&self, path: &str, pair: &TokenPair) -> u16 {
        let token = pair.access_token().as_str();
        get(path).bearer(token).sent_to(&self.app).await.status
    }

    async fn refresh(&self, token: &str) -> Answer {
        let request = request("POST", "/refresh").bearer(token);
        request.sent_to(&self.app).await
    }

    /// Refreshes a session, and returns its next access token and refresh token.
    async fn refreshed(&self, token: &str) -> [String; 2] {
        pair_of(&self.refresh(token).await)
    }
}

/// Returns the access token and the refresh token of a response.
#[track_caller]
fn pair_of(answer: &Answer) -> [String; 2] {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    ["access_token", "refresh_token"].map(|name| body[name].as_str().unwrap().to_owned())
}

/// A service with the sessions in memory.
fn service() -> Service {
    Service::new(builder().sessions(MemorySessions::new()))
}
