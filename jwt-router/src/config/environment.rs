//! Reads the settings from environment variables. The guide `docs/configuration.md` lists them.

use std::{ffi::OsString, path::Path};

use crate::{
    config::{JwtRoutesBuilder, api_name},
    duration::Seconds,
    jwt::key::{Secret, SecretError},
    policy::RolesSetting,
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
const MAX_TOKEN_LENGTH: &str = "JWT_ROUTER_MAX_TOKEN_LENGTH";
const SCHEME: &str = "JWT_ROUTER_SCHEME";
const ROLES_CLAIM: &str = "JWT_ROUTER_ROLES_CLAIM";
/// The variable that `assert_policy_lock!` reads in a test. It is not a setting of the builder, but must not be
/// reported as an unknown variable.
const BLESS: &str = "JWT_ROUTER_BLESS";
/// The prefix of all environment variables of this crate.
const PREFIX: &str = "JWT_ROUTER_";
/// The variable with the secret of flask-jwt-router. It is read if no variable of this crate sets a secret or a
/// signing key.
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
    MAX_TOKEN_LENGTH,
    SCHEME,
    ROLES_CLAIM,
];

/// The environment variables that are set and known to this crate, with their values.
struct Variables(Vec<(String, String)>);

impl Variables {
    fn get(&self, name: &str) -> Option<&str> {
        let mut variables = self.0.iter();
        let (_, value) = variables.find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl JwtRoutesBuilder {
    /// Returns a builder that is configured by these environment variables. [`JwtRoutes::from_env`] passes the
    /// variables of the process.
    ///
    /// [`JwtRoutes::from_env`]: crate::JwtRoutes::from_env
    ///
    /// # Errors
    ///
    /// Returns an error that names every `JWT_ROUTER_` variable that is unknown and every one with a bad value.
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
        if let Some(scheme) = variables.get(SCHEME) {
            scheme.clone_into(&mut builder.scheme);
        }
        builder.issuer = variables.get(ISSUER).map(str::to_owned);
        let roles = variables.get(ROLES_CLAIM).map(str::to_owned);
        builder.roles = roles.map(RolesSetting::Claim);
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
        if let Some(length) = variables.get(MAX_TOKEN_LENGTH) {
            match length.trim().parse() {
                Ok(length) => builder.max_token_length = length,
                Err(_) => {
                    builder.bad_variable(MAX_TOKEN_LENGTH, "a number of bytes: write `16384`");
                }
            }
        }
        builder.check_bounds(&variables);
        if builder.problems.is_empty() {
            Ok(builder)
        } else {
            Err(ConfigError::new(builder.problems))
        }
    }

    /// Returns the variables among `vars` that this crate reads, including those of flask-jwt-router. Adds a
    /// problem for each unknown name that begins with `JWT_ROUTER_`, and for each value that is not Unicode.
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

    /// Reads the signing key from the file that `JWT_ROUTER_SIGNING_KEY_FILE` names. If a secret is set too,
    /// [`build`](Self::build) reports that.
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
                Some(lifetime) => self.lifetime = Some(lifetime.into()),
                None => self.bad_variable(EXPIRES, "a duration: write `15m`, `12h` or `7d`"),
            }
        } else if let Some(days) = variables.get(FLASK_EXPIRE_DAYS) {
            match days.trim().parse::<u32>() {
                Ok(days) => self.lifetime = Some(Seconds::from_days(days).into()),
                Err(_) => self.bad_variable(FLASK_EXPIRE_DAYS, "a number of days"),
            }
        }
    }

    /// Adds a problem, with the name of its environment variable, for each value that is out of bounds.
    ///
    /// `build` would report these values too, but does not know which variables they come from.
    fn check_bounds(&mut self, variables: &Variables) {
        let is_ours = variables.get(EXPIRES).is_some();
        let lifetime = if is_ours { EXPIRES } else { FLASK_EXPIRE_DAYS };
        // Whether both claims have one name is checked in `build`: code may still rename the claim of the scopes.
        let is_of_one = |problem: &_| !matches!(problem, ConfigProblem::SharedClaim { .. });
        let claim_names = self.claim_names().err().into_iter().flatten();
        let claim_names = claim_names.filter(is_of_one);
        let found = [
            (API_NAME, api_name::parse(&self.api_name).err()),
            (lifetime, self.bad_lifetime()),
            (LEEWAY, self.bad_leeway()),
            (MAX_TOKEN_LENGTH, self.bad_token_length()),
            (SCHEME, self.parsed_scheme().err()),
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

/// Parses a secret in an environment variable, by the rules for a secret in a file.
fn line(text: &str) -> Result<Secret, SecretError> {
    Secret::from_line(text.as_bytes())
}

/// Returns the environment variable of this crate whose name is the most similar to `name`, if it is similar
/// enough for a suggestion.
fn nearest(name: &str) -> Option<String> {
    let distance = |known: &&str| strsim::osa_distance(known, name);
    let nearest = OURS.iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= 4).then(|| nearest.to_owned())
}

#[cfg(test)]
mod tests;
