//! The annotated item: the parts that a macro reads, and the item as it is emitted again.

mod entity;
mod handler;
mod names;

use proc_macro2::TokenStream;
use syn::Attribute;
use syn::parse::{ParseStream, Parser as _};

pub(crate) use self::entity::EntityItem;
pub(crate) use self::handler::HandlerItem;
pub(crate) use self::names::{NamedVariant, NamesItem};

use crate::manifest;

/// Splits an item into its attributes and the rest, which stays tokens.
fn split_attributes(item: TokenStream) -> syn::Result<(Vec<Attribute>, TokenStream)> {
    (|input: ParseStream<'_>| Ok((input.call(Attribute::parse_outer)?, input.parse()?)))
        .parse2(item)
}

/// Returns whether the attribute is a `#[cfg(..)]`. A generated item has to repeat it, since the generated item names
/// the annotated one, which may not exist in this build.
fn is_cfg(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
}

/// Returns whether `attribute` is probably the macro `name` of this crate. A procedural macro cannot resolve a path, so
/// it compares names: an import under another name is not recognized.
fn is_ours(attribute: &Attribute, name: &str, krate: Option<&syn::Path>) -> bool {
    let path = attribute.path();
    let Some(last) = path.segments.last() else {
        return false;
    };
    let home = path.segments.first().is_some_and(|first| {
        first.ident == "jwt_router"
            || manifest::renamed().is_some_and(|name| first.ident == name)
            || krate
                .and_then(|krate| krate.segments.first())
                .is_some_and(|krate| krate.ident == first.ident)
    });
    last.ident == name && (path.segments.len() == 1 || home)
}
