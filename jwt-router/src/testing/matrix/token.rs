//! Mints the tokens that the test matrix sends: valid tokens, and tokens with a flaw, such as an expired lifetime.

use std::collections::HashMap;

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{failure::MatrixFailure, sample::Person};
use crate::{
    auth::JwtRoutes,
    jwt::{
        claims::{ACCESS_UNTIL, GENERATION, NumericDate, ONCE, SID, TOKEN_VERSION, TokenVersion},
        sign::{Login, NewClaims, SignError, random_jwt_id},
        token_use::TokenUse,
    },
    policy::requirement::TokenClaims,
    session::{Owner, SessionId},
};

/// The flaw of a token that the test matrix sends, such as an expired lifetime.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Flaw {
    /// The token is valid.
    None,
    /// The entity that the token names does not exist.
    NoEntity,
    /// The token expired an hour ago.
    Expired,
    /// The token is signed with a key that is not the application's.
    WrongKey,
    /// The token has `"alg": "none"`, and no signature.
    AlgNone,
    /// The token is a refresh token, on a route that takes other tokens.
    RefreshToken,
    /// The token is a link (a token for one purpose, such as `reset-password`) for a purpose that no route has.
    OtherPurpose,
    /// The token is an access token, on a route that takes other tokens.
    AccessToken,
    /// The token is a ticket (a token for one request), on a route that takes other tokens.
    Ticket,
    /// The session of the token has ended.
    EndedSession,
    /// The token has another version (the claim `token_version`) than its entity has now.
    OldVersion,
}

/// Mints the tokens that the test matrix sends. For a route that takes access tokens, the same arguments give the
/// same token again. For other routes, every token is new, because a request may use up a refresh token, a link or
/// a ticket.
pub(super) struct Mint {
    jwt: JwtRoutes,
    minted: HashMap<Wanted, Option<String>>,
}

/// The properties of a token that a request of the test matrix needs.
#[derive(Clone, Eq, Hash, PartialEq)]
pub(super) struct Wanted {
    /// The index of the entity that the token names, in the list of test entities.
    pub(super) position: usize,
    pub(super) flaw: Flaw,
    /// The use of the tokens that the route takes, such as access or refresh. If the flaw is another use (such as
    /// [`Flaw::Ticket`]), the minted token has that use instead.
    pub(super) token_use: TokenUse,
    pub(super) granted: TokenClaims,
}

