//! What a route demands of a caller beside a good token: resolved once, at start-up.

use http::HeaderValue;

use super::refusal::Refusal;
use crate::{
    auth::JwtRoutes,
    entity::{Caller, EntityRef, EntityRegistry},
    jwt::claims::{Further, NumericDate, Tables, Wanted},
    policy::{Needs, Requirements},
    rejection::RejectionKind,
};

/// Roles, scopes and a recent login, of a route that demands one of them at least.
pub(crate) struct Demands {
    wanted: Wanted,
    roles: Vec<Needs>,
    scopes: Vec<Needs>,
    fresh: Option<Fresh>,
    /// What a token without the scopes is answered.
    missing_scope: Option<HeaderValue>,
}

/// How long ago a caller may have logged in.
struct Fresh {
    seconds: i64,
    /// How far the clocks may differ, in seconds.
    leeway: i64,
    challenge: Option<HeaderValue>,
}

/// What a token's claims lack, the first thing first.
///
/// It is known before the entity is loaded, and said after: a token of nobody is no token.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lack {
    Nothing,
    Scope,
    Role,
    Login,
}

impl Demands {
    /// `None` when the route demands nothing of the kind.
    pub(crate) fn of(jwt: &JwtRoutes, requirements: &Requirements) -> Option<Box<Self>> {
        let Requirements {
            roles,
            scopes,
            fresh,
            guard: _,
        } = requirements.clone();
        if roles.is_empty() && scopes.is_empty() && fresh.is_none() {
            return None;
        }
        let config = jwt.config();
        let names = &config.claim_names;
        Some(Box::new(Self {
            wanted: Wanted {
                roles: names.roles.clone().filter(|_| !roles.is_empty()),
                scope: (!scopes.is_empty()).then(|| names.scope.clone()),
                auth_time: fresh.is_some(),
            },
            missing_scope: missing_scope(&scopes),
            fresh: fresh.map(|seconds| Fresh {
                seconds: i64::try_from(seconds).unwrap_or(i64::MAX),
                leeway: config.verifier.allowed_leeway(),
                challenge: not_fresh(seconds),
            }),
            roles,
            scopes,
        }))
    }

    /// The claims that are read beside those of every token.
    #[cfg(feature = "jwks")]
    pub(crate) const fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// What the claims lack, but for the roles of an entity that says them itself.
    pub(crate) fn lack(&self, further: &Further<'_>, table: EntityRef, now: i64) -> Lack {
        let has_scopes = is_met(&self.scopes, |scope| further.has_scope(scope));
        let has_roles = || table.has_roles() || is_met(&self.roles, |role| further.has_role(role));
        let is_fresh = || {
            let login = || further.auth_time().map(NumericDate::as_unix);
            let fresh = self.fresh.as_ref();
            fresh.is_none_or(|fresh| fresh.is_met_by(login(), now))
        };
        if !has_scopes {
            Lack::Scope
        } else if !has_roles() {
            Lack::Role
        } else if !is_fresh() {
            Lack::Login
        } else {
            Lack::Nothing
        }
    }

    /// Lets in a caller whose claims lack nothing, and whose entity has the roles.
    pub(crate) fn check(&self, lack: Lack, caller: &Caller) -> Result<(), Refusal> {
        match lack {
            Lack::Scope => Err(Refusal::missing_scope(self.missing_scope.clone())),
            Lack::Role => Err(Refusal::missing_role()),
            Lack::Login | Lack::Nothing if !self.has_roles_of_its_own(caller) => {
                Err(Refusal::missing_role())
            }
            Lack::Login => {
                let fresh = self.fresh.as_ref();
                let challenge = fresh.and_then(|fresh| fresh.challenge.clone());
                Err(Refusal::not_fresh(challenge))
            }
            Lack::Nothing => Ok(()),
        }
    }

    /// Whether an entity that says its roles itself has the ones that are needed.
    fn has_roles_of_its_own(&self, caller: &Caller) -> bool {
        let table = caller.table;
        if !table.has_roles() {
            return true;
        }
        is_met(&self.roles, |role| {
            let entity = caller.entity.as_deref();
            entity.is_some_and(|entity| table.has_role(entity, role))
        })
    }
}

impl Fresh {
    /// Whether a login at this time, if the token tells one, is recent enough
    /// ([RFC 9470, section 4]; [OpenID Connect Core, section 3.1.2.1], `max_age`).
    ///
    /// [RFC 9470, section 4]: https://www.rfc-editor.org/rfc/rfc9470#section-4
    /// [OpenID Connect Core, section 3.1.2.1]: https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
    fn is_met_by(&self, login: Option<i64>, now: i64) -> bool {
        let latest = now.saturating_add(self.leeway);
        let earliest = now.saturating_sub(self.seconds);
        login.is_some_and(|login| (earliest..=latest).contains(&login))
    }
}

/// Whether each of the needs is met.
fn is_met(needs: &[Needs], has: impl Fn(&str) -> bool) -> bool {
    needs.iter().all(|needs| match needs {
        Needs::All(names) => names.iter().all(|name| has(name)),
        Needs::Any(names) => names.iter().any(|name| has(name)),
    })
}

/// The challenge that lists the scopes ([RFC 6750, section 3]); of several that would do, all.
///
/// [RFC 6750, section 3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
fn missing_scope(scopes: &[Needs]) -> Option<HeaderValue> {
    let challenge = RejectionKind::InsufficientScope.challenge()?;
    let mut names: Vec<&str> = scopes
        .iter()
        .flat_map(Needs::names)
        .map(String::as_str)
        .collect();
    if names.is_empty() {
        return None;
    }
    names.sort_unstable();
    names.dedup();
    let scopes = names.join(" ");
    HeaderValue::try_from(format!("{challenge}, scope=\"{scopes}\"")).ok()
}

/// The challenge that asks for a login ([RFC 9470, section 3]).
///
/// [RFC 9470, section 3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
fn not_fresh(seconds: u64) -> Option<HeaderValue> {
    let challenge = RejectionKind::InsufficientUserAuthentication.challenge()?;
    HeaderValue::try_from(format!("{challenge}, max_age=\"{seconds}\"")).ok()
}

/// The entities of a route, and the claims that it reads of their tokens.
pub(crate) struct RouteTables<'g> {
    pub(crate) entities: &'g EntityRegistry,
    pub(crate) demands: Option<&'g Demands>,
}

impl Tables for RouteTables<'_> {
    fn find(&self, table: &str) -> Option<(usize, &'static str)> {
        self.entities.find(table)
    }

    fn wanted(&self) -> Option<&Wanted> {
        self.demands.map(|demands| &demands.wanted)
    }
}
