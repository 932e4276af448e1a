//! `"admin"`, `Role::Admin`, `[.., ..]` and `any(.., ..)`: requirements that list names.

mod name;
mod other_list;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::LitStr;

use self::name::Name;
pub(super) use self::other_list::joined;
use self::other_list::other_list;
use super::{Library, Requirement};
use crate::args::Given;
use crate::diagnostics::Diagnostics;
use crate::syntax::{ends, pieces, spaceless};

/// A kind of names (roles, scopes, levels or factors): its words for messages, and its check.
pub(super) struct NameKind {
    /// The name of the argument, which is also the name of the library's function for one name.
    pub(super) argument: &'static str,
    /// The word for one name in messages; it takes an `s` in the plural.
    pub(super) noun: &'static str,
    /// Two typical names in quotes, for the help.
    pub(super) texts: [&'static str; 2],
    /// A typical path of a constant or of a variant, for the help.
    pub(super) path: &'static str,
    /// The name of the library's function that makes the requirement.
    pub(super) function: &'static str,
    /// Checks the text of one name; the flag is whether the name is part of a list.
    pub(super) check: fn(&LitStr, bool, &mut Diagnostics) -> Option<()>,
}

/// Returns the help for an argument with several values outside of a list.
macro_rules! write_a_list {
    ($argument:literal) => {
        concat!(
            "write a list: `",
            $argument,
            " = [.., ..]` requires all, `",
            $argument,
            " = any(.., ..)` one"
        )
    };
}
pub(super) use write_a_list;

/// The names that one argument lists.
pub(super) struct Names {
    kind: &'static NameKind,
    quantity: Quantity,
    list: Vec<Name>,
}

/// How many of the listed names a caller must have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Quantity {
    All,
    Any,
}

impl Names {
    /// Parses the value of an argument: a name, `[.., ..]` or `any(.., ..)`.
    pub(super) fn parse(
        kind: &'static NameKind,
        given: &Given,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        match given.tokens().as_slice() {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => {
                Self::list(kind, Quantity::All, list, diagnostics)
            }
            [TokenTree::Ident(any), TokenTree::Group(list)]
                if any == "any" && list.delimiter() == Delimiter::Parenthesis =>
            {
                Self::list(kind, Quantity::Any, list, diagnostics)
            }
            value => {
                if let Some((message, help)) = other_list(kind, value) {
                    diagnostics.error_with_help(&given.value, message, help);
                    return None;
                }
                Self::new(kind, Quantity::All, &[value.to_vec()], diagnostics)
            }
        }
    }

    /// Parses the names inside of `[..]` or `any(..)`.
    fn list(
        kind: &'static NameKind,
        quantity: Quantity,
        list: &Group,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let items = pieces(list.stream(), diagnostics);
        if items.is_empty() {
            let (argument, [example, _]) = (kind.argument, kind.texts);
            let help = format!("write `{argument} = {example}`, or remove `{argument}`");
            diagnostics.error_with_help(list, format!("no {} is listed", kind.noun), help);
            return None;
        }
        Self::new(kind, quantity, &items, diagnostics)
    }

    /// Parses the names, and rejects a name that is listed twice.
    fn new(
        kind: &'static NameKind,
        quantity: Quantity,
        items: &[Vec<TokenTree>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut list = Vec::new();
        let mut known: Vec<String> = Vec::new();
        let mut is_complete = true;
        for item in items {
            let Some(name) = Name::parse(kind, item, diagnostics) else {
                is_complete = false;
                continue;
            };
            let checked = name.check(kind, items.len() > 1, diagnostics);
            is_complete &= checked.is_some();
            let text = spaceless(name.to_token_stream());
            if known.contains(&text) {
                let message = format!("`{text}` is listed twice");
                diagnostics.error_with_help(&name, message, "keep one of them");
                is_complete = false;
            }
            known.push(text);
            list.push(name);
        }
        is_complete.then_some(Self {
            kind,
            quantity,
            list,
        })
    }
}

impl Requirement for Names {
    /// Returns `roles(Names::All(&[|| role(&Role::Admin)]))`.
    fn expression(&self, library: Library, span: Span) -> TokenStream {
        let quantity = match self.quantity {
            Quantity::All => Ident::new("All", span),
            Quantity::Any => Ident::new("Any", span),
        };
        let names = self.list.iter().map(|name| {
            // Each call has the span of its name, so that rustc underlines a path of the wrong type.
            let (at, value) = match name {
                Name::Text(text) => (text.span(), text.to_token_stream()),
                Name::Path(path) => {
                    let (at, _) = ends(path);
                    (at, quote_spanned!(at=> &#path))
                }
            };
            let library = library(at);
            let function = Ident::new(self.kind.argument, at);
            // The list is a constant, which cannot call a trait's method: closures defer the calls.
            quote_spanned!(at=> || #library::#function(#value))
        });
        let function = Ident::new(self.kind.function, span);
        let library = library(span);
        quote_spanned!(span=> #library::#function(#library::Names::#quantity(&[#(#names),*])))
    }
}
