//! The names of an issuer.

use crate::jwt::claims::issuer_name_fault;

/// The names of one issuer: the `iss` of its tokens is one of them, letter for letter.
///
/// The first one is the name of its subjects and in the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct IssuerNames(Vec<String>);

impl IssuerNames {
    pub(crate) fn new(first: impl Into<String>) -> Self {
        Self(vec![first.into()])
    }

    #[must_use]
    pub(crate) fn and(mut self, other: impl Into<String>) -> Self {
        self.add(other);
        self
    }

    pub(crate) fn add(&mut self, other: impl Into<String>) {
        self.0.push(other.into());
    }

    pub(crate) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// Returns what is wrong with each name that no token could have, or that is there twice.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (position, name) in self.0.iter().enumerate() {
            // The message of the first has the name.
            let named = |fault: &str| match position {
                0 => fault.to_owned(),
                _ => format!("its other name `{}`: {fault}", name.escape_debug()),
            };
            faults.extend(issuer_name_fault(name).map(named));
            if self.0.iter().take(position).any(|before| before == name) {
                faults.push(named("it is configured twice"));
            }
        }
        faults
    }
}
