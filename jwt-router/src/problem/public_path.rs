use crate::location::SourceLocation;

/// The reason why a public path is not allowed in its place.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicPathProblem {
    /// A route that is declared as `ignored` has a path under the API prefix.
    #[error(
        "{route} is ignored, but `{path}` is under the API prefix `{prefix}`: use `whitelist` there"
    )]
    #[non_exhaustive]
    IgnoredUnderPrefix {
        /// The ignored route, or the builder call that declares it.
        route: SourceLocation,
        /// The path of the route.
        path: String,
        /// The API prefix.
        prefix: String,
    },
    /// A guarded route is at or below the path of a public folder, or of a public route with `{*rest}`.
    ///
    /// The router compares the bytes of a path, but the folder decodes the path. The folder may therefore serve
    /// another spelling of the guarded path (`%61` for `a`), which the router does not recognize as guarded.
    #[error(
        "{guarded} is guarded at `{path}`, and {public} is public for `{public_path}`, which would serve that path in another spelling, such as `%61` for `a` or `//` for `/`: move the guarded route to a path of its own, or the public one to a folder without it; a public root needs an `api_name`"
    )]
    #[non_exhaustive]
    GuardedBelow {
        /// The guarded handler, or the merged router.
        guarded: SourceLocation,
        /// The path of the guarded handler, including the API prefix; `*` for all routes of a merged router.
        path: String,
        /// The public handler, service or builder call.
        public: SourceLocation,
        /// The public path, including the API prefix.
        public_path: String,
    },
    /// A route that `.whitelist(..)` makes public has a path outside the API prefix.
    #[error(
        "{route} is whitelisted, but `{path}` is outside the API prefix `{prefix}`: write the whole path, or use `ignored`"
    )]
    #[non_exhaustive]
    WhitelistedOutsidePrefix {
        /// The call of `.whitelist(..)`.
        route: SourceLocation,
        /// The path in that call.
        path: String,
        /// The API prefix.
        prefix: String,
    },
}
