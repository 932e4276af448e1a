//! Checks where a request may hold the token besides the header `Authorization`: `query = ".."`, `websocket` and
//! `cookies = false`.

use syn::{Ident, LitBool};

use super::query::QueryName;
use crate::args::RouteArgs;
use crate::diagnostics::Diagnostics;
use crate::syntax::Method;

/// The checked places besides `Authorization` in which a request may hold the token.
pub(crate) struct Transports {
    pub(crate) query: Option<QueryName>,
    pub(crate) websocket: bool,
    /// Whether the token may be in the application's cookie, if it has one.
    pub(crate) cookies: bool,
}

impl Transports {
    /// Checks that requests of the route's methods can hold the token in these places.
    pub(super) fn new(
        args: &RouteArgs,
        methods: Option<&[Method]>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.len();
        let query = args.query.clone();
        let query = query.and_then(|query| QueryName::new(query, methods, diagnostics));
        if let Some(name) = &args.websocket {
            check_websocket(name, args, methods, diagnostics);
        }
        (diagnostics.len() == before).then_some(Self {
            query,
            websocket: args.websocket.is_some(),
            cookies: args.cookies.as_ref().is_none_or(LitBool::value),
        })
    }
}

/// Checks that a request for a WebSocket can reach the route, and that the route takes access tokens.
///
/// `name` is the keyword `websocket`, for its span.
fn check_websocket(
    name: &Ident,
    args: &RouteArgs,
    methods: Option<&[Method]>,
    diagnostics: &mut Diagnostics,
) {
    let mut others = methods.unwrap_or_default().iter();
    // RFC 6455, section 4.1, and RFC 8441, section 4.
    if let Some(other) = others.find(|method| !matches!(method, Method::Get | Method::Connect)) {
        let message = format!(
            "`websocket` is for requests that open a WebSocket, and `{}` opens none",
            other.name()
        );
        let help = "write a second handler for `GET`, or remove `websocket`";
        diagnostics.error_with_help(name, message, help);
    }
    let takes = match (&args.purpose, &args.refresh) {
        (Some(_), _) => Some(("links", "purpose")),
        (None, Some(_)) => Some(("refresh tokens", "refresh")),
        (None, None) => None,
    };
    if let Some((tokens, other)) = takes {
        let message = format!(
            "a request for a WebSocket holds an access token, and this route takes {tokens}"
        );
        diagnostics.error_with_help(name, message, format!("remove `websocket` or `{other}`"));
    }
}
