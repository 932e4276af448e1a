//! The description of a route by which start-up checks the route's requirements, for example whether any caller
//! can meet them.

use crate::{
    entity::EntityRef, location::SourceLocation, policy::ClaimSources, problem::RequirementProblem,
};

/// The advice of [`RequirementProblem::KeyInTheWay`] for a requirement that reads a claim with a fixed name, such
/// as `acr`: if tokens hold an entity's key in that claim, only the key can get another name.
pub(super) const RENAME_KEY: &str = "give the key another name";

/// The properties of a protected route that start-up compares with the route's requirements, to find requirements
/// that no caller can meet, such as a role on a route whose callers cannot have roles.
pub(crate) struct Restricted<'r> {
    pub(crate) handler: SourceLocation,
    /// The entities whose tokens the route accepts.
    pub(crate) callers: Vec<EntityRef>,
    /// Whether the route has a requirement that names the entities in `callers`. If not, `callers` are all
    /// entities that have a store or, on a `claims_only` route, all entities of the application.
    pub(crate) names_callers: bool,
    pub(crate) claims_only: bool,
    pub(crate) claims: &'r ClaimSources,
}

impl Restricted<'_> {
    /// Returns a problem if tokens of an accepted entity hold the entity's key (such as its id) in `claim`, a
    /// claim that a requirement reads. `advice` is the change that the problem's message suggests.
    ///
    /// Without this check, the key would count as a scope, role or authentication level.
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
