//! `table = "users", key = "user_id"`: the arguments of `entity`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Lit, LitStr, Path};

use super::given::Given;
use super::keyed::KeyedArgs;
use super::keyword::Keyword;
use crate::diagnostics::Diagnostics;
use crate::syntax::{pieces, tokens};

static KEYWORDS: [Keyword; 6] = [
    Keyword::new("table", "a string", "table = \"users\"").other_words(&["name"]),
    Keyword::new("key", "a string, the name of a field", "key = \"id\""),
    Keyword::new("accessor", "a string or `false`", "accessor = \"users\""),
    Keyword::new("roles", "the path of a function", "roles = Self::roles"),
    Keyword::new(
        "token_version",
        "the path of a function",
        "token_version = Self::token_version",
    )
    .other_words(&["version"]),
    Keyword::new("crate", "a path", "crate = ::jwt_router"),
];

/// The arguments of `#[entity(..)]`, whose shape is checked but not yet their values.
pub(crate) struct EntityArgs {
    /// Whether every argument was read without a mistake; an argument with a mistake is missing in the other fields.
    pub(crate) is_complete: bool,
    pub(crate) table: Option<LitStr>,
    /// Whether `table` was written, with or without a mistake.
    pub(crate) names_table: bool,
    /// Whether `key` was written, with or without a mistake.
    pub(crate) names_key: bool,
    pub(crate) key: Option<LitStr>,
    pub(crate) accessor: Option<Lit>,
    pub(crate) roles: Option<Given>,
    pub(crate) token_version: Option<Given>,
    pub(crate) krate: Option<Path>,
}

impl EntityArgs {
    pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let before = diagnostics.len();
        let mut keyed = KeyedArgs::new(&KEYWORDS, false);
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
        let table = keyed.value("table", diagnostics);
        let key = keyed.value("key", diagnostics);
        let accessor = keyed.value("accessor", diagnostics);
        let krate = keyed.value_with("crate", Path::parse_mod_style, diagnostics);
        Self {
            is_complete: diagnostics.len() == before,
            table,
            names_table,
            names_key,
            key,
            accessor,
            roles: keyed.given("roles").cloned(),
            token_version: keyed.given("token_version").cloned(),
            krate,
        }
    }
}
