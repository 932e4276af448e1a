//! `prefix = "/admin", role = Role::Admin`: the arguments of `defaults!`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{LitStr, Path, Type};

use super::keyed::{KeyedArgs, Keyword};
use super::named_type::named_type;
use super::requirements::{FRESH, ROLE, RequirementArgs, SCOPE};
use super::{NameList, pieces, tokens};
use crate::diagnostics::Diagnostics;

const KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "prefix",
        takes: "a string, the start of every path",
        example: "prefix = \"/admin\"",
    },
    Keyword {
        name: "entity",
        takes: "a type",
        example: "entity = User",
    },
    ROLE,
    SCOPE,
    FRESH,
    Keyword {
        name: "crate",
        takes: "a path",
        example: "crate = ::jwt_router",
    },
];

/// Arguments of a route that no module can have, and one example of each.
const OF_HANDLERS: &[(&str, &str)] = &[
    ("guard", "guard = owns_post"),
    ("state", "state = App"),
    ("query", "query = \"auth\""),
    ("claims_only", "claims_only"),
    ("register", "register = false"),
];

/// The arguments of `defaults! { .. }`, shape only.
pub(crate) struct DefaultsArgs {
    /// Whether nothing was written at all.
    pub(crate) is_empty: bool,
    pub(crate) prefix: Option<LitStr>,
    pub(crate) entity: Option<Type>,
    pub(crate) requirements: RequirementArgs,
    pub(crate) krate: Option<Path>,
}

impl DefaultsArgs {
    pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut keyed = KeyedArgs::new(KEYWORDS, &[]);
        let is_empty = input.is_empty();
        for piece in pieces(input, diagnostics) {
            match piece.as_slice() {
                _ if of_a_handler(&piece, diagnostics) => {}
                [TokenTree::Ident(name), rest @ ..] if is_named(&keyed, &piece) => {
                    keyed.add(name.clone(), rest, diagnostics);
                }
                piece if NameList::second(&keyed, tokens(piece), diagnostics) => {}
                [TokenTree::Literal(literal)] => {
                    let help = format!("write `prefix = {literal}`");
                    diagnostics.error_with_help(literal, "the string has no name", help);
                }
                piece => diagnostics.error_with_help(
                    tokens(piece),
                    "not an argument of `defaults!`",
                    "write it as in `role = \"admin\"`",
                ),
            }
        }
        Self {
            is_empty,
            prefix: keyed.value("prefix", diagnostics),
            entity: named_type("entity", "G", &keyed, diagnostics),
            requirements: RequirementArgs::read(&keyed, diagnostics),
            krate: keyed.value_with("crate", Path::parse_mod_style, diagnostics),
        }
    }
}

/// Whether the piece is `name = ..`, or the known name alone.
fn is_named(keyed: &KeyedArgs, piece: &[TokenTree]) -> bool {
    match piece {
        [TokenTree::Ident(_), TokenTree::Punct(sign), ..] if sign.as_char() == '=' => true,
        [TokenTree::Ident(name), ..] => keyed.keyword(name).is_some(),
        _ => false,
    }
}

/// Reports an argument that only a route has.
fn of_a_handler(piece: &[TokenTree], diagnostics: &mut Diagnostics) -> bool {
    let Some(TokenTree::Ident(name)) = piece.first() else {
        return false;
    };
    let known = OF_HANDLERS.iter().find(|(known, _)| name == known);
    if let Some((known, example)) = known {
        diagnostics.error_with_help(
            name,
            format!("`{known}` is for each handler to say"),
            format!("write it on the handlers that need it: `#[protected(.., {example})]`"),
        );
    }
    known.is_some()
}
