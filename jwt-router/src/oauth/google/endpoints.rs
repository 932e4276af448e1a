use crate::{http_client::Endpoint, issuer::IssuerNames};

/// Where Google is; by default where it really is.
///
/// Another place is for tests and for a proxy. Only `https` is accepted, and `http` on this
/// machine.
///
/// # Examples
///
/// ```
/// use jwt_router::GoogleEndpoints;
///
/// let endpoints = GoogleEndpoints::google().token("https://proxy.example.com/token");
/// # let _ = endpoints;
/// ```
#[derive(Clone, Debug)]
#[must_use = "endpoints do nothing until they are given to a `GoogleBuilder`"]
pub struct GoogleEndpoints {
    issuer: IssuerNames,
    authorization: String,
    token: String,
    token_info: String,
    user_info: String,
    keys: String,
}

/// The endpoints, each a URL that may be called.
pub(super) struct Parsed {
    pub(super) issuer: IssuerNames,
    pub(super) authorization: Endpoint,
    pub(super) token: Endpoint,
    pub(super) token_info: Endpoint,
    pub(super) user_info: Endpoint,
    pub(super) keys: Endpoint,
}

impl GoogleEndpoints {
    /// Google's own.
    pub fn google() -> Self {
        Self {
            // The two forms that Google documents for `iss`.
            issuer: IssuerNames::new("https://accounts.google.com").and("accounts.google.com"),
            authorization: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token: "https://oauth2.googleapis.com/token".to_owned(),
            token_info: "https://oauth2.googleapis.com/tokeninfo".to_owned(),
            user_info: "https://openidconnect.googleapis.com/v1/userinfo".to_owned(),
            keys: "https://www.googleapis.com/oauth2/v3/certs".to_owned(),
        }
    }

    /// Those of a stand-in for Google that has all of them in one place, such as
    /// `http://127.0.0.1:8080`: Google's paths under that address, which is the issuer too.
    pub fn under(base: &str) -> Self {
        let base = base.trim_end_matches('/');
        let without_scheme = base.split_once("://").map_or(base, |(_, rest)| rest);
        Self {
            issuer: IssuerNames::new(base).and(without_scheme),
            authorization: format!("{base}/o/oauth2/v2/auth"),
            token: format!("{base}/token"),
            token_info: format!("{base}/tokeninfo"),
            user_info: format!("{base}/v1/userinfo"),
            keys: format!("{base}/oauth2/v3/certs"),
        }
    }

    /// The one name that ID tokens may have as their `iss`, unless there are [others](Self::also_named).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = IssuerNames::new(issuer);
        self
    }

    /// Another name that ID tokens may have as their `iss`.
    pub fn also_named(mut self, name: impl Into<String>) -> Self {
        self.issuer.add(name);
        self
    }

    /// Where users are sent to log in.
    pub fn authorization(mut self, url: impl Into<String>) -> Self {
        self.authorization = url.into();
        self
    }

    /// Where codes are redeemed.
    pub fn token(mut self, url: impl Into<String>) -> Self {
        self.token = url.into();
        self
    }

    /// Where tokens that are passed through are checked.
    pub fn token_info(mut self, url: impl Into<String>) -> Self {
        self.token_info = url.into();
        self
    }

    /// Where the Workspace domain of such a token's user is told.
    pub fn user_info(mut self, url: impl Into<String>) -> Self {
        self.user_info = url.into();
        self
    }

    /// Where the keys are that ID tokens are signed with.
    pub fn keys(mut self, url: impl Into<String>) -> Self {
        self.keys = url.into();
        self
    }

    /// The URLs and names; or every one that is none, with what is wrong.
    pub(super) fn parse(&self) -> Result<Parsed, Vec<String>> {
        let urls = [
            ("authorization", &self.authorization),
            ("token", &self.token),
            ("token_info", &self.token_info),
            ("user_info", &self.user_info),
            ("keys", &self.keys),
        ];
        let faults = self.issuer.faults().into_iter();
        let mut problems: Vec<String> = faults
            .map(|fault| {
                format!(
                    "the issuer `{}`: {fault}",
                    self.issuer.first().escape_debug()
                )
            })
            .collect();
        let parsed = urls.map(|(name, url)| {
            Endpoint::parse(url)
                .map_err(|reason| problems.push(format!("the endpoint `{name}`: {reason}")))
        });
        match parsed {
            [
                Ok(authorization),
                Ok(token),
                Ok(token_info),
                Ok(user_info),
                Ok(keys),
            ] if problems.is_empty() => Ok(Parsed {
                issuer: self.issuer.clone(),
                authorization,
                token,
                token_info,
                user_info,
                keys,
            }),
            _ => Err(problems),
        }
    }
}

impl Default for GoogleEndpoints {
    fn default() -> Self {
        Self::google()
    }
}
