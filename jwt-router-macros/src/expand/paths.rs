//! The path of the runtime crate, and the names of hidden items.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::manifest;
use crate::model::RoutePath;
use crate::syntax::{Access, Method};

/// The path of the runtime crate: the value of `crate = ..`, or `::jwt_router`, or the name of a renamed dependency.
pub(crate) struct Private {
    krate: Vec<TokenTree>,
    named: bool,
}

impl Private {
    pub(crate) fn new(krate: Option<impl ToTokens>) -> Self {
        let named = krate.is_some();
        let tokens = krate.map_or_else(library, ToTokens::into_token_stream);
        Self {
            krate: tokens.into_iter().collect(),
            named,
        }
    }

    /// Returns whether `crate = ..` gives the path.
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    /// Returns the tokens of the crate's path with the spans that they were written with.
    pub(super) fn written(&self) -> TokenStream {
        self.krate.iter().cloned().collect()
    }

    /// Prints the import of `::jwt_router::__private` under the name that [`short`] returns.
    pub(super) fn import(&self) -> TokenStream {
        let krate = self.krate(Span::call_site());
        let short = short(Span::call_site());
        quote!(use #krate::__private as #short;)
    }

    /// Returns the crate's path, with its tokens at `span`.
    ///
    /// rustc joins the spans of one expression only if they have one hygiene context, and else underlines
    /// from the attribute to the argument.
    pub(crate) fn krate(&self, span: Span) -> Crate<'_> {
        Crate {
            tokens: &self.krate,
            span,
        }
    }

    /// Prints `::jwt_router::__private`, with its tokens at `span`.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let krate = self.krate(span);
        quote_spanned! {span=> #krate::__private }
    }
}

/// Returns the path of the runtime crate where no `crate = ..` gives it.
fn library() -> TokenStream {
    let renamed = manifest::renamed().and_then(|name| syn::parse_str::<Ident>(&name).ok());
    renamed.map_or_else(|| quote!(::jwt_router), |name| quote!(::#name))
}

/// The path of the runtime crate, with the span of one place.
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

/// Returns the name of `::jwt_router::__private` inside of an expansion, where `route!` or
/// [`Private::import`] brings it into scope.
///
/// Written in full, the path would be half of an expansion's tokens, and each token is a call to the compiler.
pub(super) fn short(span: Span) -> Ident {
    Ident::new("__jwt_router", span)
}

/// Returns the tokens with another span; names still refer to the same items.
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

/// Returns the identifier of a local variable. It is hygienic: it is never confused with a name of the handler's
/// module.
pub(super) fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(span))
}

/// Returns the name of the hidden function beside the handler `ident`.
///
/// rustc prints this name in the error about a function without a policy in `routes!`, so the name says that a policy
/// is missing.
pub(super) fn hidden_function(ident: &Ident) -> Ident {
    Ident::new(&format!("__policy_of_{}", ident.unraw()), ident.span())
}

/// Returns the name of the hidden macro that a crate can define once per method and shape of path.
pub(super) fn duplicate_guard(access: Access, method: Method, path: &RoutePath) -> Ident {
    let space = match access {
        Access::Whitelisted | Access::Protected => "route",
        Access::Ignored => "ignored",
    };
    let name = format!("__duplicate_{space}_{}_{}", method.name(), path.shape());
    Ident::new(&name, path.literal.span())
}
