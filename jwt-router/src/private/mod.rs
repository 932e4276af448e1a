//! What the expansions of the macros call: no part of the public API.
//!
//! An expansion is a few lines that name these items; what they do is here.

mod argument;
mod checks;
mod extract;
mod guards;
mod handlers;
mod mounting;
mod names;
mod predicate;
mod prepare;
mod route;
mod route_macro;
mod verdict;

pub use std::marker::PhantomData as Type;

pub use argument::{
    Arg, ArgFacts, Captured, Count, Fact, Known, No, Same, Token, Unknown, ViaAxum, ViaGuard, Yes,
};
pub use checks::{CapturesArg, ClaimsOnlyArg, HandlerOutput, HandlerState, PublicArg, StatePart};
pub use extract::{Asking, FromAxum, FromGuard, LastArg, LastFromAxum, Never, PartsArg};
pub use guards::{Admission, Asks, Gate, Guard, Open, Optional, Protected, Public, Required};
pub use handlers::*;
pub use inventory;
pub use jwt_router_macros::__routes;
pub use names::{RoleList, is_among, role, scope};
pub use predicate::{Checked, CheckedGuard, InState, Predicate, PredicateArg, PredicateFn};
pub use route::{Route, RouteAs, RouteForm};
pub use verdict::{Later, Now, Verdict};

pub use crate::__route as route;
#[cfg(feature = "testing")]
pub use crate::testing::{check_policy_lock as assert_policy_lock, fail};
pub use crate::{
    guard::{Admitted, RouteGuard},
    mount::{Registered, Registration},
    policy::{
        Access, ArgIdentity as Identity, Defaults, EntityRef, Method, Method::*, Names,
        PredicateIdentity, RouteMeta, ignored, protected, whitelisted,
    },
};
