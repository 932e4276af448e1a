//! Finds handlers that take a provider which is not configured.

use crate::{
    app::{AppBuilder, builder::Handler},
    location::SourceLocation,
    problem::BuildProblem,
};

/// Returns a problem for each provider that a handler takes and that is not configured.
pub(super) fn missing(app: &AppBuilder, handler: &Handler) -> Vec<BuildProblem> {
    let is_configured = |provider| {
        let mut authenticators = app.jwt.config().authenticators.iter();
        authenticators.any(|known| known.provider() == Some(provider))
    };
    let arguments = handler.meta.arguments.iter();
    let providers = arguments.filter_map(|argument| argument.provider);
    providers
        .filter(|provider| !is_configured(provider.type_id()))
        .map(|provider| BuildProblem::MissingProvider {
            handler: SourceLocation::from(&handler.meta),
            provider: provider.name,
        })
        .collect()
}
