//! Ways to authenticate beside our own bearer tokens.

use std::{any, fmt};

use crate::{auth::JwtRoutes, config::Builder};

/// A way to authenticate beside our own bearer tokens, such as [`Google`](crate::Google).
///
/// It is configured with [`Builder::strategy`], and found by its type: as an argument of a handler,
/// or with [`JwtRoutes::strategy`].
pub trait Strategy: Clone + Send + Sync + sealed::Sealed + 'static {
    /// The strategy of a configuration, if it has one of this type.
    #[doc(hidden)]
    fn of(jwt: &JwtRoutes) -> Option<Self>;
}

/// What configures a [`Strategy`].
pub trait StrategyBuilder: sealed::Sealed {
    /// What is configured.
    type Strategy: Strategy;

    /// Adds the strategy to a configuration.
    #[doc(hidden)]
    fn add_to(self, builder: &mut Builder);
}

pub(crate) mod sealed {
    #[expect(unnameable_types, reason = "only this crate has strategies")]
    pub trait Sealed {}
}

/// A strategy's type as a constant, for what has to know it before the first request.
#[derive(Clone, Copy)]
pub(crate) struct StrategyRef {
    name: fn() -> &'static str,
    is_configured: fn(&JwtRoutes) -> bool,
}

impl StrategyRef {
    /// The reference to `T`.
    #[must_use]
    pub(crate) const fn of<T: Strategy>() -> Self {
        Self {
            name: any::type_name::<T>,
            is_configured: |jwt| T::of(jwt).is_some(),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        let name = (self.name)();
        name.rsplit_once("::").map_or(name, |(_, name)| name)
    }

    pub(crate) fn is_configured(self, jwt: &JwtRoutes) -> bool {
        (self.is_configured)(jwt)
    }
}

impl fmt::Debug for StrategyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StrategyRef({})", self.name())
    }
}
