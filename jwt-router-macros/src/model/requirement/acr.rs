//! `acr = any("aal2", "aal3")`: the authentication level of the token.

use proc_macro2::{Delimiter, TokenTree};
use syn::LitStr;

use super::names::{NameKind, Names};
use super::{Kind, Requirement};
use crate::args::{Given, Keyword, Several};
use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement(
        "acr",
        "an authentication level or several to choose from",
        "acr = \"aal2\"",
    )
    .of_logins()
    .other_words(&["acr_values", "level"])
    .several(Several::Pieces, SEVERAL),
    parse,
};

/// The help for several levels, of which a token can have only one.
const SEVERAL: &str = "write `acr = any(.., ..)`: a token has one level";

static LEVEL: NameKind = NameKind {
    argument: "acr",
    noun: "level",
    texts: ["\"aal2\"", "\"aal3\""],
    path: "AAL2",
    function: "acrs",
    check,
};

fn parse(given: &Given, diagnostics: &mut Diagnostics) -> Option<Box<dyn Requirement>> {
    if let [TokenTree::Group(list)] = given.tokens().as_slice()
        && list.delimiter() == Delimiter::Bracket
    {
        let help = format!("write `acr = any({})`", spaceless(list.stream()));
        diagnostics.error_with_help(list, "a token has one level, and never all of a list", help);
        return None;
    }
    Some(Box::new(Names::parse(&LEVEL, given, diagnostics)?))
}

/// Checks that the text can be a level in the `acr_values` of a challenge, which are separated by spaces
/// ([RFC 9470, section 3](https://www.rfc-editor.org/rfc/rfc9470#section-3)).
fn check(level: &LitStr, _is_listed: bool, diagnostics: &mut Diagnostics) -> Option<()> {
    let text = level.value();
    let is_odd = |letter: &char| !letter.is_ascii_graphic() || matches!(letter, '"' | '\\');
    if text.is_empty() {
        diagnostics.error_with_help(level, "a level has a name", "write `\"aal2\"`");
    } else if let Some(odd) = text.chars().find(is_odd) {
        let message = format!("a level cannot contain `{}`", odd.escape_debug());
        let help = "write printable ASCII letters, except for spaces, `\"` and `\\`";
        diagnostics.error_with_help(level, message, help);
    } else {
        return Some(());
    }
    None
}
