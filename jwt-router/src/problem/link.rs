use crate::location::SourceLocation;

/// The reason why a route cannot take links as it is declared, or why an argument needs tokens that its route does not
/// take.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkProblem {
    /// A handler with `purpose = ".."` takes links of an entity whose tokens have no version, so that nothing would
    /// end a link that was used.
    #[error(
        "{handler} takes links of `{entity}`, whose tokens have no version, so that a link could be used again and again: write `token_version = Self::token_version` in its `#[entity(..)]`, or name other entities"
    )]
    #[non_exhaustive]
    NoVersion {
        /// The handler that takes links.
        handler: SourceLocation,
        /// The type of the entity.
        entity: &'static str,
    },
    /// A handler with `purpose = ".."` has a requirement that reads a claim of the login, which no link has.
    #[error(
        "{handler} takes links and requires `{argument}`, which is a claim of a login, and no link has it: remove one of the two, or require a role that the entity has itself"
    )]
    #[non_exhaustive]
    ClaimOfLogin {
        /// The handler with the requirement, or with a requirement from the defaults of its modules.
        handler: SourceLocation,
        /// The name of the argument with the requirement, such as `scope`.
        argument: &'static str,
    },
    /// A handler with `purpose = ".."`, or its predicate, takes a caller who is logged in.
    #[error(
        "{handler} takes links, whose callers are not logged in, but its argument `{argument}` needs an access token: take `Link<..>`"
    )]
    #[non_exhaustive]
    ArgumentOfLogin {
        /// The handler.
        handler: SourceLocation,
        /// The argument of the handler or of its predicate, such as `Option<G<User>>`.
        argument: String,
    },
    /// A handler without `purpose = ".."`, or its predicate, takes the caller of a link.
    #[error(
        "{handler} takes no links, but its argument `{argument}` needs one: write `purpose = \"..\"` in its `#[protected(..)]`, or take `G<..>`"
    )]
    #[non_exhaustive]
    ArgumentOfLink {
        /// The handler.
        handler: SourceLocation,
        /// The argument of the handler or of its predicate, such as `Link<User>`.
        argument: String,
    },
}
