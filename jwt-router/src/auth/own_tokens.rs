//! Verifies the application's own tokens, which are signed with one of its keys.

use super::{Authentication, Refusal, RouteGuard, Verified};
use crate::{
    entity::{EntityRegistry, TokenOrigin},
    jwt::{
        claims::{RequiredClaims, TableIndex, Tables},
        token::CompactToken,
        verify::PayloadBuffer,
    },
};

impl RouteGuard {
    /// Authenticates and authorizes a request by a token that is signed with a key of the application.
    ///
    /// This method is not an [`Authenticator`](super::Authenticator), because almost every request has such a token,
    /// and a static call costs less than a dynamic one. The method gets every token that no authenticator takes.
    ///
    /// # Errors
    ///
    /// Returns the refusal of an invalid token, and the refusals of [`authorize`](Self::authorize).
    pub(super) fn authenticate_own(
        &self,
        token: CompactToken<'_>,
    ) -> Result<Authentication, Refusal> {
        let config = self.jwt.config();
        let now = config.now();
        let tables = RouteTables {
            entities: self.entities(),
            required: self.required_claims(),
        };
        let mut buffer = PayloadBuffer::new();
        let claims = config
            .verifier
            .verify(token, self.other_use(), now, &mut buffer, &tables)
            .map_err(|reason| {
                let authenticators = config.authenticators.iter();
                let reason = authenticators.fold(reason, |reason, authenticator| {
                    authenticator.explain(token, reason)
                });
                Refusal::invalid_token(reason.code())
            })?;
        self.authorize(Verified {
            claims: &claims,
            origin: TokenOrigin::Own,
            held: self.held(token),
            claim_names: &config.claims.own,
            now,
            leeway: config.verifier.allowed_leeway(),
            #[cfg(feature = "jwks")]
            newcomer: None,
        })
    }
}

/// The names that the verifier looks up while it parses a token: the tables of the application (the names of its entity
/// types in tokens), and the claims that the guard of this route reads besides those of every token.
struct RouteTables<'g> {
    entities: &'g EntityRegistry,
    required: Option<&'g RequiredClaims>,
}

impl Tables for RouteTables<'_> {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        self.entities.find(table)
    }

    fn required(&self) -> Option<&RequiredClaims> {
        self.required
    }
}
