//! Reads a handler: its attributes, visibility and signature. The body stays tokens.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Signature, Token, Visibility};

use super::{is_cfg, is_ours};
use crate::diagnostics::Diagnostics;
use crate::syntax::Access;

/// The annotated function.
///
/// The function's body is never parsed, so that a body that is still being typed in an editor does no harm.
pub(crate) struct HandlerItem {
    attributes: Vec<Attribute>,
    emitted: TokenStream,
    /// Whether the function has no second policy, as far as the names of its attributes show.
    pub(crate) has_one_policy: bool,
    /// Whether an attribute above this one has written the hidden function already.
    pub(crate) is_expanded: bool,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
}

impl HandlerItem {
    /// Parses the function, or reports why the item is not a function.
    ///
    /// A second policy is reported and removed, since it would expand too. A policy under another name
    /// (`use jwt_router::protected as guarded`) is recognized when it expands, because the first attribute has left a
    /// mark on the function.
    pub(crate) fn parse(
        item: TokenStream,
        access: Access,
        krate: Option<&syn::Path>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let (head, body) = split_body(item.clone());
        let Head {
            mut attributes,
            vis,
            sig,
        } = (|input: ParseStream<'_>| Head::parse(input, access))
            .parse2(head.clone())
            .map_err(|error| diagnostics.push(error))
            .ok()?;
        let is_expanded = attributes.iter().any(is_mark);
        if is_expanded {
            diagnostics.error_with_help(
                Ident::new(access.attribute(), Span::call_site()),
                "a second policy on one handler: a route has one",
                "keep one of the attributes",
            );
        }
        attributes.retain(|attribute| !is_mark(attribute));
        let all = attributes.len();
        attributes.retain(|attribute| {
            let second = Access::ALL
                .into_iter()
                .find(|other| is_ours(attribute, other.attribute(), krate));
            if let Some(second) = second {
                second_policy(attribute, access, second, diagnostics);
            }
            second.is_none()
        });
        let has_one_policy = attributes.len() == all;
        let mark = attributes.iter().any(may_be_policy).then(mark);
        let emitted = if has_one_policy && !is_expanded && mark.is_none() {
            item
        } else {
            let rest = after_attributes(head);
            quote! { #(#attributes)* #mark #rest #body }
        };
        Some(Self {
            attributes,
            emitted,
            has_one_policy,
            is_expanded,
            vis,
            sig,
        })
    }

    /// Returns the function as it was written, but without a second policy, and with the mark if it needs one.
    pub(crate) fn emitted(&self) -> &TokenStream {
        &self.emitted
    }

    /// Returns whether the function has attributes that may allow a lint.
    pub(crate) fn is_annotated(&self) -> bool {
        self.attributes
            .iter()
            .any(|attribute| !is_cfg(attribute) && !attribute.path().is_ident("doc"))
    }

    /// Returns the `#[cfg(..)]` attributes of the function, which every generated item has to repeat.
    pub(crate) fn cfgs(&self) -> Vec<&Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| is_cfg(attribute))
            .collect()
    }
}

/// The names of attributes that belong to the compiler or to rustfmt, so that none of them is a macro.
const BUILT_IN: [&str; 13] = [
    "allow",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "rustfmt",
    "track_caller",
    "warn",
];

/// Returns whether an attribute may be a policy under another name.
fn may_be_policy(attribute: &Attribute) -> bool {
    let first = attribute.path().segments.first();
    first.is_some_and(|first| !BUILT_IN.iter().any(|name| first.ident == name))
}

/// Prints the attribute that marks a function whose policy has been expanded. rustc ignores attributes of rustfmt.
fn mark() -> TokenStream {
    quote!(#[rustfmt::jwt_router_policy])
}

fn is_mark(attribute: &Attribute) -> bool {
    let mut segments = attribute.path().segments.iter();
    let mut is_next = |name| segments.next().is_some_and(|segment| segment.ident == name);
    is_next("rustfmt") && is_next("jwt_router_policy")
}

/// The parts of a function before its body.
struct Head {
    attributes: Vec<Attribute>,
    vis: Visibility,
    sig: Signature,
}

impl Head {
    fn parse(input: ParseStream<'_>, access: Access) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if input.peek(Token![mod]) && access == Access::Protected {
            let message = "`#[protected]` goes on an `async fn`\nhelp: for all handlers of a module, write `jwt_router::defaults! { role = \"admin\" }` in it";
            return Err(input.error(message));
        }
        if is_other_item(input) {
            return Err(input.error(format!("`#[{}]` goes on an `async fn`", access.attribute())));
        }
        // rustc says what is wrong there, in better words than syn.
        let sig = input.parse().map_err(|error| {
            let message = format!("`#[{}]` cannot read this function", access.attribute());
            syn::Error::new(error.span(), message)
        })?;
        // A function without a body has a semicolon here.
        input.parse::<TokenStream>()?;
        Ok(Self {
            attributes,
            vis,
            sig,
        })
    }
}

/// Splits a function into the tokens before its body and the body, without reading the body's tokens, which can be
/// many.
fn split_body(item: TokenStream) -> (TokenStream, Option<TokenTree>) {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let body = tokens.pop_if(
        |last| matches!(last, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
    );
    (tokens.into_iter().collect(), body)
}

/// Returns the tokens between the attributes and the body, as they were written.
fn after_attributes(head: TokenStream) -> TokenStream {
    let rest = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        input.parse()
    };
    rest.parse2(head).unwrap_or_default()
}

fn second_policy(
    attribute: &Attribute,
    first: Access,
    second: Access,
    diagnostics: &mut Diagnostics,
) {
    let (outer, inner) = (first.attribute(), second.attribute());
    if first == second {
        diagnostics.error_with_help(
            attribute,
            format!("`#[{outer}]` is given twice on one handler"),
            "list the methods of a route in one attribute, and write a second handler for a second path",
        );
    } else {
        diagnostics.error_with_help(
            attribute,
            format!("`#[{outer}]` and `#[{inner}]` on one handler: a route has one policy"),
            "keep one of them",
        );
    }
}

fn is_other_item(input: ParseStream<'_>) -> bool {
    input.peek(Token![struct])
        || input.peek(Token![enum])
        || input.peek(Token![union])
        || input.peek(Token![mod])
        || input.peek(Token![impl])
        || input.peek(Token![trait])
        || input.peek(Token![type])
        || input.peek(Token![static])
        || input.peek(Token![use])
        || (input.peek(Token![const]) && input.peek2(syn::Ident) && input.peek3(Token![:]))
        || (input.peek(Token![unsafe]) && (input.peek2(Token![impl]) || input.peek2(Token![trait])))
}
