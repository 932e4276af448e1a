use crate::location::SourceLocation;

/// The reason why a route cannot take links, refresh tokens or tickets as it is declared, or why an argument needs
/// tokens that its route does not take.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenUseProblem {
    /// A handler with `purpose = ".."` takes links of an entity whose tokens have no version, and the application has
    /// no store that could mark a link as used. A link could therefore be used again and again.
    #[error(
        "{handler} takes links of `{entity}`, whose tokens have no version, so that a link could be used again and again: write `token_version = Self::token_version` in its `#[entity(..)]`, or `.sessions(..)` on the `JwtRoutes` builder and mint links with `.once()`"
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
    /// A handler with `refresh` takes refresh tokens, and the application has no sessions.
    #[error(
        "{handler} takes refresh tokens, which only sessions have, and there is no store of sessions: write `.sessions(MemorySessions::new())` on the `JwtRoutes` builder, or another store"
    )]
    #[non_exhaustive]
    NoSessions {
        /// The handler that takes refresh tokens.
        handler: SourceLocation,
    },
    /// A handler with `ticket` takes tickets, and the application has no store that could mark them as used.
    #[error(
        "{handler} takes tickets, each of which is for one use, and there is no store that could mark them as used: write `.sessions(MemorySessions::new())` on the `JwtRoutes` builder, or another store"
    )]
    #[non_exhaustive]
    NoTicketStore {
        /// The handler that takes tickets.
        handler: SourceLocation,
    },
    /// An argument of a handler, or of its predicate, needs tokens of another use than its route takes.
    #[error("{handler} takes {takes}, but its argument `{argument}` needs {needs}: {write}")]
    #[non_exhaustive]
    OtherArgument {
        /// The handler.
        handler: SourceLocation,
        /// The tokens that the route takes, such as `links`.
        takes: &'static str,
        /// The argument of the handler or of its predicate, such as `Option<G<User>>`.
        argument: String,
        /// The token that the argument needs, such as `an access token`.
        needs: &'static str,
        /// What to write instead.
        write: String,
    },
}
