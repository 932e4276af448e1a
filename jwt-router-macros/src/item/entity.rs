//! Reads the struct under `#[entity(..)]`: its name, generics and named fields.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Attribute, Data, DeriveInput, Field, Fields, Generics, Ident, Visibility};

use super::{is_cfg, is_ours, split_attributes};
use crate::diagnostics::Diagnostics;

/// The annotated struct.
pub(crate) struct EntityItem {
    attributes: Vec<Attribute>,
    rest: TokenStream,
    /// Whether the struct has `#[entity]` only once.
    pub(crate) is_one_entity: bool,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The named fields; empty when the item is not a struct with named fields.
    pub(crate) fields: Vec<Field>,
    /// Whether the item is a struct with named fields.
    pub(crate) has_named_fields: bool,
}

impl EntityItem {
    pub(crate) fn parse(item: TokenStream, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (mut attributes, rest) = split_attributes(item)
            .map_err(|error| diagnostics.push(error))
            .ok()?;
        let all = attributes.len();
        attributes.retain(|attribute| {
            let repeated = is_ours(attribute, "entity", None);
            if repeated {
                let help = "an entity has one table: keep one of them";
                diagnostics.error_with_help(
                    attribute,
                    "`#[entity]` is given twice on one struct",
                    help,
                );
            }
            !repeated
        });
        let input = match syn::parse2::<DeriveInput>(rest.clone()) {
            Ok(input) => input,
            Err(error) if is_struct(&rest) => {
                // rustc says what is wrong there, in better words than syn.
                let message = "`#[entity]` cannot read this struct";
                diagnostics.push(syn::Error::new(error.span(), message));
                return None;
            }
            Err(_) => {
                let first = rest.into_iter().next();
                diagnostics.error(
                    first.to_token_stream(),
                    "`#[entity]` goes on a struct with named fields",
                );
                return None;
            }
        };
        let DeriveInput {
            vis,
            ident,
            generics,
            data,
            ..
        } = input;
        let (fields, has_named_fields) = named_fields(&ident, data, diagnostics);
        Some(Self {
            is_one_entity: attributes.len() == all,
            attributes,
            rest,
            vis,
            ident,
            generics,
            fields,
            has_named_fields,
        })
    }

    /// Returns the struct as it was written, without a second `#[entity]`.
    pub(crate) fn emitted(&self) -> TokenStream {
        let Self {
            attributes, rest, ..
        } = self;
        quote! { #(#attributes)* #rest }
    }

    /// Returns the `#[cfg(..)]` attributes of the struct, which every generated item has to repeat.
    pub(crate) fn cfgs(&self) -> Vec<&Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| is_cfg(attribute))
            .collect()
    }
}

/// Returns whether the item is a struct, however broken its fields are.
fn is_struct(item: &TokenStream) -> bool {
    item.clone()
        .into_iter()
        .any(|token| matches!(token, TokenTree::Ident(word) if word == "struct"))
}

/// Returns the fields of a struct with named fields, and reports any other item. The flag is whether it is such a
/// struct.
fn named_fields(ident: &Ident, data: Data, diagnostics: &mut Diagnostics) -> (Vec<Field>, bool) {
    let other = match data {
        Data::Struct(data) => match data.fields {
            Fields::Named(fields) => return (fields.named.into_iter().collect(), true),
            Fields::Unnamed(_) => "a tuple struct",
            Fields::Unit => "a unit struct",
        },
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    diagnostics.error_with_help(
        ident,
        format!("`#[entity]` goes on a struct with named fields, and `{ident}` is {other}"),
        format!("write `struct {ident} {{ id: i64, .. }}`"),
    );
    (Vec::new(), false)
}
