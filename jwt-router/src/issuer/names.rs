//! The names of an issuer. Each of the issuer's tokens has one of them as its claim `iss`.

use crate::jwt::claims::issuer_name_fault;

/// The names of one issuer. The `iss` of its tokens has to equal one of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct IssuerNames(Vec<String>);

impl IssuerNames {
    pub(crate) fn new(first: impl Into<String>) -> Self {
        Self(vec![first.into()])
    }

    /// Returns the two names that Google documents for the `iss` of its ID tokens.
    pub(crate) fn google() -> Self {
        Self::new("https://accounts.google.com").and("accounts.google.com")
    }

    /// Returns these names with `other` added.
    #[must_use]
    pub(crate) fn and(mut self, other: impl Into<String>) -> Self {
        self.add(other);
        self
    }

    pub(crate) fn add(&mut self, other: impl Into<String>) {
        self.0.push(other.into());
    }

    /// Returns the first name, which identifies the issuer.
    pub(crate) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// Returns the faults of these names: a name that an `iss` cannot have, or one that occurs twice.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (position, name) in self.0.iter().enumerate() {
            // The caller puts the first name before its message.
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
