//! The handlers of `routes![..]`.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{Attribute, Path};

use crate::args::{ListedName, RouteList};
use crate::diagnostics::Diagnostics;

/// The handlers of a `routes![..]` list, without the entries with a mistake.
pub(crate) struct Routes {
    pub(crate) handlers: Vec<ListedHandler>,
}

/// One entry of the list: the path of a handler, its last segment, and the `#[cfg(..)]`s before it.
pub(crate) struct ListedHandler {
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) path: Path,
    pub(crate) ident: Ident,
}

impl Routes {
    pub(crate) fn new(list: RouteList, diagnostics: &mut Diagnostics) -> Self {
        let names = list.names.into_iter();
        let handlers = names
            .filter_map(|name| ListedHandler::new(name, diagnostics))
            .collect();
        Self { handlers }
    }
}

impl ListedHandler {
    fn new(name: ListedName, diagnostics: &mut Diagnostics) -> Option<Self> {
        let ListedName {
            attributes,
            path,
            rest,
        } = name;
        let other = attributes
            .iter()
            .find(|attribute| !attribute.path().is_ident("cfg"));
        if let Some(attribute) = other {
            diagnostics.error(attribute, "only `#[cfg(..)]` is allowed before a handler");
        }
        let ident = path.segments.last().map(|segment| segment.ident.clone())?;
        let next = rest.into_iter().next();
        if let Some(next) = &next {
            follows(&ident, next, diagnostics);
        }
        let is_alone = other.is_none() && next.is_none();
        is_alone.then_some(Self {
            cfgs: attributes,
            path,
            ident,
        })
    }
}

/// Reports the unexpected token after a handler's name.
fn follows(name: &Ident, next: &TokenTree, diagnostics: &mut Diagnostics) {
    match next {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            diagnostics.error_with_help(
                next,
                "the list names handlers, it does not call them",
                format!("write `{name}`"),
            );
        }
        TokenTree::Punct(_) => {
            diagnostics.error_with_help(
                next,
                "a handler has no parameters",
                format!("write `{name}`"),
            );
        }
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {
            diagnostics.error(next, format!("a comma is missing before `{next}`"));
        }
    }
}
