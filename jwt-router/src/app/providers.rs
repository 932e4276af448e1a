//! Finds handlers and predicates with an argument such as `Google`, a login provider, that the application does not
//! configure.

use std::collections::BTreeSet;

use crate::{
    app::{AppBuilder, builder::Handler},
    location::SourceLocation,
    problem::BuildProblem,
};

/// Returns a problem for each login provider that the handler or its predicate takes and the application does not
/// configure.
pub(super) fn missing(app: &AppBuilder, handler: &Handler) -> Vec<BuildProblem> {
    let is_configured = |provider| {
        let mut authenticators = app.jwt.config().authenticators.iter();
        authenticators.any(|known| known.provider() == Some(provider))
    };
    let arguments = handler.meta.taken();
    // In a set, because the handler and its predicate may take the same provider.
    let names: BTreeSet<&str> = arguments
        .filter_map(|argument| argument.provider)
        .filter(|provider| !is_configured(provider.type_id()))
        .map(|provider| provider.name)
        .collect();
    let problems = names
        .into_iter()
        .map(|provider| BuildProblem::MissingProvider {
            handler: SourceLocation::from(&handler.meta),
            provider,
        });
    problems.collect()
}
