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
    Arg, ArgCaptures, ArgExtract, ArgHoldsEntity, ArgIdentity, ArgMayAsk, ArgNeedsToken, Count,
    Fact, No, Same, Unknown, ViaAxum, ViaGuard, Yes,
};
pub use checks::{
    CapturesArg, ClaimsOnlyArg, FromAxum, FromGuard, HandlerOutput, HandlerState, LastArg,
    LastFromAxum, Never, PartsArg, PublicArg, Returned, StatePart,
};
pub use endpoint::{Call, Endpoint, Methods, Mounted};
pub use guards::{
    Admission, Asks, Gate, Guard, Open, Optional, Public, Required, or, public_guard,
};
pub use handlers::*;
pub use inventory;
pub use jwt_router_macros::__routes;
pub use names::{RoleList, is_among, role, scope};
pub use predicate::{Checked, InState, Later, Now, Predicate, Verdict};

#[cfg(feature = "testing")]
pub use crate::testing::check_policy_lock as assert_policy_lock;
pub use crate::{
    guard::{Admitted, RouteGuard},
    mount::{Listed, Registration, RouteEntry, Stated, Unstated},
    policy::{Access, ArgIdentity as Identity, Defaults, EntityRef, Method, Names, RouteMeta},
};
