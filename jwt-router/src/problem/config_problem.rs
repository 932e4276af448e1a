#[cfg(feature = "cookies")]
use super::CookieProblem;
#[cfg(feature = "asymmetric")]
use crate::jwt::key::KeyError;
use crate::{duration::FORM, jwt::key::SecretError};

/// One problem of a configuration.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// Neither a secret, nor a signing key, nor another issuer is configured.
    #[error(
        "there is no secret: set `JWT_ROUTER_SECRET` to the output of `openssl rand -base64 48`, or call `.secret(..)`"
    )]
    MissingSecret,
    /// There are previous secrets or keys, but no current one, so that no token of the application would be accepted.
    #[error(
        "`.{name}(..)` has no effect without `.{current}(..)`, which signs new tokens: configure it, or remove `.{name}(..)`"
    )]
    #[non_exhaustive]
    OnlyPreviousKeys {
        /// The method of the builder that added the previous keys.
        name: &'static str,
        /// The method of the builder that sets the current key.
        current: &'static str,
    },
    /// A secret cannot be used, for example because it is too short.
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Secret {
        /// The environment variable or the builder method that set the secret.
        name: String,
        /// The reason why the secret cannot be used.
        source: SecretError,
    },
    /// A configured audience begins with `urn:jwt-router:`, as the audiences of links and refresh tokens do, which
    /// access tokens must not have.
    #[error(
        "the audience `{}` is one of this crate's own, for links and refresh tokens: choose a name that does not begin with `urn:jwt-router:`",
        .name.escape_debug()
    )]
    #[non_exhaustive]
    OwnAudience {
        /// The configured audience.
        name: String,
    },
    /// Keys of two algorithms are configured, but all keys of an application have one algorithm.
    #[error(
        "both `{first}` and `{second}` are configured, and one application has keys of one algorithm: keep the one that its tokens are signed with"
    )]
    #[non_exhaustive]
    MixedKeys {
        /// The builder call for the first algorithm, or the algorithm's name.
        first: &'static str,
        /// The builder call for the second algorithm, or the algorithm's name.
        second: &'static str,
    },
    /// A signing key cannot be used.
    #[cfg(feature = "asymmetric")]
    #[error("{name}: {source}")]
    #[non_exhaustive]
    Key {
        /// The environment variable that set the key.
        name: &'static str,
        /// The reason why the key cannot be used.
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
        /// The first environment variable.
        first: &'static str,
        /// The second environment variable.
        second: &'static str,
    },
    /// The API prefix is not a path.
    #[error("`{name}` cannot be the API prefix, such as `/api/v1`: {reason}")]
    #[non_exhaustive]
    ApiName {
        /// The prefix, as configured.
        name: String,
        /// The rule that the prefix breaks.
        reason: &'static str,
    },
    /// A text in the settings is not a duration: see [`Period`](crate::Period).
    #[error("`.{name}(..)` is `{}`: write {FORM}", .text.escape_debug())]
    #[non_exhaustive]
    Period {
        /// The method of the builder.
        name: &'static str,
        /// The text.
        text: String,
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
    /// A time in the settings for sessions or streams is not a duration, or is out of range.
    #[error(
        "`.{name}(..)` is `{value}`: write a time from {shortest} to {longest}, such as `{example}`"
    )]
    #[non_exhaustive]
    SessionTime {
        /// The method of the builder.
        name: &'static str,
        /// The configured time.
        value: String,
        /// The shortest time that can be configured.
        shortest: String,
        /// The longest time that can be configured.
        longest: String,
        /// A time within these bounds: the default of the setting.
        example: String,
    },
    /// The settings of the session cookies are invalid.
    #[cfg(feature = "cookies")]
    #[error("`.cookies(..)`: {0}")]
    Cookies(#[from] CookieProblem),
    /// A setting for sessions has no effect, because the application has no store of sessions.
    #[error(
        "`.{name}(..)` has no effect without a store of sessions: write `.sessions(..)`, or remove it"
    )]
    #[non_exhaustive]
    NoSessionStore {
        /// The method of the builder.
        name: &'static str,
    },
    /// A name in the settings is empty.
    #[error("the {what} is empty: name it, or do not set it")]
    #[non_exhaustive]
    Empty {
        /// The setting: `issuer`, `audience`, `query parameter` or `name of a claim`.
        what: &'static str,
    },
    /// The name of `issuer(..)` cannot be the claim `iss` of a token.
    #[error("`{}` cannot be the issuer: {reason}", .name.escape_debug())]
    #[non_exhaustive]
    IssuerName {
        /// The name, as configured.
        name: String,
        /// The rule that the name breaks.
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
        /// The contents of the claim: `scopes` or `roles`.
        what: &'static str,
        /// The name of the claim.
        name: String,
    },
    /// The JSON Pointer of `roles_at(..)` or `role_members_at(..)` leads to no value of a token.
    #[error("`{}` leads to no roles: {reason}", .pointer.escape_debug())]
    #[non_exhaustive]
    RolesPointer {
        /// The pointer, as configured.
        pointer: String,
        /// The rule that it breaks.
        reason: &'static str,
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
    /// Two entity types have the same table, or one entity type has two stores.
    #[error(
        "the table `{table}` has two stores, of `{first}` and of `{second}`: keep one, or give each entity a table of its own"
    )]
    #[non_exhaustive]
    DuplicateTable {
        /// The table of both stores.
        table: &'static str,
        /// The entity type of the first store.
        first: &'static str,
        /// The entity type of the second store.
        second: &'static str,
    },
    /// The configuration of an entity's store is invalid, or does not fit the entity.
    #[error("the store of `{table}`: {reason}")]
    #[non_exhaustive]
    Store {
        /// The entity's table.
        table: &'static str,
        /// The mistake and the change to make.
        reason: String,
    },
    /// The configuration of a login provider is invalid.
    #[cfg(feature = "google")]
    #[error("{provider}: {reason}")]
    #[non_exhaustive]
    Provider {
        /// The provider, such as `Google`.
        provider: &'static str,
        /// The mistake and the change to make.
        reason: String,
    },
    /// An environment variable begins with `JWT_ROUTER_`, but this crate has no such variable.
    #[error("the environment variable `{name}` is unknown{}", hint(.suggestion.as_deref()))]
    #[non_exhaustive]
    UnknownVariable {
        /// The name of the variable.
        name: String,
        /// The most similar variable of this crate, if one is similar.
        suggestion: Option<String>,
    },
    /// The value of an environment variable cannot be parsed.
    #[error("the environment variable `{name}` is not {expected}")]
    #[non_exhaustive]
    BadVariable {
        /// The name of the variable.
        name: String,
        /// The form that the value must have.
        expected: &'static str,
    },
    /// The value of an environment variable is out of bounds.
    #[error("the environment variable `{name}`: {problem}")]
    #[non_exhaustive]
    Variable {
        /// The variable.
        name: &'static str,
        /// The problem of the variable's value.
        problem: Box<Self>,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(
        || ": unset it".to_owned(),
        |name| format!(": did you mean `{name}`?"),
    )
}
