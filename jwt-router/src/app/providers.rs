//! Finds handlers with an argument such as `Google`, a login provider, that the application does not configure.

use crate::{
    app::{AppBuilder, builder::Handler},
    location::SourceLocation,
    problem::BuildProblem,
};

/// Returns a problem for each login provider that the handler takes and the application does not configure.
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
