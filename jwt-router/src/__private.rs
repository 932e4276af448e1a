//! Re-exports for the expansions of the macros. This module is not part of the public API.

pub use std::marker::PhantomData as Type;

pub use inventory;
pub use jwt_router_macros::__routes;

pub use crate::__route as route;
#[cfg(feature = "testing")]
pub use crate::testing::{check_policy_lock as assert_policy_lock, fail};
pub use crate::{
    auth::RouteGuard,
    endpoint::*,
    entity::EntityRef,
    jwt::claims::TokenVersion,
    policy::{
        Access, ArgIdentity as Identity, Defaults, Method, Method::*, PredicateIdentity, RouteMeta,
        ignored, protected, requirement::expansion::*, whitelisted,
    },
};
