use std::fmt;

#[cfg(feature = "asymmetric")]
use crate::jwt::key::KeyError;
use crate::jwt::key::SecretError;

/// The error of [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) and
/// [`JwtRoutes::from_env`](crate::JwtRoutes::from_env): every problem of the configuration.
///
/// `Display` prints one problem per line, each with the change to make.
///
/// # Examples
///
/// ```
/// use jwt_router::{ConfigProblem, JwtRoutes};
///
/// let error = JwtRoutes::builder().build().unwrap_err();
/// assert_eq!(error.problems(), [ConfigProblem::MissingSecret]);
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    pub(crate) const fn new(problems: Vec<ConfigProblem>) -> Self {
        Self { problems }
    }

    /// Returns the problems; the slice is not empty.
    #[must_use]
    pub fn problems(&self) -> &[ConfigProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("jwt-router is not configured:")?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}

/// Prints the same as `Display`, because `fn main() -> Result<(), Box<dyn Error>>` prints its error with `Debug`.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}

/// One problem of a configuration.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// Neither a secret, nor a signing key, nor another issuer is configured.
    #[error(
        "there is no secret: set `JWT_ROUTER_SECRET` to the output of `openssl rand -base64 48`, or call `.secret(..)`"
    )]
    MissingSecret,
    /// A secret is unusable, for example too short.
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Secret {
        /// The environment variable or the builder's method that set it.
        name: String,
        /// What is wrong with it.
        source: SecretError,
    },
    /// Two algorithms are configured; all keys of an application have one algorithm.
    #[error(
        "both `{first}` and `{second}` are configured, and one application has keys of one algorithm: keep the one that its tokens are signed with"
    )]
    #[non_exhaustive]
    MixedKeys {
        /// One call, or its algorithm.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A signing key is unusable.
    #[cfg(feature = "asymmetric")]
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Key {
        /// The environment variable that set it.
        name: &'static str,
        /// What is wrong with it.
        source: KeyError,
    },
    /// The configuration of another issuer is invalid.
    #[cfg(feature = "jwks")]
    #[error("the issuer `{}`: {reason}", .issuer.escape_debug())]
    #[non_exhaustive]
    Issuer {
        /// The issuer's name or URL, as configured.
        issuer: String,
        /// The mistake and the change to make.
        reason: String,
    },
    /// Two environment variables set the secret.
    #[error("both `{first}` and `{second}` are set: unset one of them")]
    #[non_exhaustive]
    TwoVariables {
        /// One variable.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// The API prefix is not a path.
    #[error("`{name}` cannot be the API prefix, such as `/api/v1`: {reason}")]
    #[non_exhaustive]
    ApiName {
        /// The prefix, as configured.
        name: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// The lifetime of tokens is shorter than one second or longer than 100 years.
    #[error(
        "a lifetime of {seconds} seconds is out of range: write at least one second and at most 100 years"
    )]
    #[non_exhaustive]
    Lifetime {
        /// The configured lifetime, in whole seconds.
        seconds: u64,
    },
    /// The leeway for clocks is longer than five minutes.
    #[error("a leeway of {seconds} seconds is too much: write at most 300, which is five minutes")]
    #[non_exhaustive]
    Leeway {
        /// The configured leeway, in whole seconds.
        seconds: u64,
    },
    /// The greatest length of a token is less than 1 KiB or more than 64 KiB.
    #[error(
        "a maximum of {bytes} bytes for a token is out of range: write at least 1024 and at most 65536"
    )]
    #[non_exhaustive]
    TokenLength {
        /// The configured length, in bytes.
        bytes: usize,
    },
    /// A name is empty.
    #[error("the {what} is empty: name it, or do not set it")]
    #[non_exhaustive]
    Empty {
        /// `issuer`, `audience`, `query parameter` or `name of a claim`.
        what: &'static str,
    },
    /// The name of `issuer(..)` cannot be the claim `iss` of a token.
    #[error("`{}` cannot be the issuer: {reason}", .name.escape_debug())]
    #[non_exhaustive]
    IssuerName {
        /// The name, as configured.
        name: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// The name of `scheme(..)` cannot be the scheme before a token.
    #[error("`{}` cannot be the scheme of tokens, such as `Token`: {reason}", .scheme.escape_debug())]
    #[non_exhaustive]
    Scheme {
        /// The name, as configured.
        scheme: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// The claim for scopes or roles has the name of a claim with another meaning, such as `sub`.
    #[error(
        "the claim `{name}` cannot hold the {what}: it has another meaning, so write another name"
    )]
    #[non_exhaustive]
    ReservedClaim {
        /// `scopes` or `roles`.
        what: &'static str,
        /// The name of the claim.
        name: String,
    },
    /// Scopes and roles are configured to be in one claim.
    #[error(
        "the claim `{name}` cannot hold both scopes and roles: give `.roles_claim(..)` another name"
    )]
    #[non_exhaustive]
    SharedClaim {
        /// The name of the claim.
        name: String,
    },
    /// Two entities have the same table, or one entity two stores.
    #[error(
        "the table `{table}` has two stores, of `{first}` and of `{second}`: keep one, or give each entity a table of its own"
    )]
    #[non_exhaustive]
    DuplicateTable {
        /// The table.
        table: &'static str,
        /// The first entity's type.
        first: &'static str,
        /// The second entity's type.
        second: &'static str,
    },
    /// The configuration of a provider is invalid.
    #[cfg(feature = "google")]
    #[error("{provider}: {reason}")]
    #[non_exhaustive]
    Provider {
        /// The provider, such as `Google`.
        provider: &'static str,
        /// The mistake and the change to make.
        reason: String,
    },
    /// An environment variable begins with `JWT_ROUTER_` and is not one of this crate.
    #[error("the environment variable `{name}` is unknown{}", hint(.suggestion.as_deref()))]
    #[non_exhaustive]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variable with the most similar name, if one is similar.
        suggestion: Option<String>,
    },
    /// The value of an environment variable does not parse.
    #[error("the environment variable `{name}` is not {expected}")]
    #[non_exhaustive]
    BadVariable {
        /// The variable.
        name: String,
        /// The form that the value must have.
        expected: &'static str,
    },
    /// The value of an environment variable parses, but is out of bounds.
    #[error("the environment variable `{name}`: {problem}")]
    #[non_exhaustive]
    Variable {
        /// The variable.
        name: &'static str,
        /// The problem of its value.
        problem: Box<Self>,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(
        || ": unset it".to_owned(),
        |name| format!(": did you mean `{name}`?"),
    )
}
