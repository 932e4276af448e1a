//! Authenticates requests of flask-jwt-router's React client: the header `X-Auth-Token` has the token, and
//! `X-Auth-Resource` the table of the user's entity.

use std::{any::TypeId, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Configured, Google, Identifying, Undecided};
use crate::{
    auth::{Authentication, Authenticator, Head, MintedLifetime, Pending, Refusal, RouteGuard},
    entity::{Caller, EntityRef, TokenOrigin},
    jwt::{
        claims::ClaimValues,
        token::{AuthScheme, BearerToken, CompactToken, InvalidToken, NoBearer, has_readable_part},
    },
    policy::requirement::Presented,
};

/// The header that contains the token.
static TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
/// The header that names the table of the user's entity.
const RESOURCE: HeaderName = HeaderName::from_static("x-auth-resource");
static OTHERS: [HeaderName; 1] = [RESOURCE];

impl Authenticator for Configured {
    fn token_header(&self) -> Option<&'static HeaderName> {
        Some(&TOKEN)
    }

    fn other_headers(&self) -> &'static [HeaderName] {
        &OTHERS
    }

    fn by_header(
        self: Arc<Self>,
        guard: &Arc<RouteGuard>,
        head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal> {
        let bearer = BearerToken::in_header(head.headers(), &TOKEN, &AuthScheme::Bearer)?;
        // The client sends JavaScript's `null` as a text when no user has logged in.
        if bearer.text() == b"null" {
            return Ok(None);
        }
        // SECURITY.md, rule 6: a token in two places is a malformed request.
        if guard.has_token_in_url(head)
            || guard.opening_by_token(head).is_some()
            || head.headers().contains_key(header::AUTHORIZATION)
        {
            return Err(Refusal::invalid_request("two_transports"));
        }
        let sent = Sent {
            google: Google::new(&guard.jwt, self),
            bearer,
            resource: resource(head.headers())?,
        };
        sent.authenticate(guard).map(Some)
    }

    fn by_bearer(
        &self,
        _guard: &Arc<RouteGuard>,
        _token: CompactToken<'_>,
    ) -> Option<Result<Authentication, Refusal>> {
        None
    }

    fn explain(&self, _token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        reason
    }

    fn entities(&self) -> Vec<EntityRef> {
        Vec::new()
    }

    fn provider(&self) -> Option<TypeId> {
        Some(TypeId::of::<Google>())
    }

    fn minted_lifetime(&self) -> Option<MintedLifetime> {
        self.lifetime.map(|lifetime| MintedLifetime {
            tokens: "tokens of a login with Google",
            lifetime,
            setting: "`.expires_in(\"1h\")` on `Google::builder(..)`",
        })
    }
}

/// The credentials in the provider's headers of a request.
struct Sent<'r> {
    google: Google,
    bearer: BearerToken<'r>,
    resource: Option<&'r HeaderValue>,
}

impl Sent<'_> {
    /// Verifies the token and authorizes its caller. An own token is verified without waiting, and a token of
    /// the provider by a request to the provider.
    fn authenticate(self, guard: &Arc<RouteGuard>) -> Result<Authentication, Refusal> {
        let resource = self.resource.map(HeaderValue::as_bytes);
        // SECURITY.md, rule 9: the request can only choose among the tables of the provider's configuration.
        let named = self.google.resource(resource);
        let named = named.ok_or_else(|| Refusal::invalid_token("unknown_resource"))?;
        if let Some((entity, answer)) = asked(&self, named)? {
            return await_provider(guard, entity, answer);
        }
        let authentication = guard.authenticate_bearer(self.bearer)?;
        let named = self.resource.map(|_| named.1);
        let google = self.google;
        authentication.restricted(move |caller| {
            let is_named = named.is_none_or(|named| named.is_same(caller.table));
            if is_named && google.has(caller.table) {
                Ok(())
            } else {
                Err(Refusal::invalid_token("other_resource"))
            }
        })
    }
}

/// Waits for the provider and the store to identify the token's holder, then authorizes the caller.
///
/// # Errors
///
/// Returns the refusal of a token whose table the route does not accept, without waiting.
fn await_provider(
    guard: &Arc<RouteGuard>,
    entity: EntityRef,
    answer: Identifying,
) -> Result<Authentication, Refusal> {
    // An entity that is not registered matches no caller.
    let table = guard
        .entities()
        .position(entity)
        .ok_or_else(|| Refusal::invalid_token("unknown_entity"))?;
    guard.check_table(table)?;
    let guard = Arc::clone(guard);
    Ok(Authentication::Waiting(Pending::Elsewhere(Box::pin(
        async move {
            let standing = answer.await.map_err(|undecided| match undecided {
                Undecided::Provider(error) => Refusal::provider_unavailable(error),
                Undecided::Entity(reason) => Refusal::not_loaded(reason),
            })?;
            let standing = standing.ok_or_else(|| Refusal::invalid_token("refused_by_provider"))?;
            let caller = Caller {
                table: entity,
                entity: (!guard.is_claims_only()).then_some(standing.entity),
                verified: guard.jwt.config().now(),
                expires: standing.expires,
                leeway: 0,
                held: standing.claims,
                origin: TokenOrigin::Own,
            };
            // A provider's token has no claims here, so it meets no requirement that reads one.
            let config = guard.jwt.config();
            let verdict = guard.check_claims(&Presented {
                entity,
                claims: &ClaimValues::default(),
                claim_names: &config.claims.own,
                now: config.now(),
                leeway: config.verifier.allowed_leeway(),
            });
            guard.check_caller(verdict, &caller)?;
            Ok(caller)
        },
    ))))
}

/// Starts to identify the user of a token that is not an own token. Returns `None` for an own token, which the
/// guard verifies with the application's key.
///
/// # Errors
///
/// Refuses a header value that is not a token.
fn asked(
    sent: &Sent<'_>,
    named: (usize, EntityRef),
) -> Result<Option<(EntityRef, Identifying)>, Refusal> {
    let Ok(text) = str::from_utf8(sent.bearer.text()) else {
        return Err(NoBearer::Malformed.into());
    };
    let vouched = sent.google.vouched(text, named, sent.resource.is_some());
    if vouched.is_some() {
        return Ok(vouched);
    }
    // The verification of own tokens refuses a text that is too long, so it is not examined here.
    let maximum = sent.google.jwt.config().max_token_length;
    if !sent.google.passes_through() || text.len() > maximum {
        return Ok(None);
    }
    // A readable part means a JWT, which may be signed by us or by another issuer: it must not be sent to
    // Google, whose access tokens are opaque.
    if has_readable_part(sent.bearer.text()) {
        return Ok(None);
    }
    if !sent.bearer.is_b64token() {
        return Err(NoBearer::Malformed.into());
    }
    let (account, entity) = named;
    let answer = sent.google.clone().identify(account, text.to_owned());
    Ok(Some((entity, answer)))
}

/// Returns the header that names the table of the user's entity, if any. Refuses a request that repeats the
/// header.
fn resource(headers: &HeaderMap) -> Result<Option<&HeaderValue>, Refusal> {
    let mut values = headers.get_all(RESOURCE).iter();
    let first = values.next();
    match values.next() {
        None => Ok(first),
        Some(_) => Err(Refusal::invalid_request("repeated_header")),
    }
}
