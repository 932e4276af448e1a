//! `guard = owns_post`: the predicate, a function that accepts or refuses each request.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::ExprPath;

use super::{Kind, Library, Requirement};
use crate::args::{Given, Keyword, Several};
use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement("guard", "the path of a function", "guard = owns_post")
        .of_handlers()
        .other_words(&["check", "predicate"])
        .several(Several::Words, SEVERAL),
    parse: |given, diagnostics| Some(Box::new(Predicate::parse(given, diagnostics)?)),
};

/// The help for several predicates.
const SEVERAL: &str = "write one function that calls them all, and name it: `guard = may_edit`";

/// The path of the predicate.
struct Predicate(ExprPath);

impl Predicate {
    fn parse(given: &Given, diagnostics: &mut Diagnostics) -> Option<Self> {
        let several = |value: &[TokenTree]| is_several(value).then(|| SEVERAL.to_owned());
        given.function(several, diagnostics).map(Self)
    }
}

impl Requirement for Predicate {
    fn expression(&self, library: Library, span: Span) -> TokenStream {
        let library = library(span);
        let path = spaceless(self.0.to_token_stream());
        quote_spanned!(span=> #library::predicate(#path, ::core::module_path!()))
    }

    fn predicate(&self) -> Option<&ExprPath> {
        Some(&self.0)
    }
}

/// Returns whether the value combines several predicates: `[a, b]`, `any(a, b)`, `a && b`, `!a`.
fn is_several(value: &[TokenTree]) -> bool {
    let is_list = match value {
        [TokenTree::Group(_)] => true,
        [TokenTree::Ident(word), TokenTree::Group(_)] => {
            word == "any" || word == "all" || word == "not"
        }
        _ => false,
    };
    let is_operator = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if matches!(sign.as_char(), '&' | '|' | '!' | '+'));
    let is_macro = matches!(value, [.., TokenTree::Punct(_), TokenTree::Group(_)]);
    is_list || (!is_macro && value.iter().any(is_operator))
}
