//! A handler: attributes, visibility and signature. The body stays tokens.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Signature, Token, Visibility};

use super::{is_cfg, is_ours, split_attributes};
use crate::diagnostics::Diagnostics;
use crate::model::Access;

/// The annotated function.
///
/// Its body is never parsed, so that one being typed does no harm.
pub(crate) struct HandlerItem {
    attributes: Vec<Attribute>,
    rest: TokenStream,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
}

impl HandlerItem {
    /// Reads the function, or reports why it is none.
    ///
    /// A second policy is reported and taken off, or it would expand too.
    pub(crate) fn parse(
        item: TokenStream,
        access: Access,
        krate: Option<&syn::Path>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let (mut attributes, rest) = split_attributes(item)
            .map_err(|error| diagnostics.push(error))
            .ok()?;
        attributes.retain(|attribute| {
            let second = Access::ALL
                .into_iter()
                .find(|other| is_ours(attribute, other.attribute(), krate));
            if let Some(second) = second {
                second_policy(attribute, access, second, diagnostics);
            }
            second.is_none()
        });
        let read = |input: ParseStream<'_>| {
            let vis = input.parse()?;
            if is_other_item(input) {
                return Err(
                    input.error(format!("`#[{}]` goes on an `async fn`", access.attribute()))
                );
            }
            let sig = input.parse()?;
            input.parse::<TokenStream>()?;
            Ok((vis, sig))
        };
        match read.parse2(rest.clone()) {
            Ok((vis, sig)) => Some(Self {
                attributes,
                rest,
                vis,
                sig,
            }),
            Err(error) => {
                diagnostics.push(error);
                None
            }
        }
    }

    /// The function as it was written.
    pub(crate) fn emitted(&self) -> TokenStream {
        let Self {
            attributes, rest, ..
        } = self;
        quote! { #(#attributes)* #rest }
    }

    /// The `#[cfg(..)]`s, which every generated item needs as well.
    pub(crate) fn cfgs(&self) -> Vec<&Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| is_cfg(attribute))
            .collect()
    }
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
            format!("`#[{outer}]` stands twice on one handler"),
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
