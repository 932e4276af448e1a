//! The state of a fake Google: its accounts, the codes and tokens that it has issued, and its active faults.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{FakeAccount, FakeFault, consent::Authorization, keys::FakeKey};
use crate::{
    clock::{Clock, unix_seconds},
    oauth::random_text,
};

/// A request that a [`FakeGoogle`](super::FakeGoogle) received.
///
/// # Examples
///
/// ```
/// # use jwt_router::testing::FakeGoogle;
/// fn last_code(fake: &FakeGoogle) -> Option<String> {
///     let requests = fake.requests();
///     let request = requests.iter().rfind(|request| request.path == "/token")?;
///     request.value("code").map(str::to_owned)
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FakeRequest {
    /// The HTTP method, such as `POST`.
    pub method: String,
    /// The path of the URL, without the query.
    pub path: String,
    /// The query of the URL in its percent-encoded form; `None` if the URL has no query.
    pub query: Option<String>,
    /// The decoded name-value pairs of the form in the body; empty if the request has no body.
    pub form: Vec<(String, String)>,
}

impl FakeRequest {
    /// Returns the first value with this name in the form of the body.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut pairs = self.form.iter();
        let (_, value) = pairs.find(|(known, _)| known == name)?;
        Some(value)
    }
}

pub(super) struct FakeState {
    pub(super) base: String,
    pub(super) redirect_uris: Vec<String>,
    pub(super) accounts: Vec<FakeAccount>,
    clock: Box<dyn Clock>,
    changing: Mutex<Changing>,
}

struct Changing {
    key: FakeKey,
    codes: HashMap<String, Grant>,
    tokens: HashMap<String, IssuedToken>,
    faults: Vec<FakeFault>,
    requests: Vec<FakeRequest>,
}

/// The login to which an authorization code belongs: the user's account, and the authorization request to which
/// the user agreed.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) account: FakeAccount,
    pub(super) authorization: Authorization,
}

/// An access token that the server has issued: the account of its user, and its expiry in seconds since
/// 1970-01-01T00:00:00Z.
#[derive(Clone)]
pub(super) struct IssuedToken {
    pub(super) account: FakeAccount,
    pub(super) expires: i64,
}

impl FakeState {
    pub(super) fn new(
        base: String,
        redirect_uris: Vec<String>,
        accounts: Vec<FakeAccount>,
        clock: Box<dyn Clock>,
        key: FakeKey,
    ) -> Self {
        Self {
            base,
            redirect_uris,
            accounts,
            clock,
            changing: Mutex::new(Changing {
                key,
                codes: HashMap::new(),
                tokens: HashMap::new(),
                faults: Vec::new(),
                requests: Vec::new(),
            }),
        }
    }

    fn changing(&self) -> MutexGuard<'_, Changing> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> i64 {
        unix_seconds(self.clock.now())
    }

    /// Returns whether the server accepts this redirect URI: it is registered, or no redirect URI is registered.
    pub(super) fn knows(&self, redirect_uri: &str) -> bool {
        let known = &self.redirect_uris;
        known.is_empty() || known.iter().any(|known| known == redirect_uri)
    }

    /// Returns the account with this e-mail address. If no account has the address, returns a new one.
    pub(super) fn account(&self, email: &str) -> FakeAccount {
        let mut accounts = self.accounts.iter();
        let known = accounts.find(|known| known.email == email).cloned();
        known.unwrap_or_else(|| FakeAccount::typed(email))
    }

    pub(super) fn new_code(&self, account: FakeAccount, authorization: Authorization) -> String {
        // Google's codes have a slash, which a form has to encode.
        let code = format!("4/0A{}", random_text().unwrap_or_default());
        let grant = Grant {
            account,
            authorization,
        };
        self.changing().codes.insert(code.clone(), grant);
        code
    }

    /// Returns the login to which this authorization code belongs, and invalidates the code; `None` if the code is
    /// not valid.
    pub(super) fn redeem(&self, code: &str) -> Option<Grant> {
        self.changing().codes.remove(code)
    }

    pub(super) fn new_token(&self, account: FakeAccount) -> String {
        let token = format!("ya29.a0{}", random_text().unwrap_or_default());
        let expires = self.now().saturating_add(3599);
        let given = IssuedToken { account, expires };
        self.changing().tokens.insert(token.clone(), given);
        token
    }

    pub(super) fn token(&self, token: &str) -> Option<IssuedToken> {
        let given = self.changing().tokens.get(token).cloned()?;
        (given.expires > self.now()).then_some(given)
    }

    pub(super) fn revoke_tokens(&self) {
        self.changing().tokens.clear();
    }

    pub(super) fn key(&self) -> FakeKey {
        self.changing().key.clone()
    }

    pub(super) fn rotate(&self, key: FakeKey) {
        self.changing().key = key;
    }

    pub(super) fn fail(&self, fault: FakeFault) {
        self.changing().faults.push(fault);
    }

    pub(super) fn heal(&self) {
        self.changing().faults.clear();
    }

    pub(super) fn has(&self, fault: FakeFault) -> bool {
        self.changing().faults.contains(&fault)
    }

    pub(super) fn record(&self, request: FakeRequest) {
        self.changing().requests.push(request);
    }

    pub(super) fn requests(&self) -> Vec<FakeRequest> {
        self.changing().requests.clone()
    }
}
