//! From registered routes to an application that serves them.

mod app;
mod builder;
mod conflicts;
mod defaults;
mod error;
mod exceptions;
mod merge;
mod notice;
mod plan;
mod probe;
mod registered;
mod requirements;
mod states;

pub use app::App;
#[cfg(feature = "testing")]
pub(crate) use app::Origin;
pub use builder::AppBuilder;
pub use error::{BuildError, Location, Problem};
pub use registered::{Registration, RouteEntry, Routes};
