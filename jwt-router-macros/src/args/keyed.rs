//! Collects `key = value` arguments and flags, and reports unknown, repeated and empty ones.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};

use super::given::Given;
use super::keyword::Keyword;
use crate::diagnostics::{Diagnostics, nearest};
use crate::syntax::tokens;

/// The arguments with names, and the flags, of one attribute, in the order in which they are written.
pub(super) struct KeyedArgs {
    known: Vec<&'static Keyword>,
    /// Whether the route is public. If so, an argument that needs a token is a mistake, and no help suggests it.
    is_public: bool,
    given: Vec<Given>,
}

impl KeyedArgs {
    pub(super) fn new(known: impl IntoIterator<Item = &'static Keyword>, is_public: bool) -> Self {
        Self {
            known: known.into_iter().collect(),
            is_public,
            given: Vec::new(),
        }
    }

    /// Returns the name of the argument that was given last.
    pub(super) fn last(&self) -> Option<&'static str> {
        self.given.last().map(|given| given.keyword.name)
    }

    pub(super) fn keyword(&self, name: &Ident) -> Option<&'static Keyword> {
        self.known
            .iter()
            .copied()
            .find(|keyword| name.unraw() == keyword.name)
    }

    /// Returns the help for a word without `name =` that looks like the value of an argument.
    pub(super) fn unnamed(&self, word: &Ident) -> Option<String> {
        self.taken()
            .filter_map(|keyword| keyword.unnamed)
            .find_map(|help| help(word))
    }

    /// Returns the argument that was meant by a misspelled `name`, or by the name that it has in other frameworks.
    pub(super) fn nearest(&self, name: &Ident) -> Option<&'static str> {
        let written = name.to_string();
        let known = || self.known.iter().map(|keyword| keyword.name);
        let by_other_word = || {
            self.known
                .iter()
                .find(|keyword| keyword.other_words.contains(&written.as_str()))
                .map(|keyword| keyword.name)
        };
        // Other words come first: `amr` is one letter from `acr`, but means `factor`.
        by_other_word()
            .or_else(|| nearest(&written, known()))
            .or_else(|| known().find(|name| written.split('_').any(|part| part == *name)))
    }

    /// Reads one argument: its name, and the tokens `rest` after the name.
    pub(super) fn add(&mut self, name: Ident, rest: &[TokenTree], diagnostics: &mut Diagnostics) {
        let Some(keyword) = self.keyword(&name) else {
            self.unknown(&name, diagnostics);
            return;
        };
        let write = format!("write `{}`", keyword.example);
        match rest {
            _ if self.given(keyword.name).is_some() => {
                let help = keyword.help_for_twice();
                diagnostics.error_with_help(&name, format!("`{name}` is given twice"), help);
            }
            [] if keyword.is_flag() => self.given.push(Given {
                keyword,
                name,
                value: TokenStream::new(),
            }),
            [first, ..] if keyword.is_flag() => {
                diagnostics.error_with_help(first, format!("`{name}` takes no value"), write);
            }
            [] => diagnostics.error_with_help(
                &name,
                format!("`{name}` needs {}", keyword.takes),
                write,
            ),
            [TokenTree::Punct(sign)] if sign.as_char() == '=' => {
                diagnostics.error_with_help(&name, format!("`{name}` has no value"), write);
            }
            [TokenTree::Punct(sign), TokenTree::Punct(next), ..]
                if sign.as_char() == '=' && matches!(next.as_char(), '=' | '>') =>
            {
                diagnostics.error_with_help(
                    next,
                    format!("`{name}` is followed by one `=`"),
                    write,
                );
            }
            [TokenTree::Punct(sign), value @ ..] if sign.as_char() == '=' => {
                self.given.push(Given {
                    keyword,
                    name,
                    value: tokens(value),
                });
            }
            [first, ..] => {
                diagnostics.error_with_help(first, format!("`{name}` is followed by `=`"), write);
            }
        }
    }

    /// Reports `piece` if it is a second value of the argument before it, and returns whether it is.
    pub(super) fn second(&self, piece: &[TokenTree], diagnostics: &mut Diagnostics) -> bool {
        let Some(Given { keyword, .. }) = self.given.last() else {
            return false;
        };
        let Some(help) = keyword.help_for_second(piece) else {
            return false;
        };
        let message = format!("`{}` has a value already", keyword.name);
        diagnostics.error_with_help(tokens(piece), message, help);
        true
    }

    /// Reports the unknown argument `name`, and suggests the most similar one or lists all.
    pub(super) fn unknown(&self, name: &Ident, diagnostics: &mut Diagnostics) {
        let help = self.nearest(name).map_or_else(
            || {
                let names: Vec<String> = self
                    .taken()
                    .map(|keyword| format!("`{}`", keyword.name))
                    .collect();
                format!("the arguments are {}", names.join(", "))
            },
            |nearest| format!("did you mean `{nearest}`?"),
        );
        diagnostics.error_with_help(name, format!("unknown argument `{name}`"), help);
    }

    pub(super) fn given(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.keyword.name == name)
    }

    /// Returns the arguments with these names, in the order of the names.
    pub(super) fn all(&self, keywords: &[&'static Keyword]) -> Vec<Given> {
        keywords
            .iter()
            .filter_map(|keyword| self.given(keyword.name).cloned())
            .collect()
    }

    /// Parses the value of `name` as a `T`.
    pub(super) fn value<T: Parse>(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        self.given(name)?.value(diagnostics)
    }

    /// Parses the value of `name` with `parser`.
    pub(super) fn value_with<T>(
        &self,
        name: &str,
        parser: fn(ParseStream<'_>) -> syn::Result<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        self.given(name)?.value_with(parser, diagnostics)
    }

    /// Returns the arguments that the attribute takes: on a public route, those that need no token.
    fn taken(&self) -> impl Iterator<Item = &'static Keyword> {
        let is_public = self.is_public;
        self.known
            .iter()
            .copied()
            .filter(move |keyword| !(is_public && keyword.needs_token))
    }
}
