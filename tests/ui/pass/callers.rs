//! Everything that a handler can be told of its caller.

use jwt_router::{Rejection, prelude::*};

use crate::aliases::User;

#[protected(GET, "/callers/anybody")]
async fn anybody(g: G, jwt: JwtRoutes) -> String {
    drop(jwt);
    g.get::<User>().map_or("nobody", |_| "a user").to_owned()
}

#[protected(GET, "/callers/told", entity = User, query = "auth")]
async fn told(_: G<User>, _: Option<G>) {}

#[whitelist(POST, PUT, "/callers/result", register = true)]
async fn result(g: Option<G<User>>, body: String) -> Result<String, Rejection> {
    drop(g);
    Ok(body)
}
