//! The environment variables; the guide `docs/configuration.md` lists them.

use std::{ffi::OsString, path::Path};

use crate::{
    config::{JwtRoutesBuilder, api_name},
    duration::Seconds,
    jwt::key::{Secret, SecretError},
    problem::{ConfigError, ConfigProblem},
};

const SECRET: &str = "JWT_ROUTER_SECRET";
const SECRET_FILE: &str = "JWT_ROUTER_SECRET_FILE";
const PREVIOUS_SECRETS: &str = "JWT_ROUTER_PREVIOUS_SECRETS";
#[cfg(feature = "asymmetric")]
const SIGNING_KEY_FILE: &str = "JWT_ROUTER_SIGNING_KEY_FILE";
const API_NAME: &str = "JWT_ROUTER_API_NAME";
const EXPIRES: &str = "JWT_ROUTER_EXPIRES";
const ISSUER: &str = "JWT_ROUTER_ISSUER";
const AUDIENCE: &str = "JWT_ROUTER_AUDIENCE";
const LEEWAY: &str = "JWT_ROUTER_LEEWAY";
const ROLES_CLAIM: &str = "JWT_ROUTER_ROLES_CLAIM";
/// What `assert_policy_lock!` reads: an order to a test, and no setting.
const BLESS: &str = "JWT_ROUTER_BLESS";
/// What the names of ours begin with.
const PREFIX: &str = "JWT_ROUTER_";
/// The names of flask-jwt-router, read where ours are not set.
const FLASK_SECRET: &str = "SECRET_KEY";
const FLASK_EXPIRE_DAYS: &str = "JWT_EXPIRE_DAYS";

const OURS: &[&str] = &[
    SECRET,
    SECRET_FILE,
    PREVIOUS_SECRETS,
    #[cfg(feature = "asymmetric")]
    SIGNING_KEY_FILE,
    API_NAME,
    EXPIRES,
    ISSUER,
    AUDIENCE,
    LEEWAY,
    ROLES_CLAIM,
];

/// The variables that are set, of those that may be.
struct Variables(Vec<(String, String)>);

impl Variables {
    fn get(&self, name: &str) -> Option<&str> {
        let mut variables = self.0.iter();
        let (_, value) = variables.find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl JwtRoutesBuilder {
    /// Configures a `JwtRoutes` from these variables, as [`JwtRoutes::from_env`] does from the
    /// process's.
    ///
    /// [`JwtRoutes::from_env`]: crate::JwtRoutes::from_env
    ///
    /// # Errors
    ///
    /// Every variable that is unknown or has a bad value, at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::JwtRoutesBuilder;
    ///
    /// let error = JwtRoutesBuilder::from_vars([("JWT_ROUTER_EXPIRY", "7d")]).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `JWT_ROUTER_EXPIRES`?"));
    /// ```
    pub fn from_vars<K, V>(vars: impl IntoIterator<Item = (K, V)>) -> Result<Self, ConfigError>
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let mut builder = Self::new();
        let variables = builder.known(vars);
        builder.read_secrets(&variables);
        #[cfg(feature = "asymmetric")]
        builder.read_signing_key(&variables);
        builder.read_lifetime(&variables);
        if let Some(name) = variables.get(API_NAME) {
            name.clone_into(&mut builder.api_name);
        }
        builder.issuer = variables.get(ISSUER).map(str::to_owned);
        builder.roles_claim = variables.get(ROLES_CLAIM).map(str::to_owned);
        if let Some(audience) = variables.get(AUDIENCE) {
            builder.audience = audience
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect();
        }
        if let Some(leeway) = variables.get(LEEWAY) {
            match Seconds::parse(leeway.trim()) {
                Some(leeway) => builder.leeway = leeway.into(),
                None => builder.bad_variable(LEEWAY, "a duration: write `5s` or `1m`"),
            }
        }
        builder.check_bounds(&variables);
        if builder.problems.is_empty() {
            Ok(builder)
        } else {
            Err(ConfigError::new(builder.problems))
        }
    }

    /// The variables that are ours or flask-jwt-router's; one that only looks like ours is a
    /// problem.
    fn known<K, V>(&mut self, vars: impl IntoIterator<Item = (K, V)>) -> Variables
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let mut known = Vec::new();
        for (name, value) in vars {
            let name = match name.into().into_string() {
                Ok(name) => name,
                // Variables of other programs may have any name.
                Err(name) => {
                    let name = name.to_string_lossy().into_owned();
                    if name.starts_with(PREFIX) {
                        self.problems.push(ConfigProblem::UnknownVariable {
                            name,
                            suggestion: None,
                        });
                    }
                    continue;
                }
            };
            let is_ours = OURS.contains(&name.as_str());
            if is_ours || name == FLASK_SECRET || name == FLASK_EXPIRE_DAYS {
                match value.into().into_string() {
                    Ok(value) => known.push((name, value)),
                    Err(_) => self.bad_variable(&name, "Unicode"),
                }
            } else if name.starts_with(PREFIX) && name != BLESS {
                let suggestion = nearest(&name);
                self.problems
                    .push(ConfigProblem::UnknownVariable { name, suggestion });
            }
        }
        Variables(known)
    }

