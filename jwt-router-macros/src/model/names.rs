//! The enum of `#[derive(RoleName)]` or `#[derive(ScopeName)]`: each variant with its name.

use syn::ext::IdentExt as _;
use syn::{Generics, Ident, LitStr};

use super::requirement;
use crate::diagnostics::Diagnostics;
use crate::item::{NamedVariant, NamesItem};
use crate::syntax::{Naming, snake_case};

/// The parts of the enum that an expansion needs even after a mistake.
pub(crate) struct NamesEnum<'a> {
    pub(crate) naming: Naming,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
}

/// The checked enum, with the name of each variant.
pub(crate) struct NamesModel<'a> {
    pub(crate) item: NamesEnum<'a>,
    pub(crate) names: Vec<(&'a Ident, LitStr)>,
}

impl<'a> NamesEnum<'a> {
    pub(crate) const fn new(item: &'a NamesItem, naming: Naming) -> Self {
        Self {
            naming,
            ident: &item.ident,
            generics: &item.generics,
        }
    }
}

impl<'a> NamesModel<'a> {
    /// Checks every variant; reports every mistake before it returns `None`.
    pub(crate) fn new(
        item: &'a NamesItem,
        naming: Naming,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.len();
        let mut names: Vec<(&Ident, LitStr)> = Vec::new();
        for variant in &item.variants {
            let name = name(variant);
            requirement::check_name(naming, &name, diagnostics);
            let same = |(_, other): &&(&Ident, LitStr)| other.value() == name.value();
            if let Some((other, _)) = names.iter().find(same) {
                let message = format!("`{other}` has the name `{}` already", name.value());
                diagnostics.error_with_help(&name, message, "give each variant a name of its own");
            }
            names.push((&variant.ident, name));
        }
        (item.is_complete && diagnostics.len() == before).then(|| Self {
            item: NamesEnum::new(item, naming),
            names,
        })
    }
}

/// Returns the name of a variant: the one in its attribute, else the variant's identifier in snake case.
fn name(variant: &NamedVariant) -> LitStr {
    let NamedVariant { ident, name } = variant;
    match name {
        Some(name) => name.0.clone(),
        None => LitStr::new(&snake_case(&ident.unraw().to_string()), ident.span()),
    }
}
