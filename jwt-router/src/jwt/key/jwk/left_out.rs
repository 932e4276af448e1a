//! The keys of an issuer's key set that are left out because they cannot be used, for the log.

use std::{collections::BTreeMap, fmt};

use super::UnusableKey;

/// The number of positions that are kept for each reason.
const KEPT: usize = 3;

/// The keys of an issuer's key set that are left out because they cannot be used, by reason.
///
/// Only the first positions of each reason are kept, so that a set with many bad keys fills neither the memory
/// nor the log.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct LeftOut(BTreeMap<UnusableKey, Positions>);

#[derive(Debug, Default, Eq, PartialEq)]
struct Positions {
    count: usize,
    first: Vec<usize>,
}

impl LeftOut {
    /// Adds the key at this position of the set. The keys with one reason have to be added in ascending order.
    pub(super) fn add(&mut self, position: usize, reason: UnusableKey) {
        let positions = self.0.entry(reason).or_default();
        positions.count += 1;
        if positions.first.len() < KEPT {
            positions.first.push(position);
        }
    }

    /// Returns how many keys are left out.
    pub(crate) fn count(&self) -> usize {
        self.0.values().map(|positions| positions.count).sum()
    }
}

/// Writes each reason with the positions of its first keys, counted from zero.
impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (reason, positions)) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { "; " };
            write!(formatter, "{between}{reason} ({positions})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Positions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = if self.count == 1 { "key" } else { "keys" };
        formatter.write_str(keys)?;
        for (at, position) in self.first.iter().enumerate() {
            let between = if at == 0 { " " } else { ", " };
            write!(formatter, "{between}{position}")?;
        }
        match self.count.saturating_sub(self.first.len()) {
            0 => Ok(()),
            more => write!(formatter, " and {more} more"),
        }
    }
}
