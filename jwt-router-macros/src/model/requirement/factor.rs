//! `factor = ["pwd", "otp"]`: the methods by which the caller has authenticated.

use syn::LitStr;

use super::Kind;
use super::names::{NameKind, Names, write_a_list};
use crate::args::{Keyword, Several};
use crate::diagnostics::Diagnostics;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement(
        "factor",
        "an authentication method or a list of them",
        "factor = \"otp\"",
    )
    .of_logins()
    .other_words(&["amr", "mfa"])
    .several(Several::Pieces, write_a_list!("factor")),
    parse: |given, diagnostics| Some(Box::new(Names::parse(&FACTOR, given, diagnostics)?)),
};

static FACTOR: NameKind = NameKind {
    argument: "factor",
    noun: "factor",
    texts: ["\"pwd\"", "\"otp\""],
    path: "Factor::Otp",
    function: "factors",
    check,
};

/// Checks that the text can be the name of an authentication method
/// ([RFC 8176, section 2](https://www.rfc-editor.org/rfc/rfc8176#section-2)).
fn check(factor: &LitStr, _is_listed: bool, diagnostics: &mut Diagnostics) -> Option<()> {
    let text = factor.value();
    let is_odd = |letter: &char| !letter.is_ascii_graphic() || matches!(letter, '"' | '\\');
    if text.is_empty() {
        diagnostics.error_with_help(factor, "a factor has a name", "write `\"otp\"`");
    } else if let Some(odd) = text.chars().find(is_odd) {
        let message = format!("a factor cannot contain `{}`", odd.escape_debug());
        let help = "write a name of RFC 8176, such as `\"otp\"`, or one that your issuer documents";
        diagnostics.error_with_help(factor, message, help);
    } else {
        return Some(());
    }
    None
}
