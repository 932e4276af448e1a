//! Providers that are missing.

use crate::{
    app::{AppBuilder, builder::Handler},
    location::Location,
    problem::Problem,
};

/// Providers that a handler takes and that are not configured.
pub(super) fn missing(app: &AppBuilder, handler: &Handler) -> Vec<Problem> {
    let configured = &app.jwt.config().strategies;
    let arguments = handler.meta.arguments.iter();
    let providers = arguments.filter_map(|argument| argument.provider);
    providers
        .filter(|provider| !configured.has(provider.type_id()))
        .map(|provider| Problem::MissingProvider {
            handler: Location::from(&handler.meta),
            provider: provider.name,
        })
        .collect()
}
