//! The accessor: the method of `G<User>` that returns the entity, named after its table.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::{Lit, LitStr};

use super::snake_case;
use crate::diagnostics::Diagnostics;
use crate::item::EntityItem;

/// The names of the public methods of `G`. Method resolution finds them before the methods of the entity that `G`
/// derefs to, so an accessor with such a name could not be called. A test, `tests/it/accessors.rs`, compares the list
/// with the sources of `G`.
const METHODS_OF_G: &[&str] = &[
    "claims",
    "expires_at",
    "get",
    "into_inner",
    "key",
    "table",
    "token_id",
    "until_end",
];

/// The names of methods of traits that `G` implements, which would hide an accessor as well.
const TRAIT_METHODS_OF_G: &[&str] = &["clone", "deref"];

fn is_method_of_g(name: &str) -> bool {
    METHODS_OF_G.contains(&name) || TRAIT_METHODS_OF_G.contains(&name)
}

/// The checked name of the accessor; the field is `None` for an entity without an accessor.
pub(super) struct Accessor {
    pub(super) name: Option<Ident>,
}

impl Accessor {
    /// Checks the value of `accessor`, or derives the accessor's name from the table's if `accessor` is left out.
    pub(super) fn new(
        accessor: Option<Lit>,
        table: Option<&LitStr>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let name = match accessor {
            Some(Lit::Bool(value)) if !value.value => return Some(Self { name: None }),
            Some(Lit::Str(name)) => {
                let accessor = method_name(&name.value(), name.span())
                    .filter(|ident| ident.unraw() == name.value());
                if accessor.is_none() {
                    let message = "an accessor is a method: lower case letters, digits and `_`";
                    diagnostics.error_with_help(&name, message, "write `accessor = \"users\"`");
                }
                accessor
            }
            Some(other) => {
                let help = "write `accessor = \"users\"`, or `accessor = false` for none";
                diagnostics.error_with_help(other, "`accessor` takes a string or `false`", help);
                None
            }
            None => {
                let table = table.filter(|table| !table.value().trim().is_empty())?;
                let written = table.value();
                let last = written.rsplit('.').next().unwrap_or_default();
                let accessor = method_name(&snake_case(last), table.span());
                if accessor.is_none() {
                    let message = format!("no method can be named after the table `{written}`");
                    let help = "name one: `accessor = \"users\"`, or have none: `accessor = false`";
                    diagnostics.error_with_help(table, message, help);
                }
                accessor
            }
        };
        name.map(|name| Self { name: Some(name) })
    }

    /// Checks that no method of `G` hides the accessor.
    pub(super) fn reachable(
        self,
        item: &EntityItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let hidden = self.name.as_ref();
        let hidden = hidden.filter(|accessor| is_method_of_g(&accessor.unraw().to_string()));
        let Some(accessor) = hidden else {
            return Some(self);
        };
        let (entity, name) = (&item.ident, accessor.unraw());
        let help = format!("write `accessor = \"{}\"`", free_accessor(item));
        diagnostics.error_with_help(
            accessor,
            format!(
                "`G<{entity}>` has a method `{name}` of its own, so no accessor can be called that"
            ),
            help,
        );
        None
    }
}

/// Returns an accessor's name to suggest: the struct's name in snake case, with `_row` if `G` has a method of that
/// name.
fn free_accessor(item: &EntityItem) -> String {
    let name = snake_case(&item.ident.unraw().to_string());
    if is_method_of_g(&name) {
        format!("{name}_row")
    } else {
        name
    }
}

/// Returns `name` as an identifier, raw (`r#type`) if it is a keyword, or `None` if it is not the name of a
/// method.
pub(super) fn method_name(name: &str, span: Span) -> Option<Ident> {
    let mut letters = name.chars();
    let starts = letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || first == '_');
    let goes_on = letters
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    // Rust allows no raw identifiers for these three keywords, and `_` is not a name.
    let is_reserved =
        matches!(name, "self" | "super" | "crate") || name.chars().all(|letter| letter == '_');
    if !starts || !goes_on || is_reserved {
        return None;
    }
    let is_keyword = name == "gen" || syn::parse_str::<Ident>(name).is_err();
    Some(if is_keyword {
        Ident::new_raw(name, span)
    } else {
        Ident::new(name, span)
    })
}
