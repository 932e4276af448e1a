//! Exchanges refresh tokens for the next tokens of their session.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{SID, SessionErrorKind, minting::SessionClaims, pair::TokenPair};
use crate::{
    auth::{CallerName, JwtRoutes},
    entity::Caller,
    jwt::{
        claims::{self, AUTH_TIME, GENERATION, TOKEN_VERSION, TokenVersion},
        sign::{ExtraClaims, Grants, Login, SignError},
    },
    session::{ReusedToken, SessionId, Spent},
};

/// The session that a verified refresh token belongs to, and the position of the token among the session's refresh
/// tokens, counted from 0.
struct Presented {
    sid: String,
    generation: i64,
}

/// The claims of a token, each with its JSON text.
type ClaimTexts = BTreeMap<String, Box<RawValue>>;

impl Presented {
    /// Returns the session and the position of the caller's refresh token, and all other claims of the token.
    fn of(caller: &Caller) -> Result<(Self, ClaimTexts), SessionErrorKind> {
        let mut claims: ClaimTexts = caller.claims().map_err(|_| SessionErrorKind::Ended)?;
        let presented = Self::take(&mut claims).ok_or(SessionErrorKind::Ended)?;
        Ok((presented, claims))
    }

    fn take(claims: &mut ClaimTexts) -> Option<Self> {
        let (sid, generation) = (claims.remove(SID)?, claims.remove(GENERATION)?);
        Some(Self {
            sid: serde_json::from_str(sid.get()).ok()?,
            generation: serde_json::from_str(generation.get()).ok()?,
        })
    }
}

impl JwtRoutes {
    /// Exchanges the refresh token of this caller, which the guard has verified, for the next tokens.
    ///
    /// The refresh token is spent before the next tokens are minted. If the response is lost, or the program ends in
    /// between, the client can send the same refresh token again within the replay window, and gets the same next
    /// tokens.
    pub(super) async fn rotate(&self, caller: &Caller) -> Result<TokenPair, SessionErrorKind> {
        let sessions = self.stored_sessions()?;
        let (presented, claims) = Presented::of(caller)?;
        let id = SessionId::of_sid(&presented.sid);
        let now = self.config().now_in_millis();
        let admitted = caller.verified.saturating_mul(1000);
        let token = ReusedToken {
            session: id,
            table: caller.table.table(),
            key: caller.key_json().unwrap_or_default(),
        };
        match sessions
            .spend(token, presented.generation, admitted, now)
            .await?
        {
            Spent::Successor(state) => {
                let claims = self.renewed_claims(claims, caller)?;
                Ok(claims.pair(&presented.sid, &state)?)
            }
            Spent::Ended => {
                let CallerName { table, key } = CallerName::of(caller);
                tracing::info!(target: "jwt_router::guard", status = 401, code = "session_ended", table, key, "tokens not renewed");
                Err(SessionErrorKind::Ended)
            }
            Spent::Reused => Err(SessionErrorKind::Reused),
        }
    }

    /// Ends the session of the refresh token of this caller.
    pub(super) async fn end_refreshed(&self, caller: &Caller) -> Result<(), SessionErrorKind> {
        let (presented, _) = Presented::of(caller)?;
        self.end_stored(SessionId::of_sid(&presented.sid)).await
    }

    /// Converts `found`, the claims of the refresh token, into those of the next tokens. The entity's key,
    /// `auth_time`, the version of the entity's tokens, the scopes and the extra claims are kept.
    fn renewed_claims(
        &self,
        mut found: ClaimTexts,
        caller: &Caller,
    ) -> Result<SessionClaims, SignError> {
        let entity = caller.table;
        let key = found.remove(entity.key()).ok_or_else(|| SignError::Key {
            name: entity.key().to_owned(),
        })?;
        let login = found.remove(AUTH_TIME).map_or(Login::Unknown, Login::Kept);
        let mut grants = Grants::new();
        // The guard has compared this version with the entity's, so the next tokens get it too.
        let version = found.remove(TOKEN_VERSION);
        if let Some(version) = version.and_then(|json| TokenVersion::parse(json.get())) {
            grants.insert(TOKEN_VERSION.to_owned(), version.into_json());
        }
        found.retain(|name, _| !claims::is_reserved(name));
        Ok(SessionClaims {
            jwt: self.clone(),
            entity,
            key,
            extra: Some(ExtraClaims::new(&found)?),
            grants,
            login,
        })
    }
}
