use std::fmt;

#[cfg(feature = "asymmetric")]
use crate::jwt::key::KeyError;
use crate::jwt::key::SecretError;

/// Why a [`JwtRoutes`](crate::JwtRoutes) cannot be built: every problem at once.
///
/// `Display` prints one problem a line, each with what to write instead.
#[derive(Clone, Eq, PartialEq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    pub(crate) const fn new(problems: Vec<ConfigProblem>) -> Self {
        Self { problems }
    }

    /// The problems; there is at least one.
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

/// As `Display`: `fn main() -> Result<(), Box<dyn Error>>` prints what failed with `Debug`, and
/// whoever starts the program should read what to write.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// There is no secret.
    #[error(
        "there is no secret: set `JWT_ROUTER_SECRET` to the output of `openssl rand -base64 48`, or call `.secret(..)`"
    )]
    MissingSecret,
    /// A secret cannot be used.
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Secret {
        /// The variable or the builder's call that gave it.
        name: String,
        /// What is wrong with it.
        source: SecretError,
    },
    /// Tokens would be signed in two ways: one application has one algorithm.
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
    /// A key of a key pair cannot be used.
    #[cfg(feature = "asymmetric")]
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Key {
        /// The variable that gave it.
        name: &'static str,
        /// What is wrong with it.
        source: KeyError,
    },
    /// An issuer cannot be trusted as it is configured.
    #[cfg(feature = "jwks")]
    #[error("the issuer `{}`: {reason}", .issuer.escape_debug())]
    #[non_exhaustive]
    Issuer {
        /// The issuer as it was given.
        issuer: String,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// A secret is given twice.
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
        /// The prefix as it was given.
        name: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// Tokens would live too short or too long.
    #[error(
        "tokens cannot live {seconds} seconds: write at least one second and at most 100 years"
    )]
    #[non_exhaustive]
    Lifetime {
        /// The lifetime that was given.
        seconds: u64,
    },
    /// Clocks would be allowed to differ too much.
    #[error("a leeway of {seconds} seconds is too much: write at most 300, which is five minutes")]
    #[non_exhaustive]
    Leeway {
        /// The leeway that was given.
        seconds: u64,
    },
    /// An issuer or audience is empty.
    #[error("the {what} is empty: name it, or do not set it")]
    #[non_exhaustive]
    Empty {
        /// `issuer`, `audience`, `query parameter` or `name of a claim`.
        what: &'static str,
    },
    /// The own issuer has a name that cannot be the `iss` of a token.
    #[error("`{}` cannot be the issuer: {reason}", .name.escape_debug())]
    #[non_exhaustive]
    IssuerName {
        /// The name as it was given.
        name: String,
        /// The rule that it breaks.
        reason: &'static str,
    },
    /// The claim of scopes or roles has the name of one that means something else.
    #[error(
        "the claim `{name}` cannot hold the {what}: it has a meaning of its own, write another name"
    )]
    #[non_exhaustive]
    ReservedClaim {
        /// `scopes` or `roles`.
        what: &'static str,
        /// The name of the claim.
        name: String,
    },
    /// Scopes and roles would stand in one claim.
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
        "the table `{table}` has two stores, of `{first}` and of `{second}`: a token could not tell them apart"
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
    /// A provider cannot work as it is configured.
    #[cfg(feature = "google")]
    #[error("{provider}: {reason}")]
    #[non_exhaustive]
    Provider {
        /// The provider, such as `Google`.
        provider: &'static str,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// A variable that looks like ours is none.
    #[error("the environment variable `{name}` is unknown{}", hint(.suggestion.as_deref()))]
    #[non_exhaustive]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variable that was perhaps meant.
        suggestion: Option<String>,
    },
    /// A variable has a value that cannot be read.
    #[error("the environment variable `{name}` is not {expected}")]
    #[non_exhaustive]
    BadVariable {
        /// The variable.
        name: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A variable has a value that can be read and is of no use.
    #[error("the environment variable `{name}`: {problem}")]
    #[non_exhaustive]
    Variable {
        /// The variable.
        name: &'static str,
        /// What is wrong with its value.
        problem: Box<Self>,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(
        || ": unset it".to_owned(),
        |name| format!(": did you mean `{name}`?"),
    )
}
