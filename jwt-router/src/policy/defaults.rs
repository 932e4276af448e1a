use crate::policy::{EntityRef, Requirement, RequirementsMeta};

/// What `defaults!` said of its module: written by the macro, read at start-up.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    pub(crate) module: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// What every path of the module starts with; it is checked, never added.
    pub(crate) prefix: Option<&'static str>,
    /// A constant cannot call a trait's method, so it holds the calls.
    requirements: &'static [fn() -> Requirement],
}

impl Defaults {
    /// Defaults of this module that demand nothing yet.
    #[must_use]
    pub const fn new(module: &'static str, file: &'static str, line: u32) -> Self {
        Self {
            module,
            file,
            line,
            prefix: None,
            requirements: &[],
        }
    }

    /// Every path starts with this.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Callers that meet these only.
    #[must_use]
    pub const fn requires(mut self, requirements: &'static [fn() -> Requirement]) -> Self {
        self.requirements = requirements;
        self
    }

    /// Returns the entity that the tokens have to be of.
    pub(crate) fn entity(&self) -> Option<EntityRef> {
        let mut requirements = self.requirements.iter();
        requirements.find_map(|requirement| match requirement() {
            Requirement::Entity(entity) => Some(entity),
            Requirement::Roles(_)
            | Requirement::Scopes(_)
            | Requirement::Fresh(_)
            | Requirement::Predicate(_) => None,
        })
    }

    /// Returns the requirements beside the entity.
    pub(crate) fn requirements(&self) -> RequirementsMeta {
        let mut requirements = RequirementsMeta::NONE;
        for requirement in self.requirements {
            requirements.add(requirement());
        }
        requirements
    }

    /// Whether the handler of this path stands in the module, or in one inside it.
    pub(crate) fn hold_for(&self, handler: &str) -> bool {
        let below = handler.strip_prefix(self.module);
        below.is_some_and(|below| below.starts_with("::"))
    }
}

#[cfg(test)]
mod tests {
    use super::Defaults;

    #[track_caller]
    fn check(module: &'static str, handler: &str, expected: bool) {
        assert_eq!(Defaults::new(module, "", 0).hold_for(handler), expected);
    }

    #[test]
    fn defaults_hold_for_their_module_and_the_modules_inside() {
        check("shop::admin", "shop::admin::delete", true);
        check("shop::admin", "shop::admin::posts::delete", true);
        check("shop", "shop::admin::delete", true);
    }

    #[test]
    fn defaults_do_not_hold_for_neighbors_and_parents() {
        check("shop::admin", "shop::administration::delete", false);
        check("shop::admin", "shop::delete", false);
        check("shop::admin", "shop::admin", false);
        check("shop::admin", "other::shop::admin::delete", false);
    }
}
