//! Command line options: `--name value` and `--flag`.

use std::env;

/// The command line's options, all of them known.
#[derive(Debug)]
pub struct Options {
    pairs: Vec<(String, Option<String>)>,
}

impl Options {
    /// Reads the command line.
    ///
    /// `valued` are the options that take a value, `flags` those that take none.
    ///
    /// # Panics
    ///
    /// Panics with the known options when one is unknown or lacks its value.
    #[must_use]
    pub fn from_args(valued: &[&str], flags: &[&str]) -> Self {
        let mut pairs = Vec::new();
        let mut args = env::args().skip(1);
        while let Some(arg) = args.next() {
            if valued.contains(&arg.as_str()) {
                let value = args.next();
                assert!(value.is_some(), "`{arg}` needs a value");
                pairs.push((arg, value));
            } else {
                assert!(
                    flags.contains(&arg.as_str()),
                    "unknown option `{arg}`: known are {valued:?} with a value and {flags:?}"
                );
                pairs.push((arg, None));
            }
        }
        Self { pairs }
    }

    /// The number after `name`, or `default`.
    #[must_use]
    pub fn number(&self, name: &str, default: usize) -> usize {
        self.text(name).map_or(default, |value| {
            value
                .parse()
                .unwrap_or_else(|_| panic!("`{name}` takes a number, not `{value}`"))
        })
    }

    /// The text after `name`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(known, _)| known == name);
        found.and_then(|(_, value)| value.as_deref())
    }

    /// Whether `name` is there.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == name)
    }
}
