//! Why an application cannot be built.

use super::{PublicPathProblem, RequirementProblem};
use crate::location::Location;

/// One reason why an [`App`](crate::App) cannot be built.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is nothing to serve.
    #[error(
        "no route is linked into this program: annotate a handler, or name the crate that has them: `use that_crate as _;`"
    )]
    NoRoutes,
    /// The code that runs before `main`, which tells of handlers and of `defaults!`, did not run.
    #[error("nothing ran before `main`, so `defaults!` are unknown: call `__wasm_call_ctors`")]
    UnfilledRegistry,
    /// One route is not that of the lock file: the call of [`locked`](crate::AppBuilder::locked), and why.
    #[error(
        "{0}: {1}; if that is meant, and the tests have it too, write the file anew: JWT_ROUTER_BLESS=1 cargo test"
    )]
    UnlikeLock(Location, String),
    /// Public keys are to be published, and there are none.
    #[cfg(feature = "asymmetric")]
    #[error(
        "{call}: tokens are signed with a secret, which has no public key: call `.signing_key(..)` on the builder of the `JwtRoutes`, or do not publish"
    )]
    #[non_exhaustive]
    NoPublicKey {
        /// The call.
        call: Location,
    },
    /// A handler's state was not supplied.
    #[error(
        "{handler} needs the state `{state}`, which was not supplied (supplied: {supplied}): {advice}"
    )]
    #[non_exhaustive]
    MissingState {
        /// The handler.
        handler: Location,
        /// The type that it needs.
        state: &'static str,
        /// The types that were supplied.
        supplied: String,
        /// What to write instead.
        advice: &'static str,
    },
    /// A list names a function, and the policy that was found for its name is another function's.
    ///
    /// A `use that::*` brings the policy into scope, and the name itself is that of a nearer function.
    #[error(
        "`routes!` lists the function `{listed}`, and found the policy of {handler} under that name: write the path of the handler, or annotate the function"
    )]
    #[non_exhaustive]
    ListedByAnotherName {
        /// The function that the list names.
        listed: &'static str,
        /// The handler whose policy was found.
        handler: Location,
    },
    /// Two states of one type were supplied: one of them would never be seen.
    #[error("two states of the type `{state}` were supplied: wrap one in a type of its own")]
    #[non_exhaustive]
    RepeatedState {
        /// The type.
        state: &'static str,
    },
    /// Two handlers have the same method and path.
    #[error("`{method} {path}` is routed twice: by {first} and by {second}")]
    #[non_exhaustive]
    DuplicateRoute {
        /// The method of both.
        method: &'static str,
        /// The path of both, API prefix included.
        path: String,
        /// The first handler.
        first: Location,
        /// The second handler.
        second: Location,
    },
    /// Two paths cannot stand in one router.
    #[error(
        "the path `{path}` of {route} cannot stand beside `{other_path}` of {other}: name the captures alike in both, and let only one of them end in `{{*..}}`"
    )]
    #[non_exhaustive]
    ConflictingPath {
        /// The path, API prefix included.
        path: String,
        /// Whose path it is.
        route: Location,
        /// The path that was there before.
        other_path: String,
        /// Whose path that is.
        other: Location,
    },
    /// A public path is where it must not be.
    #[error(transparent)]
    PublicPath(#[from] PublicPathProblem),
    /// A handler's entity has no store.
    #[error(
        "{handler} loads the entity `{entity}`, which has no store: call `.entity::<{entity}>(..)` on the `JwtRoutes` builder, or take `G` and write `claims_only`"
    )]
    #[non_exhaustive]
    MissingStore {
        /// The handler.
        handler: Location,
        /// The entity's type.
        entity: &'static str,
    },
    /// A handler takes a provider that is not configured.
    #[error(
        "{handler} takes `{provider}`, which is not configured: call `.{}({provider}::builder(..))` on the `JwtRoutes` builder",
        .provider.to_ascii_lowercase()
    )]
    #[non_exhaustive]
    MissingProvider {
        /// The handler.
        handler: Location,
        /// The provider's type.
        provider: &'static str,
    },
    /// A protected route takes every entity, and there is none.
    #[error(
        "{handler} takes the token of any entity, and there is none: call `.entity::<E>(store)` on the `JwtRoutes` builder"
    )]
    #[non_exhaustive]
    NoEntity {
        /// The handler, or the merged router.
        handler: Location,
    },
    /// A requirement of a handler could never be met, or means nothing.
    #[error(transparent)]
    Requirement(#[from] RequirementProblem),
    /// A handler takes an entity whose tokens do not come to its route.
    #[error(
        "{handler} takes the entity `{argument}`, and tokens of `{entity}` come there only: it would let nobody in; take `G`, then `g.get::<{argument}>()`, or write a handler for each"
    )]
    #[non_exhaustive]
    ArgumentOfOtherEntity {
        /// The handler.
        handler: Location,
        /// The entity that an argument takes.
        argument: &'static str,
        /// The types of the entities whose tokens can come there.
        entity: String,
    },
    /// A handler accepts the tokens of several entities, and an argument refuses all but one.
    #[error(
        "{handler} takes the entity `{argument}`, and tokens of `{others}` come there too, which that argument refuses: take `G`, then `g.get::<{argument}>()`"
    )]
    #[non_exhaustive]
    ArgumentOfOneEntity {
        /// The handler.
        handler: Location,
        /// The entity that an argument takes.
        argument: &'static str,
        /// The types of the other entities whose tokens can come there.
        others: String,
    },
    /// A predicate takes an entity whose tokens do not come to its route.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, and tokens of `{entities}` come there only: it would let nobody in; take `G<..>` of that, or `G` alone, or say `entity = ..` in the attribute"
    )]
    #[non_exhaustive]
    PredicateOfOtherEntity {
        /// The handler.
        handler: Location,
        /// The predicate's path.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
        /// The types of the entities that can come there.
        entities: String,
    },
    /// A route accepts the tokens of several entities, and an argument of its predicate refuses all but one.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, and tokens of `{others}` come there too, which that argument refuses: take `G`, then `g.get::<{entity}>()`, or say `entity = ..` of that alone"
    )]
    #[non_exhaustive]
    PredicateOfOneEntity {
        /// The handler.
        handler: Location,
        /// The predicate's path.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
        /// The entity that it takes.
        entity: &'static str,
        /// The types of the other entities whose tokens can come there.
        others: String,
    },
    /// A predicate takes an entity, and its route loads none.
    #[error(
        "the predicate `{predicate}` of {handler} takes `{argument}`, and `claims_only` loads no entity: remove `claims_only`, or take `G` alone"
    )]
    #[non_exhaustive]
    PredicateOfUnloaded {
        /// The handler.
        handler: Location,
        /// The predicate's path.
        predicate: String,
        /// The type of the predicate's argument.
        argument: String,
    },
    /// Two entities have the same table.
    #[error(
        "the entities `{first}` and `{second}` are both of the table `{table}`: a token could not tell them apart"
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
    /// A public handler stands in a module whose defaults narrow what is guarded.
    #[error(
        "{handler} is public, and {defaults} holds for guarded handlers only: move the handler out of the module, or remove the defaults"
    )]
    #[non_exhaustive]
    PublicUnderDefaults {
        /// The handler.
        handler: Location,
        /// The defaults.
        defaults: Location,
    },
    /// A handler's path does not start as the defaults of its module say.
    #[error(
        "the path `{path}` of {handler} does not lie under `{prefix}`, as {defaults} demands: write `\"{prefix}{path}\"`"
    )]
    #[non_exhaustive]
    OutsideDefaultPrefix {
        /// The handler.
        handler: Location,
        /// Its path, as its attribute has it.
        path: &'static str,
        /// What it should start with.
        prefix: &'static str,
        /// The defaults.
        defaults: Location,
    },
    /// A handler, or the defaults around it, and the defaults of its module name two entities.
    #[error(
        "{first} takes tokens of `{entity}` only, and {defaults} those of `{demanded}` only, and no token is of both: move the handler out of the module, or remove one `entity`"
    )]
    #[non_exhaustive]
    EntityUnlikeDefaults {
        /// The handler, or the defaults of an outer module.
        first: Location,
        /// The types of the entities there.
        entity: String,
        /// The defaults.
        defaults: Location,
        /// The types of the entities in the defaults.
        demanded: String,
    },
    /// An exception opens nothing.
    #[error(
        "{exception} opens no route: {reason}; write the path as it stands in `Router::route`, nested prefixes included"
    )]
    #[non_exhaustive]
    DeadException {
        /// The builder's call.
        exception: Location,
        /// Why nothing is opened.
        reason: String,
    },
    /// A path or prefix given to the builder is not a path.
    #[error("{call}: {reason}")]
    #[non_exhaustive]
    InvalidPath {
        /// The builder's call.
        call: Location,
        /// What is wrong.
        reason: String,
    },
    /// axum refused to merge a hand-written router.
    #[error("{router} cannot be merged: {reason}")]
    #[non_exhaustive]
    Unmergeable {
        /// The call of `merge`.
        router: Location,
        /// axum's words.
        reason: String,
    },
}
