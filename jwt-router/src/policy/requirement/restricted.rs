//! The facts about a route by which its requirements are checked at start-up.

use crate::{
    entity::EntityRef, location::SourceLocation, policy::ClaimSources, problem::RequirementProblem,
};

/// The advice in a [`RequirementProblem::KeyInTheWay`] about a claim whose name cannot be configured.
pub(super) const RENAME_KEY: &str = "give the key another name";

/// The facts about a route from which its requirements derive their problems.
pub(crate) struct Restricted<'r> {
    pub(crate) handler: SourceLocation,
    /// The entities whose tokens the route accepts.
    pub(crate) callers: Vec<EntityRef>,
    /// Whether the route names these entities. If not, `callers` are all entities of the application.
    pub(crate) names_callers: bool,
    pub(crate) claims_only: bool,
    pub(crate) claims: &'r ClaimSources,
}

impl Restricted<'_> {
    /// Returns a problem if an accepted entity stores its key in the claim that a requirement reads.
    ///
    /// The key of such an entity would count as a scope, role or authentication level.
    pub(super) fn key_in_the_way(
        &self,
        claim: &str,
        advice: &'static str,
    ) -> Option<RequirementProblem> {
        let entity = self.callers.iter().find(|entity| entity.key() == claim)?;
        Some(RequirementProblem::KeyInTheWay {
            handler: self.handler.clone(),
            claim: claim.to_owned(),
            entity: entity.type_name(),
            advice,
        })
    }
}
