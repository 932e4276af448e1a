//! Mints the tokens of a session.

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{
    SID,
    pair::{RefreshToken, TokenPair},
};
use crate::{
    auth::{JwtRoutes, TokenBuilder},
    entity::EntityRef,
    jwt::{
        claims::{GENERATION, NumericDate},
        sign::{ExtraClaims, Grants, Login, NewClaims, SignError, Token},
        token_use::TokenUse,
    },
    session::SessionState,
};

/// The claims that all tokens of a session share.
pub(super) struct SessionClaims {
    pub(super) jwt: JwtRoutes,
    pub(super) entity: EntityRef,
    /// The key of the entity as JSON.
    pub(super) key: Box<RawValue>,
    pub(super) extra: Option<ExtraClaims>,
    pub(super) grants: Grants,
    pub(super) login: Login,
}

impl SessionClaims {
    /// Converts the settings of a token builder into the claims of a session's tokens. Fails if a setting is
    /// invalid, such as a scope that contains a space.
    pub(super) fn of(token: TokenBuilder) -> Result<Self, SignError> {
        let name = token.entity.key();
        let missing = || SignError::Key {
            name: name.to_owned(),
        };
        Ok(Self {
            jwt: token.jwt,
            entity: token.entity,
            key: token.key.ok_or_else(missing)?,
            extra: token.extra.transpose()?,
            grants: token.grants?,
            login: token.login,
        })
    }

    /// Mints the access token and the refresh token of the session with the claim `sid`, for the given state of the
    /// session.
    ///
    /// The claims of both tokens depend only on the session and its state. All requests that spend the same refresh
    /// token therefore get tokens with the same claims, at any time and from any instance of the program.
    pub(super) fn pair(&self, sid: &str, state: &SessionState) -> Result<TokenPair, SignError> {
        let config = self.jwt.config();
        let longest = config.sessions.as_ref().map(|all| all.lifetimes.access);
        let access_until = state.spent_at.saturating_add(longest.unwrap_or_default());
        // An access token does not outlive its session.
        let access_until = access_until.min(state.idle_until);
        let access = self.token(&TokenUse::Access, sid, state, access_until)?;
        let refresh = self.token(&TokenUse::Refresh, sid, state, state.idle_until)?;
        let now = config.now();
        let lasting = |until| seconds(until).saturating_sub(now).max(0);
        Ok(TokenPair {
            access_token: Token::new(access),
            token_type: config.scheme.as_str().to_owned(),
            expires_in: lasting(access_until),
            refresh_token: RefreshToken::new(refresh),
            #[cfg(feature = "cookies")]
            refresh_expires_in: lasting(state.idle_until),
            jwt: self.jwt.clone(),
        })
    }

    fn token(
        &self,
        token_use: &TokenUse,
        sid: &str,
        state: &SessionState,
        until: i64,
    ) -> Result<String, SignError> {
        let config = self.jwt.config();
        let mut grants = self.grants.clone();
        grants.insert(SID.to_owned(), sid.into());
        if matches!(token_use, TokenUse::Refresh) {
            grants.insert(GENERATION.to_owned(), state.generation.into());
        }
        let audience = token_use.audience(config.audience.as_deref());
        let claims = NewClaims {
            table: self.entity.table(),
            key_name: self.entity.key(),
            key: &self.key,
            extra: self.extra.as_ref(),
            grants: &grants,
            login: &self.login,
            now: NumericDate::from_unix(seconds(state.spent_at)),
            expires: NumericDate::from_unix(seconds(until)),
            renewable_until: None,
            issuer: config.issuer.as_deref(),
            audience: audience.as_deref(),
            jwt_id: Some(&token_id(token_use, sid, state.generation)),
        };
        let signer = config.signer.as_ref().ok_or(SignError::NoKey)?;
        signer.sign_for(token_use, &claims.to_json()?)
    }
}

/// Returns the claim `jti` of a session's token: a hash of the token's use, its session and its generation. Two
/// tokens have the same `jti` only if a request repeats the refresh token, and gets the same tokens again.
fn token_id(token_use: &TokenUse, sid: &str, generation: i64) -> String {
    let hash = Sha256::digest(format!("{token_use} {generation} {sid}"));
    let (half, _) = hash.split_at(16);
    URL_SAFE_NO_PAD.encode_to_string(half)
}

const fn seconds(millis: i64) -> i64 {
    millis.div_euclid(1000)
}
