use crate::location::SourceLocation;

/// Why the place of a public path is refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicPathProblem {
    /// An ignored route lies under the API prefix.
    #[error(
        "{route} is ignored, but `{path}` lies under the API prefix `{prefix}`: use `whitelist` there"
    )]
    #[non_exhaustive]
    IgnoredUnderPrefix {
        /// The ignored route.
        route: SourceLocation,
        /// The path of the route.
        path: String,
        /// The API prefix.
        prefix: String,
    },
    /// A guarded route is at or below the path of a public folder or catch-all.
    ///
    /// The router compares the bytes of a path, and the folder decodes the rest of it. The folder may therefore
    /// serve another spelling of the guarded path (`%61` for `a`), which the router does not recognize as
    /// guarded.
    #[error(
        "{guarded} is guarded at `{path}`, and {public} is public for `{public_path}`, which answers that path in another spelling, such as `%61` for `a` or `//` for `/`: move the guarded route to a path of its own, or the public one to a folder without it; a public root needs an `api_name`"
    )]
    #[non_exhaustive]
    GuardedBelow {
        /// The guarded handler, or the merged router.
        guarded: SourceLocation,
        /// The path of the guarded handler, API prefix included; `*` for all of a merged router.
        path: String,
        /// The public handler, service or exception.
        public: SourceLocation,
        /// The path of the public one, API prefix included.
        public_path: String,
    },
    /// A whitelisted exception lies outside the API prefix.
    #[error(
        "{route} is whitelisted, but `{path}` lies outside the API prefix `{prefix}`: write the whole path, or use `ignored`"
    )]
    #[non_exhaustive]
    WhitelistedOutsidePrefix {
        /// The whitelisted exception.
        route: SourceLocation,
        /// The path of the exception.
        path: String,
        /// The API prefix.
        prefix: String,
    },
}
