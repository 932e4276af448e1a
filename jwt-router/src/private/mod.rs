//! What the expansions of the macros call: no part of the public API.
//!
//! An expansion is a few lines that name these items; what they do is here.

mod argument;
mod checks;
mod endpoint;
mod guards;
mod names;
mod predicate;

pub use argument::{Arg, ArgCaptures, ArgExtract, ArgIdentity, ArgNeedsToken, ViaAxum, ViaGuard};
pub use axum::{
    extract::{FromRef, Request},
    response::Response,
};
pub use checks::{
    CapturesArg, ClaimsOnlyArg, HandlerOutput, LastArg, PartsArg, PublicArg, captures_match, last,
    parts, respond,
};
pub(crate) use endpoint::handler;
pub use endpoint::{Call, Endpoint, from_parts, into_parts};
pub use guards::{
    Admission, Gate, Guard, Open, Optional, PublicGuard, Required, Select, SelectGuard,
};
pub use inventory;
pub use jwt_router_macros::__routes;
pub use names::{is_among, role, scope};
pub use predicate::{Checked, Later, Now, Predicate, Verdict, checked};

#[cfg(feature = "testing")]
pub use crate::testing::check_policy_lock as assert_policy_lock;
pub use crate::{
    guard::{Admitted, RouteGuard},
    mount::{Registered, RouteEntry},
    policy::{Access, ArgIdentity as Identity, EntityRef, Method, Names, RouteMeta},
};
