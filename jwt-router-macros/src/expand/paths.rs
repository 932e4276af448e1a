//! Where the runtime crate is, and how hidden things are called.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::model::RoutePath;
use crate::syntax::{Access, Method};

/// The runtime crate: `::jwt_router`, or what `crate = ..` says.
pub(crate) struct Private {
    krate: Vec<TokenTree>,
    named: bool,
}

impl Private {
    pub(crate) fn new(krate: Option<impl ToTokens>) -> Self {
        let named = krate.is_some();
        let tokens = krate.map_or_else(|| quote!(::jwt_router), ToTokens::into_token_stream);
        Self {
            krate: tokens.into_iter().collect(),
            named,
        }
    }

    /// Whether `crate = ..` says where it is.
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    /// Returns the crate's tokens where they were written.
    pub(super) fn written(&self) -> TokenStream {
        self.krate.iter().cloned().collect()
    }

    /// Brings [`short`]'s name into scope.
    pub(super) fn import(&self) -> TokenStream {
        let krate = self.krate(Span::call_site());
        let short = short(Span::call_site());
        quote!(use #krate::__private as #short;)
    }

    /// The crate, with its tokens at `span`.
    ///
    /// Tokens of one expression have to share their span's context: a mixed
    /// expression is underlined from the attribute to the argument.
    pub(crate) fn krate(&self, span: Span) -> Crate<'_> {
        Crate {
            tokens: &self.krate,
            span,
        }
    }

    /// `::jwt_router::__private`, with its tokens at `span`.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let krate = self.krate(span);
        quote_spanned! {span=> #krate::__private }
    }
}

/// The path of the runtime crate, at one place.
pub(crate) struct Crate<'a> {
    tokens: &'a [TokenTree],
    span: Span,
}

impl ToTokens for Crate<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(
            self.tokens
                .iter()
                .map(|token| moved(token.clone(), self.span)),
        );
    }
}

/// What `::jwt_router::__private` is called inside of an expansion, where `route!` or
/// [`Private::import`] brings it into scope.
///
/// The path would be half of an expansion's tokens, and an identifier costs the least to print.
pub(super) fn short(span: Span) -> Ident {
    Ident::new("__jwt_router", span)
}

/// The same tokens at another place; names keep what they refer to.
pub(super) fn at(span: Span, tokens: TokenStream) -> TokenStream {
    tokens.into_iter().map(|token| moved(token, span)).collect()
}

fn moved(mut token: TokenTree, span: Span) -> TokenTree {
    let context = match &token {
        // `$crate` and the path of `crate = ..` are resolved where they were written.
        TokenTree::Ident(word) if word == "$crate" => span.resolved_at(word.span()),
        _ => span,
    };
    token.set_span(context);
    token
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
