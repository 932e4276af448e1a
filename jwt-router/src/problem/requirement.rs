use crate::location::SourceLocation;

/// The reason why no caller can meet a requirement of a handler, or why it has no effect.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RequirementProblem {
    /// A handler requires a role, but neither its entities nor their tokens have roles.
    #[error(
        "{handler} requires a role, but no source of roles is configured: write `roles = Self::roles` in the `#[entity(..)]` of `{entities}`, or call `.roles_claim(\"roles\")` on the `JwtRoutes` builder, for tokens of your own, or on the `OidcIssuer` that signs their tokens"
    )]
    #[non_exhaustive]
    NoRoles {
        /// The handler that requires the role.
        handler: SourceLocation,
        /// The types of the entities without roles whose tokens the route accepts.
        entities: String,
    },
    /// A handler requires a scope, but the tokens of its entities have no scopes: other issuers sign them, and no claim
    /// with scopes is configured for these issuers.
    #[error(
        "{handler} requires a scope, but the tokens of `{entities}` have none: call `.scope_claim(\"scope\")` on the `OidcIssuer` that signs them, with the name of their claim"
    )]
    #[non_exhaustive]
    NoScopes {
        /// The handler that requires the scope.
        handler: SourceLocation,
        /// The types of the entities without scopes whose tokens the route accepts.
        entities: String,
    },
    /// A `claims_only` handler requires a role, but its entity has roles of its own, and is not loaded.
    #[error(
        "{handler} requires a role and loads no entity, but the roles of `{entity}` are in the entity: remove `claims_only`, or require a scope, which is in the token"
    )]
    #[non_exhaustive]
    UnloadedRoles {
        /// The handler that requires the role.
        handler: SourceLocation,
        /// The type of the entity with the roles.
        entity: &'static str,
    },
    /// A `claims_only` route accepts an entity whose tokens have a version.
    ///
    /// The current version is in the entity, which a `claims_only` route does not load, so tokens of an old version
    /// would be accepted.
    #[error(
        "{handler} is `claims_only` and accepts tokens of `{entity}`, whose current `token_version` is known only when the entity is loaded: remove `claims_only`, or name other entities"
    )]
    #[non_exhaustive]
    UnloadedTokenVersion {
        /// The handler.
        handler: SourceLocation,
        /// The entity's type.
        entity: &'static str,
    },
    /// A public handler has a requirement, although its callers need no token.
    #[error(
        "{handler} is public, but requires `{argument}` of its callers: use `#[protected(..)]`"
    )]
    #[non_exhaustive]
    PublicRequirement {
        /// The public handler.
        handler: SourceLocation,
        /// The name of the argument with the requirement, such as `role`.
        argument: &'static str,
    },
    /// A handler has a requirement with an empty list of names.
    #[error("{handler} has an empty list for `{argument}`: name one, or remove `{argument}`")]
    #[non_exhaustive]
    EmptyRequirement {
        /// The handler with the requirement.
        handler: SourceLocation,
        /// The name of the argument with the empty list, such as `role`.
        argument: &'static str,
    },
    /// A handler requires a role whose name is empty.
    #[error("{handler} requires a role whose name is empty: return a name from `RoleName::name`")]
    #[non_exhaustive]
    EmptyRole {
        /// The handler with the requirement.
        handler: SourceLocation,
    },
    /// A handler requires a scope or another name with a character that such a name cannot contain ([RFC 6749,
    /// section 3.3]).
    ///
    /// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
    #[error(
        "{handler} requires the {argument} `{}`, which no token can have: write printable ASCII without space, quote and backslash, such as `{example}`",
        .name.escape_debug()
    )]
    #[non_exhaustive]
    InvalidName {
        /// The handler with the requirement.
        handler: SourceLocation,
        /// The name of the argument, such as `scope`.
        argument: &'static str,
        /// The invalid name.
        name: String,
        /// An example of a valid name.
        example: &'static str,
    },
    /// A handler and the defaults of its modules have requirements that exclude each other.
    #[error(
        "{handler} requires `{requirement}`, but a token cannot have all of that: change the handler or the defaults of its module"
    )]
    #[non_exhaustive]
    UnmeetableRequirement {
        /// The handler with the requirement.
        handler: SourceLocation,
        /// The requirement, as the policy table prints it.
        requirement: String,
    },
    /// A handler takes the value of its predicate more than once.
    #[error(
        "{handler} takes the value of its predicate {times} times: take `Loaded<..>` once, and clone the value in the handler"
    )]
    #[non_exhaustive]
    LoadedAgain {
        /// The handler.
        handler: SourceLocation,
        /// How many arguments take the value.
        times: usize,
    },
    /// A requirement reads a claim that holds the key of an entity.
    #[error("{handler} reads the claim `{claim}`, which is the key of `{entity}`: {advice}")]
    #[non_exhaustive]
    KeyInTheWay {
        /// The handler with the requirement.
        handler: SourceLocation,
        /// The name of the claim.
        claim: String,
        /// The type of the entity.
        entity: &'static str,
        /// The change to make.
        advice: &'static str,
    },
}
