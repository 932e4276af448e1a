//! What a caller needs beside a good token, as lines of a route's constant.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::paths::short;
use crate::args::{Name, NameKind, NameList, Quantity};
use crate::model::{Requirements, ends, spaceless};

/// `.roles(..).scopes(..).fresh(..).guard(..)`, as far as they are demanded.
pub(super) fn requirements(requirements: &Requirements, span: Span) -> TokenStream {
    let Requirements {
        roles,
        scopes,
        fresh,
        guard,
    } = requirements;
    let names = |list: &NameList| {
        let setter = match list.kind {
            NameKind::Role => Ident::new("roles", span),
            NameKind::Scope => Ident::new("scopes", span),
        };
        let list = names(list, span);
        quote_spanned!(span=> .#setter(#list))
    };
    let roles = roles.as_ref().map(names);
    let scopes = scopes.as_ref().map(names);
    let fresh = fresh.map(|seconds| quote_spanned!(span=> .fresh(#seconds)));
    let guard = guard.as_ref().map(|guard| {
        let path = spaceless(guard.to_token_stream());
        quote_spanned!(span=> .guard(#path))
    });
    quote!(#roles #scopes #fresh #guard)
}

/// `Names::All(&[|| role(&Role::Admin)])`: each name is asked for where it stands.
fn names(list: &NameList, span: Span) -> TokenStream {
    let at_span = short(span);
    let quantity = match list.quantity {
        Quantity::All => Ident::new("All", span),
        Quantity::Any => Ident::new("Any", span),
    };
    let names = list.names.iter().map(|name| {
        let (at, value) = match name {
            Name::Text(text) => (text.span(), text.to_token_stream()),
            Name::Path(path) => {
                let (at, _) = ends(path);
                (at, quote_spanned!(at=> &#path))
            }
        };
        let private = short(at);
        let function = Ident::new(list.kind.word(), at);
        quote_spanned!(at=> || #private::#function(#value))
    });
    quote_spanned!(span=> #at_span::Names::#quantity(&[#(#names),*]))
}
