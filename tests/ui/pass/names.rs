//! Names that are keywords, or that the macros use themselves.

use jwt_router::prelude::*;

/// A row of a table that is called like a keyword.
#[entity(table = "type", key = "type")]
#[derive(Clone)]
pub(crate) struct Type {
    r#type: String,
}

#[protected]
async fn r#type(r#match: G<Type>) -> String {
    r#match.r#type().r#type.clone()
}

#[whitelist]
async fn r#match() {}

/// Shadows what an expansion could take for granted.
mod shadows {
    #![no_implicit_prelude]

    use ::jwt_router::{G, whitelist};

    struct Result;
    struct Option;
    struct Box;
    struct Send;
    struct String;

    #[whitelist(GET, "/names/box")]
    async fn r#box(
        guard: ::std::option::Option<G>,
        request: ::axum::extract::Request,
    ) -> ::std::string::String {
        let (state, parts, body) = (guard, request, (Result, Option, Box, Send, String));
        ::std::mem::drop((state, parts, body));
        ::std::string::String::new()
    }
}

/// Types that are called as an expansion could call its own.
pub(crate) mod types {
    use axum::extract::State;
    use jwt_router::prelude::*;

    #[derive(Clone)]
    pub(crate) struct AnyState;

    #[entity(table = "routes", key = "id")]
    #[derive(Clone)]
    pub(crate) struct AnyRoute {
        id: i64,
    }

    #[whitelist(GET, "/names/state")]
    async fn state(State(AnyState): State<AnyState>, g: Option<G<AnyRoute>>) -> String {
        g.map(|g| g.id.to_string()).unwrap_or_default()
    }

    #[protected(GET, "/names/route", entity = AnyRoute)]
    async fn route() {}
}
