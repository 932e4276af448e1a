use crate::location::Location;

/// Why a requirement of a handler could never be met, or means nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RequirementProblem {
    /// A handler demands a role, and nothing says who has which.
    #[error(
        "{handler} demands a role, and nothing says which roles a caller has: write `roles = Self::roles` in the `#[entity(..)]` of `{entities}`, or call `.roles_claim(\"roles\")` on the `JwtRoutes` builder"
    )]
    #[non_exhaustive]
    NoRoles {
        /// The handler.
        handler: Location,
        /// The types of the entities without roles that can come here.
        entities: String,
    },
    /// A handler demands a role that an entity says itself, and does not load the entity.
    #[error(
        "{handler} demands a role and loads no entity, but `{entity}` says its roles itself: remove `claims_only`, or demand a scope, which stands in the token"
    )]
    #[non_exhaustive]
    UnloadedRoles {
        /// The handler.
        handler: Location,
        /// The entity's type.
        entity: &'static str,
    },
    /// A public handler requires something of its callers, who have no token.
    #[error(
        "{handler} is public, and requires `{argument}` of its callers: use `#[protected(..)]`"
    )]
    #[non_exhaustive]
    PublicRequirement {
        /// The handler.
        handler: Location,
        /// The argument's name.
        argument: &'static str,
    },
    /// A handler demands roles or scopes, and names none.
    #[error("{handler} has an empty list for `{argument}`: name one, or remove `{argument}`")]
    #[non_exhaustive]
    EmptyRequirement {
        /// The handler.
        handler: Location,
        /// `role` or `scope`.
        argument: &'static str,
    },
    /// A role has no name.
    #[error("{handler} demands a role whose name is empty: return a name from `RoleName::name`")]
    #[non_exhaustive]
    EmptyRole {
        /// The handler.
        handler: Location,
    },
    /// A scope or another name is not one that a token could have ([RFC 6749, section 3.3]).
    ///
    /// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
    #[error(
        "{handler} demands the {argument} `{}`, which no token can have: write printable ASCII without space, quote and backslash, such as `{example}`",
        .name.escape_debug()
    )]
    #[non_exhaustive]
    InvalidName {
        /// The handler.
        handler: Location,
        /// The argument's name, such as `scope`.
        argument: &'static str,
        /// The name.
        name: String,
        /// A name that a token could have.
        example: &'static str,
    },
    /// A handler and the defaults of its modules require what no token has at once.
    #[error(
        "{handler} demands `{requirement}`, which no token has at once: change the handler or the defaults of its module"
    )]
    #[non_exhaustive]
    UnmeetableRequirement {
        /// The handler.
        handler: Location,
        /// The requirement, as the policy table has it.
        requirement: String,
    },
    /// The claim that a requirement reads is an entity's key.
    #[error("{handler} reads the claim `{claim}`, which is the key of `{entity}`: {advice}")]
    #[non_exhaustive]
    KeyInTheWay {
        /// The handler.
        handler: Location,
        /// The name of the claim.
        claim: String,
        /// The entity's type.
        entity: &'static str,
        /// What to change.
        advice: &'static str,
    },
}
