use crate::{http_client::Endpoint, issuer::IssuerNames};

/// The URLs of Google's servers and the issuer of its ID tokens; by default Google's own.
///
/// Other URLs are for tests and for a proxy. Their scheme is `https`, or `http` on this machine.
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

/// The endpoints after their URLs and the issuer's names were checked.
pub(super) struct Parsed {
    pub(super) issuer: IssuerNames,
    pub(super) authorization: Endpoint,
    pub(super) token: Endpoint,
    pub(super) token_info: Endpoint,
    pub(super) user_info: Endpoint,
    pub(super) keys: Endpoint,
}

impl GoogleEndpoints {
    /// Returns Google's own endpoints.
    pub fn google() -> Self {
        Self {
            issuer: IssuerNames::google(),
            authorization: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token: "https://oauth2.googleapis.com/token".to_owned(),
            token_info: "https://oauth2.googleapis.com/tokeninfo".to_owned(),
            user_info: "https://openidconnect.googleapis.com/v1/userinfo".to_owned(),
            keys: "https://www.googleapis.com/oauth2/v3/certs".to_owned(),
        }
    }

    /// Returns the endpoints of a stand-in for Google at `base`, such as `http://127.0.0.1:8080`.
    ///
    /// The endpoints have Google's paths below `base`, and `base` is the issuer.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::GoogleEndpoints;
    ///
    /// let endpoints = GoogleEndpoints::under("http://127.0.0.1:8080");
    /// # drop(endpoints);
    /// ```
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

    pub(super) const fn issuer_names(&self) -> &IssuerNames {
        &self.issuer
    }

    /// Sets the name that ID tokens must have as their `iss`, and removes all other names.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = IssuerNames::new(issuer);
        self
    }

    /// Adds another name that ID tokens may have as their `iss`.
    pub fn also_named(mut self, name: impl Into<String>) -> Self {
        self.issuer.add(name);
        self
    }

    /// Sets the authorization endpoint, to which users are sent to log in.
    pub fn authorization(mut self, url: impl Into<String>) -> Self {
        self.authorization = url.into();
        self
    }

    /// Sets the token endpoint, which redeems codes.
    pub fn token(mut self, url: impl Into<String>) -> Self {
        self.token = url.into();
        self
    }

    /// Sets the endpoint that verifies passed-through tokens.
    pub fn token_info(mut self, url: impl Into<String>) -> Self {
        self.token_info = url.into();
        self
    }

    /// Sets the endpoint that returns the Workspace domain of a passed-through token's user.
    pub fn user_info(mut self, url: impl Into<String>) -> Self {
        self.user_info = url.into();
        self
    }

    /// Sets the URL of the key set that verifies ID tokens.
    pub fn keys(mut self, url: impl Into<String>) -> Self {
        self.keys = url.into();
        self
    }

    /// Parses the URLs and checks the issuer's names.
    ///
    /// # Errors
    ///
    /// Returns every problem of the URLs and the names.
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
