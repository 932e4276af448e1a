//! Calls handlers. Each request passes the guard of its route and then the predicate (`guard = ..`), if the route
//! has one; then the handler's arguments are extracted, and the handler is called. The module also has the guard
//! of merged routers: hand-written `axum::Router`s that an application adds to its annotated routes.
#![doc = include_str!("expansion.md")]

mod admitted;
mod argument;
mod asks;
mod caller;
mod checks;
mod entering;
mod extract;
mod fallback;
#[cfg(feature = "google")]
mod google;
mod guards;
mod handlers;
mod layer;
mod loaded;
mod markers;
mod minted;
mod mounting;
mod names;
mod needs_token;
mod other_callers;
mod predicate;
mod prepare;
mod public_pattern;
mod refused;
pub(crate) mod registered;
mod route;
mod route_macro;
pub(crate) mod states;
mod token_uses;
mod token_version;
mod unguarded;
mod verdict;

pub use admitted::{Admitted, Leaving};
pub use argument::{Arg, ArgFacts, Captured, Fact, Known, KnownArg, Same};
pub use asks::Asks;
pub use checks::{CapturesArg, ClaimsOnlyArg, HandlerOutput, HandlerState, PublicArg, StatePart};
pub use entering::Entering;
pub use extract::{Asking, FromAxum, FromGuard, LastArg, LastFromAxum, Never, PartsArg};
pub(crate) use fallback::{Fallback, FallbackFuture, fallback, states_of};
pub use fallback::{
    FallbackArg, FallbackArgs, LastFallbackArg, OfBody, OfHead, StateOfArg, Unrouted,
};
pub use guards::{Admission, Exit, Gate, Guard, Open, Optional, Protected, Public, Required};
pub use handlers::*;
pub(crate) use layer::{
    GuardLayer, PublicMethod, PublicServices, ServiceNumber, ThisService, WhichService,
};
pub use loaded::{FromPredicate, Handing, Hands, Loaded, ViaPredicate};
pub use markers::{
    Count, No, RequiresLink, RequiresRefresh, RequiresTicket, RequiresToken, Unknown, ViaAxum,
    ViaGuard, Yes,
};
pub use names::{RoleList, is_among};
pub use needs_token::NeedsToken;
pub use predicate::{Absent, Asked, Checked, CheckedGuard, Deciding, PredicateArg, PredicateFn};
pub(crate) use public_pattern::{OtherRoutes, OutlineLayer, PublicPatternLayer, ReachedRoute};
pub use refused::Refused;
pub use registered::{RegisteredHandler, Registration, Routes};
pub use route::{ListedFunction, ListedFunctions, Route, RouteAs, RouteForm, listed};
pub(crate) use states::States;
pub use token_uses::{AccessArg, LinkArg, RefreshArg, TicketArg};
pub use token_version::{IntoTokenVersion, token_version};
use unguarded::of_another_use;
pub(crate) use unguarded::unguarded;
pub use verdict::{Later, Nothing, Now, Verdict};
