//! Tokens of other issuers.

use std::{pin::Pin, sync::Arc};

use http::HeaderValue;

use crate::auth::{
    RouteGuard,
    begun::{Begun, Pending},
    refusal::Refusal,
    requirements::Demands,
};
use crate::{
    entity::{Caller, Origin},
    issuer::{Header, Issuer, Unverified},
    jwt::{key::KeySet, token::CompactToken, verify::PayloadBuffer},
};

/// The rest of a request's way to its caller, once somebody else has to be asked for it.
pub(crate) type Verification = Pin<Box<dyn Future<Output = Result<Caller, Refusal>> + Send>>;

/// A token of another issuer.
pub(crate) struct ForeignToken<'t> {
    pub(crate) token: CompactToken<'t>,
    pub(crate) header: Header,
    pub(crate) issuer: &'t Arc<Issuer>,
    /// The token for the arguments that read its claims again.
    pub(crate) held: Option<HeaderValue>,
}

impl RouteGuard {
    /// Verifies a token of another issuer; with keys that are there already, if they are.
    pub(crate) fn begin_foreign(
        self: &Arc<Self>,
        foreign: ForeignToken<'_>,
        text: &[u8],
    ) -> Result<Begun, Refusal> {
        let keys = foreign
            .issuer
            .keys()
            .with_now(foreign.header.key.as_deref());
        if let Some(keys) = keys {
            return self.enter_foreign(foreign, &keys);
        }
        // The request's head does not live as long as a fetch takes.
        let text = text.to_vec();
        let guard = Arc::clone(self);
        let issuer = Arc::clone(foreign.issuer);
        let ForeignToken { header, held, .. } = foreign;
        Ok(Begun::Waiting(Pending::Elsewhere(Box::pin(async move {
            let keys = issuer.keys().with(header.key.as_deref()).await;
            let keys = keys.ok_or_else(Refusal::issuer_unavailable)?;
            let token = CompactToken::parse(&text)
                .map_err(|reason| Refusal::invalid_token(reason.code()))?;
            let foreign = ForeignToken {
                token,
                header,
                issuer: &issuer,
                held,
            };
            match guard.enter_foreign(foreign, &keys)? {
                Begun::Known(caller) => Ok(caller),
                Begun::Waiting(pending) => pending.settled(&guard).await,
            }
        }))))
    }

    fn enter_foreign(&self, foreign: ForeignToken<'_>, keys: &KeySet) -> Result<Begun, Refusal> {
        let ForeignToken {
            token,
            header,
            issuer,
            held,
        } = foreign;
        let now = self.jwt.config().now();
        // An entity that no route knows is one that nobody is of.
        let table = self
            .entities
            .position(issuer.entity())
            .unwrap_or(usize::MAX);
        let wanted = self.demands.as_deref().map(Demands::wanted);
        let unverified = Unverified {
            token,
            header: &header,
        };
        let mut buffer = PayloadBuffer::new();
        let claims = issuer
            .verify(unverified, keys, now, (table, wanted), &mut buffer)
            .map_err(|reason| Refusal::invalid_token(reason.code()))?;
        self.enter(&claims, Origin::Issuer(Arc::clone(issuer)), held, now)
    }
}
