//! `prefix = "/admin", role = Role::Admin`: the arguments of `defaults!`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{LitStr, Path};

use super::given::Given;
use super::keyed::KeyedArgs;
use super::keyword::Keyword;
use super::route;
use crate::diagnostics::Diagnostics;
use crate::syntax::{pieces, tokens};

static PREFIX: Keyword = Keyword::new(
    "prefix",
    "a string, the start of every path",
    "prefix = \"/admin\"",
)
.other_words(&["path"]);

static CRATE: Keyword = Keyword::new("crate", "a path", "crate = ::jwt_router");

/// The arguments of `defaults! { .. }`, whose shape is checked but not yet their values.
pub(crate) struct DefaultsArgs {
    /// Whether every argument was read without a mistake; an argument with a mistake is missing in the other fields.
    pub(crate) is_complete: bool,
    /// Whether `defaults!` has no arguments.
    pub(crate) is_empty: bool,
    pub(crate) prefix: Option<LitStr>,
    pub(crate) requirements: Vec<Given>,
    pub(crate) krate: Option<Path>,
}

impl DefaultsArgs {
    /// Reads the arguments. Of `requirements`, the keywords of all requirements, it accepts those that a module can
    /// have.
    pub(crate) fn parse(
        input: TokenStream,
        requirements: &[&'static Keyword],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let before = diagnostics.len();
        let taken = requirements.iter().copied();
        let taken = taken.filter(|keyword| keyword.is_in_defaults);
        let keywords = std::iter::once(&PREFIX)
            .chain(taken)
            .chain(std::iter::once(&CRATE));
        let mut keyed = KeyedArgs::new(keywords, false);
        let is_empty = input.is_empty();
        for piece in pieces(input, diagnostics) {
            match piece.as_slice() {
                _ if of_a_handler(&piece, &keyed, requirements, diagnostics) => {}
                [TokenTree::Ident(name), rest @ ..] if is_named(&keyed, &piece) => {
                    keyed.add(name.clone(), rest, diagnostics);
                }
                piece if keyed.second(piece, diagnostics) => {}
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
        let prefix = keyed.value("prefix", diagnostics);
        let krate = keyed.value_with("crate", Path::parse_mod_style, diagnostics);
        Self {
            is_complete: diagnostics.len() == before,
            is_empty,
            prefix,
            requirements: keyed.all(requirements),
            krate,
        }
    }
}

/// Returns whether the piece is `name = ..`, or begins with the name of a known argument.
fn is_named(keyed: &KeyedArgs, piece: &[TokenTree]) -> bool {
    match piece {
        [TokenTree::Ident(_), TokenTree::Punct(sign), ..] if sign.as_char() == '=' => true,
        [TokenTree::Ident(name), ..] => keyed.keyword(name).is_some(),
        _ => false,
    }
}

/// Reports the piece if it is an argument that routes take and modules do not, and returns whether it is.
fn of_a_handler(
    piece: &[TokenTree],
    keyed: &KeyedArgs,
    requirements: &[&'static Keyword],
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(TokenTree::Ident(name)) = piece.first() else {
        return false;
    };
    let of_a_route = KeyedArgs::new(route::keywords(requirements), false);
    let known = of_a_route
        .keyword(name)
        .filter(|_| keyed.keyword(name).is_none());
    if let Some(Keyword {
        name: known,
        example,
        ..
    }) = known
    {
        diagnostics.error_with_help(
            name,
            format!("`{known}` is for each handler to say"),
            format!("write it on the handlers that need it: `#[protected(.., {example})]`"),
        );
    }
    known.is_some()
}
