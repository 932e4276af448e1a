//! `key = value` arguments and flags: unknown, repeated and empty ones.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};

use super::function::SEVERAL_PREDICATES;
use super::{Piece, tokens};
use crate::diagnostics::{Diagnostics, nearest};

/// One argument that an attribute knows.
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    /// What its value is, as in "`state` takes a type".
    pub(crate) takes: &'static str,
    /// The argument as one would write it.
    pub(crate) example: &'static str,
}

impl Keyword {
    fn is_flag(&self) -> bool {
        self.name == self.example
    }
}

/// What some arguments are called elsewhere, and here.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("check", "guard"),
    ("max_age", "fresh"),
    ("name", "table"),
    ("path", "prefix"),
    ("permission", "scope"),
    ("permissions", "scope"),
    ("predicate", "guard"),
    ("user", "entity"),
];

/// One argument that was given: the name as it was written, and what stands after the `=`.
struct Given {
    keyword: &'static Keyword,
    name: Ident,
    value: TokenStream,
}

/// The keyed arguments of one attribute, in the order they were written.
pub(super) struct KeyedArgs {
    known: &'static [Keyword],
    /// What is known only to be refused with a better message.
    hidden: &'static [&'static str],
    given: Vec<Given>,
}

impl KeyedArgs {
    pub(super) fn new(known: &'static [Keyword], hidden: &'static [&'static str]) -> Self {
        Self {
            known,
            hidden,
            given: Vec::new(),
        }
    }

    /// The name of the argument that was given last.
    pub(super) fn last(&self) -> Option<&'static str> {
        self.given.last().map(|given| given.keyword.name)
    }

    pub(super) fn keyword(&self, name: &Ident) -> Option<&'static Keyword> {
        self.known
            .iter()
            .find(|keyword| name.unraw() == keyword.name)
    }

    /// The known argument that `name` was probably meant to be: a slip of the hand, or another word for it.
    pub(super) fn nearest(&self, name: &Ident) -> Option<&'static str> {
        let written = name.to_string();
        let known = || self.known.iter().map(|keyword| keyword.name);
        let meant = || {
            OTHER_WORDS
                .iter()
                .find(|(other, _)| written == *other)
                .map(|(_, word)| *word)
                .filter(|word| known().any(|name| name == *word))
        };
        nearest(&written, known())
            .or_else(meant)
            .or_else(|| known().find(|name| written.split('_').any(|part| part == *name)))
    }

    /// Reads one piece that starts with the name of an argument.
    pub(super) fn add(&mut self, name: Ident, rest: &[TokenTree], diagnostics: &mut Diagnostics) {
        let Some(keyword) = self.keyword(&name) else {
            self.unknown(&name, diagnostics);
            return;
        };
        let write = format!("write `{}`", keyword.example);
        match rest {
            _ if self.given(keyword.name).is_some() => repeated(keyword, &name, diagnostics),
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

    /// Reports `name`, with the nearest argument or all of them.
    pub(super) fn unknown(&self, name: &Ident, diagnostics: &mut Diagnostics) {
        let help = self.nearest(name).map_or_else(
            || {
                let names: Vec<String> = self
                    .known
                    .iter()
                    .filter(|keyword| !self.hidden.contains(&keyword.name))
                    .map(|keyword| format!("`{}`", keyword.name))
                    .collect();
                format!("the arguments are {}", names.join(", "))
            },
            |nearest| format!("did you mean `{nearest}`?"),
        );
        diagnostics.error_with_help(name, format!("unknown argument `{name}`"), help);
    }

    /// The name of a given argument, as it was written.
    pub(super) fn name(&self, name: &str) -> Option<Ident> {
        self.given(name).map(|given| given.name.clone())
    }

    /// The value of `name` as it was written.
    pub(super) fn tokens(&self, name: &str) -> Option<(&'static Keyword, Piece)> {
        let Given { keyword, value, .. } = self.given(name)?;
        Some((keyword, value.clone().into_iter().collect()))
    }

    /// The value of `name`, read as a `T`.
    pub(super) fn value<T: Parse>(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        self.value_with(name, T::parse, diagnostics)
    }

    /// The value of `name`, read by `parser`.
    pub(super) fn value_with<T>(
        &self,
        name: &str,
        parser: fn(ParseStream<'_>) -> syn::Result<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let given = self.given(name)?;
        let read = |input: ParseStream<'_>| {
            let value = parser(input)?;
            let rest: TokenStream = input.parse()?;
            Ok((value, rest))
        };
        if let Ok((value, rest)) = read.parse2(given.value.clone()) {
            if let Some(next) = rest.into_iter().next() {
                diagnostics.error(&next, format!("a comma is missing before `{next}`"));
            }
            Some(value)
        } else {
            diagnostics.error_with_help(
                &given.value,
                format!("`{name}` takes {}", given.keyword.takes),
                format!("write `{}`", given.keyword.example),
            );
            None
        }
    }

    fn given(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.keyword.name == name)
    }
}

/// What to write instead of a second `role` or `scope`.
pub(super) fn write_a_list(word: &str) -> String {
    format!("write a list: `{word} = [.., ..]` demands all, `{word} = any(.., ..)` one")
}

/// Reports an argument that stands a second time.
fn repeated(keyword: &Keyword, name: &Ident, diagnostics: &mut Diagnostics) {
    let help = match keyword.name {
        word @ ("role" | "scope") => write_a_list(word),
        "guard" => SEVERAL_PREDICATES.to_owned(),
        _ => "keep one of them".to_owned(),
    };
    diagnostics.error_with_help(name, format!("`{name}` is given twice"), help);
}
