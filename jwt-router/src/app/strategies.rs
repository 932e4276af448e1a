//! Strategies that are missing.

use crate::{
    app::{AppBuilder, builder::Handler},
    location::Location,
    problem::Problem,
};

/// Strategies that a handler takes and that are not configured.
pub(super) fn missing(app: &AppBuilder, handler: &Handler) -> Vec<Problem> {
    let arguments = handler.meta.arguments.iter();
    let strategies = arguments.filter_map(|argument| argument.strategy);
    strategies
        .filter(|strategy| !strategy.is_configured(&app.jwt))
        .map(|strategy| Problem::MissingStrategy {
            handler: Location::from(&handler.meta),
            strategy: strategy.name(),
        })
        .collect()
}
