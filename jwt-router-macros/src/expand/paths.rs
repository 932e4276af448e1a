//! Where the runtime crate is, and how hidden things are called.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Path;
use syn::ext::IdentExt as _;

use crate::model::{Access, Method, RoutePath};

/// The runtime crate: `::jwt_router`, or what `crate = ..` says.
pub(crate) struct Private {
    krate: TokenStream,
}

impl Private {
    pub(crate) fn new(krate: Option<&Path>) -> Self {
        Self {
            krate: krate.map_or_else(|| quote!(::jwt_router), quote::ToTokens::to_token_stream),
        }
    }

    /// Brings [`short`]'s name into scope, and the traits that `with` names.
    pub(super) fn import(&self, with: Option<TokenStream>) -> TokenStream {
        let krate = &self.krate;
        let short = short(Span::call_site());
        with.map_or_else(
            || quote!(use #krate::__private as #short;),
            |with| quote!(use #krate::__private::{self as #short, #with};),
        )
    }

    /// The crate, with its tokens at `span`.
    ///
    /// Tokens of one expression have to share their span's context: a mixed
    /// expression is underlined from the attribute to the argument.
    pub(crate) fn krate(&self, span: Span) -> TokenStream {
        at(span, self.krate.clone())
    }

    /// `::jwt_router::__private`, with its tokens at `span`.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let krate = self.krate(span);
        quote::quote_spanned! {span=> #krate::__private }
    }
}

/// What `::jwt_router::__private` is called inside of an expansion, where [`Private::import`] stands.
///
/// The path would be half of an expansion's tokens, and an identifier costs the least to print.
pub(super) fn short(span: Span) -> Ident {
    Ident::new("__jwt_router", span)
}

/// The same tokens at another place; names keep what they refer to.
pub(super) fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let mut moved = TokenStream::new();
    for mut token in tokens {
        let context = match &token {
            // `$crate` and the path of `crate = ..` are resolved where they were written.
            TokenTree::Ident(word) if word == "$crate" => span.resolved_at(word.span()),
            _ => span,
        };
        token.set_span(context);
        moved.extend([token]);
    }
    moved
}

/// A local variable that no name of the handler's module can be confused with.
pub(super) fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(span))
}

/// The hidden function beside the handler `ident`: rustc names it where `routes!` finds none.
pub(super) fn hidden_function(ident: &Ident) -> Ident {
    Ident::new(&format!("__policy_of_{}", ident.unraw()), ident.span())
}

/// The hidden macro that a crate can define only once per method and shape of path.
pub(super) fn duplicate_guard(access: Access, method: Method, path: &RoutePath) -> Ident {
    let space = match access {
        Access::Whitelisted | Access::Protected => "route",
        Access::Ignored => "ignored",
    };
    let name = format!("__duplicate_{space}_{}_{}", method.name(), path.shape());
    Ident::new(&name, path.literal.span())
}
