//! The properties of a route by which its requirements are checked for problems at start-up, such as the entities that
//! the route accepts.

use crate::{
    entity::EntityRef, location::SourceLocation, policy::ClaimSources, problem::RequirementProblem,
};

/// The advice in a [`RequirementProblem::KeyInTheWay`] if the name of the claim cannot be configured.
pub(super) const RENAME_KEY: &str = "give the key another name";

/// The properties of a route by which its requirements are checked for problems at start-up. A problem is a requirement
/// that no caller can meet, for example.
pub(crate) struct Restricted<'r> {
    pub(crate) handler: SourceLocation,
    /// The entities whose tokens the route accepts.
    pub(crate) callers: Vec<EntityRef>,
    /// Whether the route names the entities in `callers`. If not, `callers` are all entities of the application.
    pub(crate) names_callers: bool,
    pub(crate) claims_only: bool,
    pub(crate) claims: &'r ClaimSources,
}

impl Restricted<'_> {
    /// Returns a problem if tokens of an accepted entity hold the entity's key in `claim`, which a requirement
    /// reads. `advice` says how to resolve it.
    ///
    /// The key of such an entity would otherwise count as a scope, role or authentication level.
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
