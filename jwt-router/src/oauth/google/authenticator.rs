//! The tokens of strategies: `X-Auth-Token`, and `X-Auth-Resource` with the table.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::auth::{
    Head, RouteGuard,
    begun::{Begun, Pending},
    refusal::Refusal,
    requirements::Lack,
};
use crate::{
    entity::{Caller, EntityRef, Origin},
    jwt::{
        claims::Further,
        token::{BearerToken, MAXIMUM_LENGTH, NoBearer, has_readable_part},
    },
    oauth::google::{Google, Identifying, Undecided},
};

/// Where the React client puts its token.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
/// Where it names the table.
pub(crate) const RESOURCE: HeaderName = HeaderName::from_static("x-auth-resource");

/// What a request has for a strategy.
pub(crate) struct Sent<'r> {
    google: Google,
    bearer: BearerToken<'r>,
    resource: Option<&'r HeaderValue>,
}

impl RouteGuard {
    /// Finds the token of a strategy; `None` where no strategy is configured, or nobody has logged
    /// in.
    pub(crate) fn find_strategy<'r>(&self, head: Head<'r>) -> Result<Option<Sent<'r>>, Refusal> {
        if !is_sent(self, head.headers) {
            return Ok(None);
        }
        let Some(google) = self.jwt.google() else {
            return Ok(None);
        };
        let bearer = BearerToken::in_header(head.headers, &TOKEN)?;
        // What the client sends when nobody has logged in: JavaScript's `null` as a text.
        if bearer.text() == b"null" {
            return Ok(None);
        }
        // SECURITY.md, rule 6: a token in two places is a malformed request.
        if self.has_token_in_url(head) || head.headers.contains_key(header::AUTHORIZATION) {
            return Err(Refusal::invalid_request("two_transports"));
        }
        Ok(Some(Sent {
            google,
            bearer,
            resource: resource(head.headers)?,
        }))
    }

    /// Verifies a strategy's token: one of ours here and now, one of the provider's by asking it.
    pub(crate) fn begin_strategy(self: &Arc<Self>, sent: Sent<'_>) -> Result<Begun, Refusal> {
        let resource = sent.resource.map(HeaderValue::as_bytes);
        // SECURITY.md, rule 9: the table is one that the strategy names, whatever the request says.
        let named = sent.google.resource(resource);
        let named = named.ok_or_else(|| Refusal::invalid_token("unknown_resource"))?;
        if let Some((entity, answer)) = asked(&sent, named)? {
            return self.await_strategy(entity, answer);
        }
        let begun = self.begin_bearer(sent.bearer)?;
        let tables = Tables {
            google: sent.google,
            named: sent.resource.map(|_| named.1),
        };
        tables.limit(begun)
    }

    /// Waits for what the provider and the store say; whose token is not good calls in nobody's name.
    fn await_strategy(
        self: &Arc<Self>,
        entity: EntityRef,
        answer: Identifying,
    ) -> Result<Begun, Refusal> {
        let table = self.entities.position(entity);
        if self.entity.is_some_and(|wanted| Some(wanted) != table) {
            return Err(Refusal::OTHER_ENTITY);
        }
        let guard = Arc::clone(self);
        Ok(Begun::Waiting(Pending::Elsewhere(Box::pin(async move {
            let standing = answer.await.map_err(|undecided| match undecided {
                Undecided::Provider(error) => Refusal::provider_unavailable(error),
                Undecided::Store(error) => Refusal::unavailable(error),
            })?;
            let standing = standing.ok_or_else(|| Refusal::invalid_token("refused_by_provider"))?;
            let caller = Caller {
                table: entity,
                entity: (!guard.claims_only).then_some(standing.entity),
                expires: standing.expires,
                token: standing.claims,
                origin: Origin::Own,
            };
            // A provider's token says nothing of roles, scopes and logins here.
            let demands = guard.demands.as_deref();
            let lack = demands.map_or(Lack::Nothing, |demands| {
                demands.lack(&Further::default(), entity, guard.jwt.config().now())
            });
            guard.check(lack, &caller)?;
            Ok(caller)
        }))))
    }
}

/// The tables whose tokens a request may bring as a strategy's.
struct Tables {
    google: Google,
    /// The one that the request names.
    named: Option<EntityRef>,
}

impl Tables {
    fn check(&self, table: EntityRef) -> Result<(), Refusal> {
        let is_named = self.named.is_none_or(|named| named.is_same(table));
        if is_named && self.google.has(table) {
            Ok(())
        } else {
            Err(Refusal::invalid_token("other_resource"))
        }
    }

    /// Lets nobody of another table in, now or when it is known who calls.
    fn limit(self, begun: Begun) -> Result<Begun, Refusal> {
        match begun {
            Begun::Waiting(Pending::Elsewhere(verification)) => {
                Ok(Begun::Waiting(Pending::Elsewhere(Box::pin(async move {
                    let caller = verification.await?;
                    self.check(caller.table).map(|()| caller)
                }))))
            }
            Begun::Known(caller) => {
                self.check(caller.table)?;
                Ok(Begun::Known(caller))
            }
            Begun::Waiting(Pending::Entity {
                caller: Some(caller),
                answer,
                lack,
            }) => {
                self.check(caller.table)?;
                Ok(Begun::Waiting(Pending::Entity {
                    caller: Some(caller),
                    answer,
                    lack,
                }))
            }
            Begun::Waiting(Pending::Entity { caller: None, .. }) => {
                Err(Refusal::invalid_token("other_resource"))
            }
        }
    }
}

/// Begins to ask about a token that is none of ours.
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
    // What is too long for a token is refused there, and not looked into here.
    if !sent.google.passes_through() || text.len() > MAXIMUM_LENGTH {
        return Ok(None);
    }
    // What is signed by us or by another issuer of yours is nobody's business at Google.
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

/// Without a strategy its headers mean nothing, and are not looked for.
fn has_strategy(guard: &RouteGuard) -> bool {
    guard.jwt.config().strategies.google.is_some()
}

/// Whether this request has a strategy's token, good or not.
pub(crate) fn is_sent(guard: &RouteGuard, headers: &HeaderMap) -> bool {
    has_strategy(guard) && headers.contains_key(TOKEN)
}

/// The headers by which a strategy tells who calls.
pub(crate) fn credentials(guard: &RouteGuard, headers: &HeaderMap) -> Vec<HeaderValue> {
    if !has_strategy(guard) {
        return Vec::new();
    }
    let tokens = headers.get_all(TOKEN).iter();
    tokens.chain(headers.get_all(RESOURCE)).cloned().collect()
}

fn resource(headers: &HeaderMap) -> Result<Option<&HeaderValue>, Refusal> {
    let mut values = headers.get_all(RESOURCE).iter();
    let first = values.next();
    match values.next() {
        None => Ok(first),
        Some(_) => Err(Refusal::invalid_request("repeated_header")),
    }
}
