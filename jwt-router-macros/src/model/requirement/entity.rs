//! `entity = User`, `entity = any(User, ApiKey)`: the entity types whose tokens the route accepts.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::Type;
use syn::parse::{ParseStream, Parser as _};

use super::names::joined;
use super::{Kind, Library, Requirement};
use crate::args::{Given, Keyword, Several};
use crate::diagnostics::Diagnostics;
use crate::model::held_type::held_type;
use crate::syntax::{ends, pieces, spaceless, tokens};

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement("entity", "a type", "entity = User")
        .other_words(&["user"])
        .several(
            Several::Words,
            "write a list: `entity = any(.., ..)` takes the tokens of each",
        )
        .unnamed(unnamed),
    parse: |given, diagnostics| Some(Box::new(Entities::parse(given, diagnostics)?)),
};

const ONE_OF_SEVERAL: &str = "one of several entities is written with `any`";

/// The accepted entity types, without repetitions.
struct Entities(Vec<Type>);

impl Entities {
    fn parse(given: &Given, diagnostics: &mut Diagnostics) -> Option<Self> {
        match given.tokens().as_slice() {
            [TokenTree::Ident(any), TokenTree::Group(list)]
                if any == "any" && list.delimiter() == Delimiter::Parenthesis =>
            {
                Self::any(list, diagnostics)
            }
            [TokenTree::Group(list)] if list.delimiter() != Delimiter::None => {
                other_list(&given.value, list, diagnostics);
                None
            }
            [TokenTree::Ident(word), TokenTree::Group(list)] if word == "any" || word == "all" => {
                other_list(&given.value, list, diagnostics);
                None
            }
            value => {
                if let Some(types) = joined(value, &['|'], "or") {
                    let help = format!("write `entity = any({types})`");
                    diagnostics.error_with_help(&given.value, ONE_OF_SEVERAL, help);
                    return None;
                }
                let ty = given.value(diagnostics)?;
                let entity = held_type("entity", "G", "entity = ", ty, diagnostics)?;
                Some(Self(vec![entity]))
            }
        }
    }

    /// Parses the types of `any(..)`.
    fn any(list: &Group, diagnostics: &mut Diagnostics) -> Option<Self> {
        let items = pieces(list.stream(), diagnostics);
        if items.is_empty() {
            let help = "write `entity = User`, or remove `entity`";
            diagnostics.error_with_help(list, "no entity is listed", help);
            return None;
        }
        let mut entities = Vec::new();
        let mut known: Vec<String> = Vec::new();
        let mut is_complete = true;
        for item in &items {
            let Some(entity) = listed(item, diagnostics) else {
                is_complete = false;
                continue;
            };
            let text = spaceless(entity.to_token_stream());
            if known.contains(&text) {
                let message = format!("`{text}` is listed twice");
                diagnostics.error_with_help(&entity, message, "keep one of them");
                is_complete = false;
            }
            known.push(text);
            entities.push(entity);
        }
        if let ([one], [_]) = (entities.as_slice(), items.as_slice()) {
            let help = format!("write `entity = {}`", spaceless(one.to_token_stream()));
            diagnostics.error_with_help(one, "`any` takes two entities or more", help);
            return None;
        }
        is_complete.then_some(Self(entities))
    }
}

impl Requirement for Entities {
    fn expression(&self, library: Library, span: Span) -> TokenStream {
        let entities = self.0.iter().map(|entity| {
            // Each call has the span of its type, so that rustc underlines a type that does not implement
            // `Entity`.
            let (at, _) = ends(entity);
            let library = library(at);
            quote_spanned!(at=> #library::EntityRef::of::<#entity>())
        });
        let library = library(span);
        quote_spanned!(span=> #library::entity(&[#(#entities),*]))
    }
}

/// Parses one type of `any(..)`.
fn listed(item: &[TokenTree], diagnostics: &mut Diagnostics) -> Option<Type> {
    let is_list = match item {
        [TokenTree::Group(_)] => true,
        [TokenTree::Ident(word), TokenTree::Group(_)] => word == "any" || word == "all",
        _ => false,
    };
    let read = |input: ParseStream<'_>| Ok((input.parse::<Type>()?, input.parse::<TokenStream>()?));
    match read.parse2(tokens(item)) {
        Ok((ty, rest)) if !is_list => {
            if let Some(next) = rest.into_iter().next() {
                diagnostics.error(&next, format!("a comma is missing before `{next}`"));
                return None;
            }
            held_type("entity", "G", "", ty, diagnostics)
        }
        Ok(_) | Err(_) => {
            let help = "write `entity = any(User, ApiKey)`";
            diagnostics.error_with_help(tokens(item), "a list of entities holds types", help);
            None
        }
    }
}

/// Reports a list in another notation, `[User, ApiKey]`, `(User, ApiKey)` or `all(User, ApiKey)`, and suggests
/// `any`.
fn other_list(value: &TokenStream, list: &Group, diagnostics: &mut Diagnostics) {
    // Mistakes inside the list are dropped here: they are reported once its notation is corrected.
    let mut inside = Diagnostics::default();
    let items = pieces(list.stream(), &mut inside);
    let items: Vec<String> = items.iter().map(|item| spaceless(tokens(item))).collect();
    let (message, help) = match items.as_slice() {
        [] => (
            "`entity` takes one type",
            "write `entity = User`".to_owned(),
        ),
        [one] => ("`entity` takes one type", format!("write `entity = {one}`")),
        several => {
            let help = format!("write `entity = any({})`", several.join(", "));
            (ONE_OF_SEVERAL, help)
        }
    };
    diagnostics.error_with_help(value, message, help);
}

/// Returns the help for a word that looks like the name of a type.
fn unnamed(word: &Ident) -> Option<String> {
    let name = word.to_string();
    let is_type_name = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.contains(|letter: char| letter.is_ascii_lowercase());
    is_type_name.then(|| format!("write `entity = {name}` to take only its tokens"))
}