impl Mint {
    pub(super) fn new(jwt: &JwtRoutes) -> Self {
        Self {
            jwt: jwt.clone(),
            minted: HashMap::new(),
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.jwt.config().now()
    }

    /// Returns a token of a test entity with the wanted flaw and claims.
    ///
    /// Returns `None` if the token cannot be made: for [`Flaw::NoEntity`], if no key is known for which the store
    /// has no entity; for [`Flaw::OldVersion`], if the tokens of the entity have no version.
    pub(super) async fn token(
        &mut self,
        people: &[Person],
        wanted: Wanted,
    ) -> Result<Option<String>, MatrixFailure> {
        let Some(person) = people.get(wanted.position) else {
            return Ok(None);
        };
        if let Some(token) = self.minted.get(&wanted) {
            return Ok(token.clone());
        }
        let sid = self.session(person, &wanted).await?;
        // A handler may end the session of a refresh token, and a link or a ticket may be for one use. Therefore,
        // each of these requests has a token of its own.
        let is_kept = wanted.token_use == TokenUse::Access;
        let token = self.mint(person, &wanted, sid)?;
        if is_kept {
            self.minted.insert(wanted, token.clone());
        }
        Ok(token)
    }

    /// Returns the claim `sid`, which names the session of the token to mint: for [`Flaw::EndedSession`], an id
    /// that belongs to no session; for a refresh token, the id of a new session, which this method starts (`None`
    /// if the application has no store of sessions); for other tokens, `None`.
    async fn session(
        &self,
        person: &Person,
        wanted: &Wanted,
    ) -> Result<Option<String>, MatrixFailure> {
        let is_refresh = wanted.of_flaw() == TokenUse::Refresh;
        if wanted.flaw == Flaw::EndedSession {
            return Ok(Some(random_jwt_id()?));
        }
        let config = self.jwt.config();
        let Some(sessions) = config.sessions.as_ref().filter(|_| is_refresh) else {
            return Ok(None);
        };
        let sid = random_jwt_id()?;
        let owner = Owner {
            table: person.entity.table(),
            key: person.key.get().to_owned(),
        };
        let (id, now) = (SessionId::of_sid(&sid), config.now_in_millis());
        let started = sessions.start(id, owner, "matrix".to_owned(), now).await;
        started.map_err(MatrixFailure::Session)?;
        Ok(Some(sid))
    }

    /// Returns a new value for the claim `once`, by which the guard notices that a token for one use is used
    /// again.
    fn new_use(&self) -> Result<String, SignError> {
        match &self.jwt.config().sessions {
            Some(sessions) => sessions.new_use(),
            None => random_jwt_id(),
        }
    }

    fn mint(
        &self,
        person: &Person,
        wanted: &Wanted,
        sid: Option<String>,
    ) -> Result<Option<String>, SignError> {
        let flaw = wanted.flaw;
        let key = match flaw {
            Flaw::NoEntity => match &person.absent_key {
                Some(key) => key,
                None => return Ok(None),
            },
            Flaw::None
            | Flaw::Expired
            | Flaw::WrongKey
            | Flaw::AlgNone
            | Flaw::RefreshToken
            | Flaw::OtherPurpose
            | Flaw::AccessToken
            | Flaw::Ticket
            | Flaw::EndedSession
            | Flaw::OldVersion => &person.key,
        };
        let token_use = wanted.of_flaw();
        let hours = if flaw == Flaw::Expired { -1 } else { 1 };
        let now = NumericDate::from_unix(self.now());
        let expires = NumericDate::from_unix(now.as_unix().saturating_add(hours * 3600));
        let Some(granted) = granted(person, wanted, sid, self.new_use()?, expires) else {
            return Ok(None);
        };
        let config = self.jwt.config();
        let audience = token_use.audience(config.audience.as_deref());
        let claims = NewClaims {
            table: person.entity.table(),
            key_name: person.entity.key(),
            key,
            extra: None,
            grants: &granted,
            login: &Login::Unknown,
            now,
            expires,
            renewable_until: None,
            issuer: config.issuer.as_deref(),
            audience: audience.as_deref(),
            jwt_id: Some(&random_jwt_id()?),
        };
        let signer = config.signer.as_ref().ok_or(SignError::NoKey)?;
        let claims = claims.to_json()?;
        let good = signer.sign_for(&token_use, &claims)?;
        Ok(Some(match flaw {
            Flaw::None
            | Flaw::NoEntity
            | Flaw::Expired
            | Flaw::EndedSession
            | Flaw::OldVersion
            | Flaw::RefreshToken
            | Flaw::OtherPurpose
            | Flaw::AccessToken
            | Flaw::Ticket => good,
            Flaw::WrongKey => signed_by_another(&good)?,
            Flaw::AlgNone => unsigned(&good, &token_use),
        }))
    }
}

impl Wanted {
    /// Returns the use of the token, such as access or refresh: the use that the route takes, or another one if
    /// that is the flaw of the token.
    fn of_flaw(&self) -> TokenUse {
        match self.flaw {
            Flaw::RefreshToken => TokenUse::Refresh,
            // No route has this purpose, because the purpose of a route contains no underscore.
            Flaw::OtherPurpose => TokenUse::Purpose("of_no_route".to_owned()),
            Flaw::AccessToken => TokenUse::Access,
            Flaw::Ticket => TokenUse::Ticket,
            Flaw::None
            | Flaw::NoEntity
            | Flaw::Expired
            | Flaw::WrongKey
            | Flaw::AlgNone
            | Flaw::EndedSession
            | Flaw::OldVersion => self.token_use.clone(),
        }
    }
}

/// Returns the claims of the token besides those that every token has, such as its key and its times:
/// - the claims that meet the requirements of the route;
/// - the version of the entity's tokens, if they have one (another version for [`Flaw::OldVersion`]);
/// - the session `sid`, if there is one, and 0 as the number of the refresh token in this session;
/// - for a token for one use, the claim `once`;
/// - for a ticket, `until` as the expiry of the access token from which the ticket is minted.
///
/// Returns `None` for [`Flaw::OldVersion`] if the tokens of the entity have no version.
fn granted(
    person: &Person,
    wanted: &Wanted,
    sid: Option<String>,
    once: String,
    until: NumericDate,
) -> Option<TokenClaims> {
    let mut granted = wanted.granted.clone();
    if let Some(sid) = sid {
        granted.insert(SID.to_owned(), sid.into());
        granted.insert(GENERATION.to_owned(), 0.into());
    }
    let is_single = match wanted.of_flaw() {
        TokenUse::Access | TokenUse::Refresh => false,
        TokenUse::Purpose(_) => !person.entity.has_token_version(),
        TokenUse::Ticket => true,
    };
    if wanted.of_flaw() == TokenUse::Ticket {
        granted.insert(ACCESS_UNTIL.to_owned(), until.as_unix().into());
    }
    if is_single {
        granted.insert(ONCE.to_owned(), once.into());
    }
    let is_old = wanted.flaw == Flaw::OldVersion;
    match person.token_version().map(TokenVersion::into_json) {
        Some(version) => {
            let version = if is_old { another(version) } else { version };
            granted.insert(TOKEN_VERSION.to_owned(), version);
        }
        None if is_old => return None,
        None => {}
    }
    Some(granted)
}

/// Returns a value for the claim `token_version` that differs from `version`, the current one of the entity.
fn another(version: Value) -> Value {
    match version.as_i64() {
        Some(number) => number.wrapping_sub(1).into(),
        None => format!("{version}-").into(),
    }
}

/// Replaces the signature of the token by random bytes, which a verifier cannot tell from the signature of another
/// key.
fn signed_by_another(token: &str) -> Result<String, SignError> {
    let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = vec![0; signature.len() / 4 * 3 + signature.len() % 4 * 3 / 4];
    getrandom::fill(&mut bytes).map_err(|_| SignError::Random)?;
    Ok(format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode_to_string(bytes)
    ))
}

/// Replaces the header of the token by one with `"alg": "none"`, and removes the signature
/// ([RFC 7515, appendix A.5](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5)).
fn unsigned(token: &str, token_use: &TokenUse) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let media_type = token_use.media_type().unwrap_or("JWT");
    let header = format!(r#"{{"alg":"none","typ":"{media_type}"}}"#);
    let header = URL_SAFE_NO_PAD.encode_to_string(header);
    format!("{header}.{payload}.")
}
