//! What the expansions of the macros call: no part of the public API.
//!
//! An expansion is a few lines that name these items; what they do is here.

mod argument;
mod checks;
mod endpoint;
mod guards;
mod handlers;
mod names;
mod predicate;

pub use argument::{
    Arg, ArgCaptures, ArgExtract, ArgIdentity, ArgNeedsToken, Source, ViaAxum, ViaGuard,
};
pub use axum::{extract::FromRef, routing::MethodRouter};
pub use checks::{
    CapturesArg, ClaimsOnlyArg, HandlerOutput, LastArg, PartsArg, PublicArg, Returned,
    captures_match,
};
pub use endpoint::{Call, Endpoint, Methods};
pub use guards::{
    Admission, Gate, Guard, Open, Optional, PublicGuard, Required, Select, SelectGuard,
};
pub use handlers::*;
pub use inventory;
pub use jwt_router_macros::__routes;
pub use names::{is_among, role, scope};
pub use predicate::{Checked, Later, Now, Predicate, Verdict, checked};

#[cfg(feature = "testing")]
pub use crate::testing::check_policy_lock as assert_policy_lock;
pub use crate::{
    guard::{Admitted, RouteGuard},
    mount::{Registered, RouteEntry},
    policy::{Access, ArgIdentity as Identity, Defaults, EntityRef, Method, Names, RouteMeta},
};
