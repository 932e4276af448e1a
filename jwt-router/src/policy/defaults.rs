use crate::policy::{Requirement, Requirements};

/// The arguments of one `defaults!` call: requirements for every handler of a module, such as `role = "admin"`.
///
/// The requirements apply to the handlers in the module that contains the call and in its submodules, in addition
/// to each handler's own requirements. `defaults!` expands to a constant of this type, which the application reads
/// at start-up.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    pub(crate) module: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// The prefix of every path in the module, such as `/admin`: each path has to equal the prefix or be below it.
    /// Start-up checks the paths, and never adds the prefix to them. `None` if the call has no `prefix = ..`.
    pub(crate) prefix: Option<&'static str>,
    /// Functions that each return one requirement. A `Requirement` allocates, so a constant cannot hold it
    /// directly.
    requirements: &'static [fn() -> Requirement],
}

impl Defaults {
    /// Returns the defaults of `module`, with no requirements. `file` and `line` are the place of the
    /// `defaults!` call.
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

    /// Requires that the path of every handler in the module equals `prefix`, such as `/admin`, or is below it.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Sets the requirements that are added to the policy of every handler in the module.
    #[must_use]
    pub const fn requires(mut self, requirements: &'static [fn() -> Requirement]) -> Self {
        self.requirements = requirements;
        self
    }

    /// Creates the requirements of these defaults, by calling the function of each requirement.
    pub(crate) fn requirements(&self) -> Requirements {
        self.requirements
            .iter()
            .map(|requirement| requirement())
            .collect()
    }

    /// Returns whether these defaults apply to the handler with this full path: whether the handler is in the
    /// module of the `defaults!` call or in a submodule.
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
