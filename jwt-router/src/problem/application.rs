//! The problems of an application, which `AppBuilder::build` reports.

use super::{PublicPathProblem, RequirementProblem, TokenUseProblem};
use crate::location::SourceLocation;

/// One reason why an [`App`](crate::App) cannot be built.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildProblem {
    /// The application has no routes.
    #[error(
        "no route is linked into this program: annotate a handler, or name the crate that has them: `use that_crate as _;`"
    )]
    NoRoutes,
    /// The code that runs before `main` and registers handlers and `defaults!` has not run.
    #[error("no code ran before `main`, so `defaults!` are unknown: call `__wasm_call_ctors`")]
    UnfilledRegistry,
    /// A route differs from the lock file that was passed to [`locked`](crate::AppBuilder::locked). The fields
    /// are that call and the difference.
    #[error(
        "{0}: {1}; if that is meant, and the tests have it too, write the file anew: JWT_ROUTER_BLESS=1 cargo test"
    )]
    UnlikeLock(SourceLocation, String),
    /// The builder publishes public keys, but the application signs with a secret.
    #[cfg(feature = "asymmetric")]
    #[error(
        "{call}: tokens are signed with a secret, which has no public key: call `.signing_key(..)` on the builder of the `JwtRoutes`, or do not publish"
    )]
    #[non_exhaustive]
    NoPublicKey {
        /// The call of `publish_jwks`.
        call: SourceLocation,
    },
    /// A handler takes a state that the application does not provide with `.state(..)`.
    #[error(
        "{handler} needs the state `{state}`, which was not supplied (supplied: {supplied}): {advice}"
    )]
    #[non_exhaustive]
    MissingState {
        /// The handler that takes the state.
        handler: SourceLocation,
        /// The type of the missing state.
        state: &'static str,
        /// The types of the states that the application provides.
        supplied: String,
        /// What to write instead.
        advice: &'static str,
    },
    /// A [`routes!`](crate::routes) list names a function, but the policy in scope under that name belongs to
    /// another one, which `use that::*` imports into a module with a function of the same name.
    #[error(
        "`routes!` lists the function `{listed}`, but the policy under that name is that of {handler}: write the path of the handler, or annotate the function"
    )]
    #[non_exhaustive]
    ListedByAnotherName {
        /// The function that the list names.
        listed: &'static str,
        /// The handler that the policy belongs to.
        handler: SourceLocation,
    },
    /// The application provides two states of one type, of which handlers could get only one.
    #[error("two states of the type `{state}` were supplied: wrap one in a type of its own")]
    #[non_exhaustive]
    RepeatedState {
        /// The type of the states.
        state: &'static str,
    },
    /// Two fallbacks were set for the same requests.
    #[error("{second} replaces {first}: remove one")]
    #[non_exhaustive]
    RepeatedFallback {
        /// The first call.
        first: SourceLocation,
        /// The second call.
        second: SourceLocation,
    },
    /// Two routes have the same method and path.
    #[error("`{method} {path}` is routed twice: by {first} and by {second}")]
    #[non_exhaustive]
    DuplicateRoute {
        /// The method of both routes.
        method: &'static str,
        /// The path of both routes, including the API prefix.
        path: String,
        /// The first handler.
        first: SourceLocation,
        /// The second handler.
        second: SourceLocation,
    },
    /// The paths of two routes conflict, so one router cannot have both.
    #[error(
        "the path `{path}` of {route} conflicts with `{other_path}` of {other}: name the captures alike in both, and let only one of them end in `{{*..}}`"
    )]
    #[non_exhaustive]
    ConflictingPath {
        /// The path that conflicts, including the API prefix.
        path: String,
        /// The route with the path that conflicts.
        route: SourceLocation,
        /// The other path, which the router has already.
        other_path: String,
        /// The route with the other path.
        other: SourceLocation,
    },
    /// A public path is in a place where it is not allowed, such as above a guarded route.
    #[error(transparent)]
    PublicPath(#[from] PublicPathProblem),
    /// The guard of a handler has to load an entity that has no store.
    #[error(
        "{handler} loads the entity `{entity}`, which has no store: call `.entity::<{entity}>(..)` on the `JwtRoutes` builder, or take `G` and write `claims_only`"
    )]
    #[non_exhaustive]
    MissingStore {
        /// The handler whose entity has no store.
        handler: SourceLocation,
        /// The type of the entity.
        entity: &'static str,
    },
    /// A handler or its predicate takes a login provider, such as `Google`, that the application does not configure.
    #[error(
        "{handler} or its predicate takes `{provider}`, which is not configured: call `.{}({provider}::builder(..))` on the `JwtRoutes` builder",
        .provider.to_ascii_lowercase()
    )]
    #[non_exhaustive]
    MissingProvider {
        /// The handler that takes the provider, or whose predicate takes it.
        handler: SourceLocation,
        /// The type of the provider.
        provider: &'static str,
    },
    /// A protected route accepts every entity, but the application has no entities.
    #[error(
        "{handler} takes the token of any entity, and no entity is configured: call `.entity::<E>(store)` on the `JwtRoutes` builder"
    )]
    #[non_exhaustive]
    NoEntity {
        /// The handler, or the merged router.
        handler: SourceLocation,
    },
    /// A requirement of a handler can never be met, or has no effect.
    #[error(transparent)]
    Requirement(#[from] RequirementProblem),
    /// A route cannot take its tokens as it is declared, or an argument needs tokens of another use.
    #[error(transparent)]
    TokenUse(#[from] TokenUseProblem),
    /// A handler takes an entity whose tokens its route does not accept.
    #[error(
        "{handler} takes the entity `{argument}`, but its route accepts only tokens of `{entity}`, so it would refuse every caller: take `G`, then `g.get::<{argument}>()`, or write a handler for each"
    )]
    #[non_exhaustive]
    ArgumentOfOtherEntity {
        /// The handler that takes the entity.
        handler: SourceLocation,
        /// The entity that an argument takes.
        argument: &'static str,
        /// The types of the entities whose tokens the route accepts.
        entity: String,
    },
    /// A handler accepts the tokens of several entities, and an argument refuses all but one.
    #[error(
        "{handler} takes the entity `{argument}`, but its route also accepts tokens of `{others}`, which that argument refuses: take `G`, then `g.get::<{argument}>()`"
    )]
    #[non_exhaustive]
    ArgumentOfOneEntity {
        /// The handler that takes the entity.
        handler: SourceLocation,
        /// The entity that an argument takes.
        argument: &'static str,
        /// The types of the other entities whose tokens the route accepts.
        others: String,
    },
    /// A predicate takes an entity whose tokens its route does not accept.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, but the route accepts only tokens of `{entities}`, so it would refuse every caller: take `G<..>` of an accepted entity, or `G` alone, or write `entity = ..` in the attribute"
    )]
    #[non_exhaustive]
    PredicateOfOtherEntity {
        /// The handler whose route has the predicate.
        handler: SourceLocation,
        /// The path of the predicate.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
        /// The types of the entities whose tokens the route accepts.
        entities: String,
    },
    /// A route accepts the tokens of several entities, and an argument of its predicate refuses all but one.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, but the route also accepts tokens of `{others}`, which that argument refuses: take `G`, then `g.get::<{entity}>()`, or write `entity = ..` with that one alone"
    )]
    #[non_exhaustive]
    PredicateOfOneEntity {
        /// The handler whose route has the predicate.
        handler: SourceLocation,
        /// The path of the predicate.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
        /// The entity that the argument takes.
        entity: &'static str,
        /// The types of the other entities whose tokens the route accepts.
        others: String,
    },
    /// A predicate takes a loaded entity, but its route is `claims_only`.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, and `claims_only` loads no entity: remove `claims_only`, or take `G` alone"
    )]
    #[non_exhaustive]
    PredicateOfUnloaded {
        /// The handler whose route has the predicate.
        handler: SourceLocation,
        /// The path of the predicate.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
    },
    /// Two entity types have the same table, so a token of that table could name either.
    #[error(
        "the entities `{first}` and `{second}` have the same table `{table}`, and a token identifies its entity by the table: give each a table of its own"
    )]
    #[non_exhaustive]
    DuplicateTable {
        /// The table that both types have.
        table: &'static str,
        /// The first entity type.
        first: &'static str,
        /// The second entity type.
        second: &'static str,
    },
    /// A public handler is in a module with `defaults!`, which apply to protected handlers only.
    #[error(
        "{handler} is public, and {defaults} applies to protected handlers only: move the handler out of the module, or remove the defaults"
    )]
    #[non_exhaustive]
    PublicUnderDefaults {
        /// The public handler.
        handler: SourceLocation,
        /// The `defaults!` call in the handler's module.
        defaults: SourceLocation,
    },
    /// A handler's path does not start with the prefix that the defaults of its module require.
    #[error(
        "the path `{path}` of {handler} is not under `{prefix}`, as {defaults} requires: write `\"{prefix}{path}\"`"
    )]
    #[non_exhaustive]
    OutsideDefaultPrefix {
        /// The handler with the path.
        handler: SourceLocation,
        /// The path in its attribute.
        path: &'static str,
        /// The prefix that the path must have.
        prefix: &'static str,
        /// The `defaults!` call that requires the prefix.
        defaults: SourceLocation,
    },
    /// The `defaults!` of a module, and a handler or other `defaults!` inside of it, accept no common entity.
    #[error(
        "{first} takes tokens of `{entity}` only, and {defaults} those of `{demanded}` only, and a token has one entity: move the handler out of the module, or remove one `entity`"
    )]
    #[non_exhaustive]
    EntityUnlikeDefaults {
        /// The handler, or the other `defaults!` call.
        first: SourceLocation,
        /// The types of the entities that the handler, or the other `defaults!` call, accepts.
        entity: String,
        /// The `defaults!` call of the module.
        defaults: SourceLocation,
        /// The types of the entities that the `defaults!` call accepts.
        demanded: String,
    },
    /// A builder call should make a route of a merged router public, but no such route exists.
    #[error(
        "{exception} makes no route public: {reason}; write the path as in `Router::route`, nested prefixes included"
    )]
    #[non_exhaustive]
    DeadException {
        /// The builder call, `whitelist` or `ignored`.
        exception: SourceLocation,
        /// The reason why the call matches no route.
        reason: String,
    },
    /// A path or prefix that was passed to the builder is invalid.
    #[error("{call}: {reason}")]
    #[non_exhaustive]
    InvalidPath {
        /// The builder call with the path.
        call: SourceLocation,
        /// The rule for paths that the path breaks.
        reason: String,
    },
    /// axum could not merge a hand-written router, because its routes conflict with others.
    #[error("{router} cannot be merged: {reason}")]
    #[non_exhaustive]
    Unmergeable {
        /// The call of `merge` with the router.
        router: SourceLocation,
        /// The message of axum's panic.
        reason: String,
    },
}
