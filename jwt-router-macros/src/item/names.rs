//! Reads an enum of names: its unit variants, each with `#[name = ".."]` or without.

use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Variant};

use crate::args::NameArg;
use crate::diagnostics::Diagnostics;
use crate::syntax::Naming;

/// The enum under `#[derive(RoleName)]` or `#[derive(ScopeName)]`.
pub(crate) struct NamesItem {
    /// Whether the enum was read without a mistake.
    pub(crate) is_complete: bool,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) variants: Vec<NamedVariant>,
}

/// One variant of the enum.
pub(crate) struct NamedVariant {
    pub(crate) ident: Ident,
    /// The name in `#[name = ".."]`; `None` where the name is derived from the variant's identifier.
    pub(crate) name: Option<NameArg>,
}

impl NamesItem {
    pub(crate) fn parse(
        item: TokenStream,
        naming: Naming,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.len();
        let input = syn::parse2::<DeriveInput>(item)
            .map_err(|error| diagnostics.push(error))
            .ok()?;
        for attribute in input.attrs.iter().filter(|attribute| is_name(attribute)) {
            let message = "`#[name]` goes on a variant";
            diagnostics.error_with_help(attribute, message, "move it to the variant that it names");
        }
        let variants = variants(&input.ident, input.data, naming, diagnostics);
        Some(Self {
            is_complete: diagnostics.len() == before,
            ident: input.ident,
            generics: input.generics,
            variants,
        })
    }
}

fn is_name(attribute: &Attribute) -> bool {
    attribute.path().is_ident("name")
}

/// Returns the variants of an enum, and reports an item that is not an enum, or an enum without variants.
fn variants(
    ident: &Ident,
    data: Data,
    naming: Naming,
    diagnostics: &mut Diagnostics,
) -> Vec<NamedVariant> {
    let derive = naming.derive();
    let other = match data {
        Data::Enum(data) if data.variants.is_empty() => {
            let message = format!("`{ident}` has no variants, and so no names");
            diagnostics.error(ident, message);
            return Vec::new();
        }
        Data::Enum(data) => {
            let variants = data.variants.into_iter();
            return variants
                .map(|variant| named(variant, naming, diagnostics))
                .collect();
        }
        Data::Struct(_) => "a struct",
        Data::Union(_) => "a union",
    };
    diagnostics.error_with_help(
        ident,
        format!("`{derive}` is derived for an enum, and `{ident}` is {other}"),
        format!("write `impl jwt_router::{derive} for {ident}`"),
    );
    Vec::new()
}

/// Reads one variant, and reports a variant that has fields or a second `#[name]`.
fn named(variant: Variant, naming: Naming, diagnostics: &mut Diagnostics) -> NamedVariant {
    let Variant {
        attrs,
        ident,
        fields,
        ..
    } = variant;
    match &fields {
        Fields::Unit => {}
        Fields::Named(_) | Fields::Unnamed(_) => {
            let message = format!("`{ident}` has fields, and a name is a variant without any");
            let help = format!(
                "remove them, or write `impl jwt_router::{}` by hand",
                naming.derive()
            );
            diagnostics.error_with_help(&fields, message, help);
        }
    }
    let mut names = attrs.iter().filter(|attribute| is_name(attribute));
    let name = names
        .next()
        .and_then(|name| NameArg::parse(name, naming, diagnostics));
    for second in names {
        let message = format!("`{ident}` is named twice");
        diagnostics.error_with_help(second, message, "keep one of them");
    }
    NamedVariant { ident, name }
}
