//! Mints tickets (tokens for one request), and finds them in the query of a request's URL.

use std::time::Duration;

use http::Method;

use super::{Head, JwtRoutes, Refusal, RouteGuard, TokenBuilder, session_end::SessionEnd};
use crate::{
    entity::{Caller, CallerEntity, ClaimTexts, G},
    jwt::{
        claims::{self, ACCESS_UNTIL, AUTH_TIME, ONCE, SID, TOKEN_VERSION, TokenVersion},
        sign::{ExtraClaims, Login, SignError, TicketToken},
        token::{BearerToken, HeldClaims, NoBearer},
        token_use::TokenUse,
    },
};

/// How long a ticket is valid.
const LIFETIME: Duration = Duration::from_secs(30);

/// The query parameter that holds the ticket.
pub(crate) const TICKET_PARAMETER: &str = "ticket";

impl JwtRoutes {
    /// Mints a ticket from the caller's access token. A ticket is a token for one request within 30 seconds, in the
    /// query of a URL.
    ///
    /// Tickets are for clients that cannot send a header, such as the `EventSource` of a browser. Only routes with
    /// `ticket` take tickets, in the query parameter `ticket`; their handlers take [`Ticket`](crate::Ticket).
    ///
    /// A ticket keeps these claims of the access token: scopes, roles and extra claims, the time, level and methods
    /// of the login (`auth_time`, `acr` and `amr`), the session, and the [version](crate::Entity::token_version). A
    /// route with `ticket` can therefore require a role or a recent login, like any other route. A ticket never
    /// outlives the access token.
    ///
    /// # Errors
    ///
    /// Returns [`SignError`] when:
    ///
    /// - no route with `ticket` accepts the entity type of the caller, or the application is not built yet
    ///   ([`SignError::TicketOfNoRoute`]),
    /// - another issuer signed the caller's token, or `g` comes from a route of another application in this process,
    ///   which has its own `JwtRoutes` ([`SignError::OtherIssuer`]),
    /// - the ticket cannot be signed, or would be too long: see the errors of [`create_token`](Self::create_token).
    ///
    /// As responses, these errors are 500, because they are mistakes in the program: it may call this method only
    /// for callers that a route with `ticket` accepts, and whose tokens this application minted.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{TicketToken, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(POST, "/events/ticket")]
    /// async fn ticket(g: G<User>, jwt: JwtRoutes) -> Result<TicketToken, SignError> {
    ///     jwt.ticket(&g)
    /// }
    ///
    /// #[protected(GET, "/events", ticket)] // GET /events?ticket=ey..
    /// async fn events(ticket: Ticket<User>) -> String {
    ///     ticket.id.to_string()
    /// }
    /// ```
    pub fn ticket<E: CallerEntity>(&self, g: &G<E>) -> Result<TicketToken, SignError> {
        let caller = g.caller();
        // A provider's answer about its token is kept as claims, and this application has not minted that token.
        let is_minted_here = caller.held.as_ref().is_some_and(HeldClaims::is_token);
        if !caller.origin.is_own() || !is_minted_here {
            return Err(SignError::OtherIssuer);
        }
        self.config().taken_uses.check_ticket(caller.table)?;
        if !g.is_of(self.address()) {
            return Err(SignError::OtherIssuer);
        }
        let ticket = TokenBuilder::ticket(self, caller)?;
        ticket.sign_for(&TokenUse::Ticket).map(TicketToken::new)
    }
}

impl TokenBuilder {
    /// Returns a builder for a ticket with the claims of the caller's token.
    fn ticket(jwt: &JwtRoutes, caller: &Caller) -> Result<Self, SignError> {
        let entity = caller.table;
        let sessions = jwt.config().sessions.as_ref();
        let once = sessions.ok_or(SignError::NoSessionStore)?.new_use()?;
        let mut claims: ClaimTexts = caller.claims().map_err(|_| SignError::ExtraClaims)?;
        let login = claims.remove(AUTH_TIME).map_or(Login::Unknown, Login::Kept);
        let key = claims.remove(entity.key());
        let sid = claims.remove(SID);
        let sid = sid.and_then(|json| serde_json::from_str(json.get()).ok());
        // The guard has compared this version with the entity's, so the ticket gets it too.
        let version = claims.remove(TOKEN_VERSION);
        let version = version.and_then(|json| TokenVersion::parse(json.get()));
        claims.retain(|name, _| !claims::is_reserved(name));
        let mut token = Self::of(jwt, entity, key, login);
        token.extra = Some(ExtraClaims::new(&claims));
        token.session_end = Some(SessionEnd {
            at: caller.expires,
            is_claimed: false,
        });
        let token = token
            .version(version)
            .grant(SID, Ok(sid))
            .grant(ONCE, Ok(Some(once.into())))
            .grant(ACCESS_UNTIL, Ok(Some(caller.expires.into())));
        Ok(token.expires_in(LIFETIME))
    }
}

impl RouteGuard {
    /// Returns the ticket in the query of a `GET` request. `decoded` is a buffer for a ticket that is
    /// percent-encoded.
    ///
    /// # Errors
    ///
    /// Returns a refusal if the request has no ticket, if the ticket is malformed, if the header `Authorization`
    /// holds a token (with or without a ticket), and if the method is `HEAD`. Programs that check links send `HEAD`
    /// requests. axum would call the handler of `GET` and drop the response body, so the ticket would be used up
    /// without a result.
    pub(super) fn find_ticket<'r>(
        &self,
        head: Head<'r>,
        decoded: &'r mut Vec<u8>,
    ) -> Result<BearerToken<'r>, Refusal> {
        let bearer = BearerToken::from_headers(head.headers(), &self.jwt.config().scheme);
        let ticket = match (self.token_in_query(head, decoded), bearer) {
            (Some(ticket), Err(NoBearer::Missing)) => ticket?,
            (Some(_), _) => return Err(Refusal::TWO_TRANSPORTS),
            (None, Ok(_)) => return Err(Refusal::invalid_token("not_in_query")),
            (None, Err(none)) => return Err(none.into()),
        };
        if head.method() != Method::GET {
            return Err(Refusal::invalid_request("ticket_not_by_get"));
        }
        Ok(ticket)
    }
}
