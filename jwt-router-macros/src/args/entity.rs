//! `table = "users", key = "user_id"`: the arguments of `entity`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{ExprPath, Lit, LitStr, Path};

use super::function::function;
use super::keyed::{KeyedArgs, Keyword};
use super::{pieces, tokens};
use crate::diagnostics::Diagnostics;

const KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "table",
        takes: "a string",
        example: "table = \"users\"",
    },
    Keyword {
        name: "key",
        takes: "a string, the name of a field",
        example: "key = \"id\"",
    },
    Keyword {
        name: "accessor",
        takes: "a string or `false`",
        example: "accessor = \"users\"",
    },
    Keyword {
        name: "roles",
        takes: "the path of a function",
        example: "roles = Self::roles",
    },
    Keyword {
        name: "crate",
        takes: "a path",
        example: "crate = ::jwt_router",
    },
];

/// The arguments of `#[entity(..)]`, shape only.
pub(crate) struct EntityArgs {
    pub(crate) table: Option<LitStr>,
    /// Whether `table` was written at all, well or badly.
    pub(crate) names_table: bool,
    /// Whether `key` was written at all.
    pub(crate) names_key: bool,
    pub(crate) key: Option<LitStr>,
    pub(crate) accessor: Option<Lit>,
    pub(crate) roles: Option<ExprPath>,
    pub(crate) krate: Option<Path>,
}

impl EntityArgs {
    pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut keyed = KeyedArgs::new(KEYWORDS, &[]);
        let (mut names_table, mut names_key) = (false, false);
        for piece in pieces(input, diagnostics) {
            match piece.as_slice() {
                [TokenTree::Ident(name)] if keyed.nearest(name).is_none() => {
                    let argument = if names_table { "key" } else { "table" };
                    names_key |= names_table;
                    names_table = true;
                    let help = format!("write `{argument} = \"{name}\"`");
                    let message = format!("unknown argument `{name}`");
                    diagnostics.error_with_help(name, message, help);
                }
                [TokenTree::Ident(name), rest @ ..] => {
                    names_table |= keyed.nearest(name) == Some("table");
                    names_key |= keyed.nearest(name) == Some("key");
                    keyed.add(name.clone(), rest, diagnostics);
                }
                [TokenTree::Literal(literal)] => {
                    let argument = if names_table { "key" } else { "table" };
                    names_key |= names_table;
                    names_table = true;
                    let help = format!("write `{argument} = {literal}`");
                    diagnostics.error_with_help(literal, "the string has no name", help);
                }
                piece => diagnostics.error_with_help(
                    tokens(piece),
                    "not an argument of `#[entity]`",
                    "write `table = \"users\"`",
                ),
            }
        }
        Self {
            table: keyed.value("table", diagnostics),
            names_table,
            names_key,
            key: keyed.value("key", diagnostics),
            accessor: keyed.value("accessor", diagnostics),
            roles: function("roles", &keyed, diagnostics),
            krate: keyed.value_with("crate", Path::parse_mod_style, diagnostics),
        }
    }
}
