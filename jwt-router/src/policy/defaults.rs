use crate::policy::{Requirement, Requirements};

/// The requirements in one call of `defaults!`. They apply to each handler of the module with the call, and of
/// the modules below it, in addition to the handler's own.
///
/// The macro writes it as a constant, and the application reads it at start-up.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    pub(crate) module: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// The prefix that every path in the module must start with. It is checked, and never added to a path.
    pub(crate) prefix: Option<&'static str>,
    /// Functions that make the requirements: a requirement allocates, so a constant cannot hold it.
    requirements: &'static [fn() -> Requirement],
}

impl Defaults {
    /// Returns defaults for this module that require nothing yet.
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

    /// Requires that the path of every handler in the module starts with `prefix`.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Adds these requirements to the policy of every handler in the module.
    #[must_use]
    pub const fn requires(mut self, requirements: &'static [fn() -> Requirement]) -> Self {
        self.requirements = requirements;
        self
    }

    /// Makes the requirements, by calling the function of each.
    pub(crate) fn requirements(&self) -> Requirements {
        self.requirements
            .iter()
            .map(|requirement| requirement())
            .collect()
    }

    /// Returns whether the handler with this path is defined in the module, or in a module inside it.
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