    fn read_secrets(&mut self, variables: &Variables) {
        match (variables.get(SECRET), variables.get(SECRET_FILE)) {
            (Some(_), Some(_)) => self.problems.push(ConfigProblem::TwoVariables {
                first: SECRET,
                second: SECRET_FILE,
            }),
            (Some(secret), None) => self.secret = self.read_secret(SECRET, line(secret)),
            (None, Some(path)) => {
                self.secret = self.read_secret(SECRET_FILE, Secret::from_file(Path::new(path)));
            }
            (None, None) => {
                let flask = variables.get(FLASK_SECRET);
                #[cfg(feature = "asymmetric")]
                let flask = flask.filter(|_| variables.get(SIGNING_KEY_FILE).is_none());
                if let Some(secret) = flask {
                    self.secret = self.read_secret(FLASK_SECRET, line(secret));
                }
            }
        }
        let previous = variables.get(PREVIOUS_SECRETS).unwrap_or_default();
        for secret in previous.split(',').map(str::trim) {
            if !secret.is_empty() {
                let secret = self.read_secret(PREVIOUS_SECRETS, line(secret));
                self.previous.extend(secret);
            }
        }
    }

    /// A secret beside it is a problem of [`build`](Self::build).
    #[cfg(feature = "asymmetric")]
    fn read_signing_key(&mut self, variables: &Variables) {
        let Some(path) = variables.get(SIGNING_KEY_FILE) else {
            return;
        };
        match crate::jwt::key::SigningKey::from_file(path) {
            Ok(key) => self.signing_key = Some(key),
            Err(source) => self.problems.push(ConfigProblem::Key {
                name: SIGNING_KEY_FILE,
                source,
            }),
        }
    }

    fn read_secret(&mut self, name: &str, secret: Result<Secret, SecretError>) -> Option<Secret> {
        secret
            .map_err(|error| self.bad_secret(&format!("`{name}`"), error))
            .ok()
    }

    fn read_lifetime(&mut self, variables: &Variables) {
        if let Some(text) = variables.get(EXPIRES) {
            match Seconds::parse(text.trim()) {
                Some(lifetime) => self.lifetime = lifetime.into(),
                None => self.bad_variable(EXPIRES, "a duration: write `15m`, `12h` or `7d`"),
            }
        } else if let Some(days) = variables.get(FLASK_EXPIRE_DAYS) {
            match days.trim().parse::<u32>() {
                Ok(days) => self.lifetime = Seconds::from_days(days).into(),
                Err(_) => self.bad_variable(FLASK_EXPIRE_DAYS, "a number of days"),
            }
        }
    }

    /// Finds the values that can be read and are of no use, here already, where it is known which
    /// variable they are from.
    fn check_bounds(&mut self, variables: &Variables) {
        let is_ours = variables.get(EXPIRES).is_some();
        let lifetime = if is_ours { EXPIRES } else { FLASK_EXPIRE_DAYS };
        // Which claim holds the scopes is for code to say, later.
        let is_of_one = |problem: &_| !matches!(problem, ConfigProblem::SharedClaim { .. });
        let claim_names = self.bad_claim_names().into_iter().filter(is_of_one);
        let found = [
            (API_NAME, api_name::parse(&self.api_name).err()),
            (lifetime, self.bad_lifetime()),
            (LEEWAY, self.bad_leeway()),
            (ISSUER, self.bad_issuer()),
            (AUDIENCE, self.bad_audience()),
        ]
        .into_iter()
        .filter_map(|(name, problem)| Some((name, problem?)))
        .chain(claim_names.map(|problem| (ROLES_CLAIM, problem)));
        let named = found.map(|(name, problem)| ConfigProblem::Variable {
            name,
            problem: Box::new(problem),
        });
        self.problems.extend(named);
    }

    fn bad_variable(&mut self, name: &str, expected: &'static str) {
        self.problems.push(ConfigProblem::BadVariable {
            name: name.to_owned(),
            expected,
        });
    }
}

/// Reads a secret by the one rule for variables and files.
fn line(text: &str) -> Result<Secret, SecretError> {
    Secret::from_line(text.as_bytes())
}

/// The variable of ours that a name is most like, if it is like one.
fn nearest(name: &str) -> Option<String> {
    let distance = |known: &&str| strsim::osa_distance(known, name);
    let nearest = OURS.iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= 4).then(|| nearest.to_owned())
}

#[cfg(test)]
mod tests;
