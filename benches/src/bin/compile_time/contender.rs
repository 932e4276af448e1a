//! The crates of one run, those of another checkout's library among them.

use std::path::PathBuf;

use crate::generated::{Generated, Library};
use crate::source::Source;
use crate::variant::Variant;

/// One crate to measure.
pub(crate) struct Contender {
    /// The workspace of the crate.
    pub(crate) generated: Generated,
    /// Which of its crates.
    pub(crate) variant: Variant,
    is_other: bool,
}

impl Contender {
    /// Writes the crates: each variant, and ours once more with the library of the other checkout.
    pub(crate) fn all(variants: &[Variant], source: Source, other: Option<&str>) -> Vec<Self> {
        let own = Self::of(variants, &Library::Own, source);
        let Some(checkout) = other else {
            return own;
        };
        let ours = variants.iter().copied().filter(|variant| variant.is_ours());
        let ours: Vec<Variant> = ours.collect();
        let checkout = PathBuf::from(checkout);
        let checkout = checkout.canonicalize().expect("`--library` names a folder");
        let other = Self::of(&ours, &Library::Other(checkout), source);
        own.into_iter().chain(other).collect()
    }

    fn of(variants: &[Variant], library: &Library, source: Source) -> Vec<Self> {
        let generated = Generated::write(variants, library, source);
        let contenders = variants.iter().map(|variant| Self {
            generated: generated.clone(),
            variant: *variant,
            is_other: matches!(library, Library::Other(_)),
        });
        contenders.collect()
    }

    /// The contender in words.
    pub(crate) fn name(&self) -> String {
        let name = self.variant.name();
        if self.is_other {
            format!("{name}, of `--library`")
        } else {
            name.to_owned()
        }
    }
}
