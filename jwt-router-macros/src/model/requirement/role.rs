//! `role = "admin"`: the roles of the caller.

use syn::LitStr;

use super::Kind;
use super::names::{NameKind, Names, write_a_list};
use crate::args::{Keyword, Several};
use crate::diagnostics::Diagnostics;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement("role", "a role or a list of them", "role = \"admin\"")
        .several(Several::Pieces, write_a_list!("role")),
    parse: |given, diagnostics| Some(Box::new(Names::parse(&ROLE, given, diagnostics)?)),
};

static ROLE: NameKind = NameKind {
    argument: "role",
    noun: "role",
    texts: ["\"admin\"", "\"editor\""],
    path: "Role::Admin",
    function: "roles",
    check,
};

/// Checks that the role is not empty and has no white space around it.
pub(super) fn check(role: &LitStr, _: bool, diagnostics: &mut Diagnostics) -> Option<()> {
    let text = role.value();
    if text.trim().is_empty() {
        diagnostics.error_with_help(role, "a role has a name", "write `\"admin\"`");
        None
    } else if text.trim() != text {
        let help = format!("write `\"{}\"`", text.trim());
        diagnostics.error_with_help(role, "a space belongs to the role's name here", help);
        None
    } else {
        Some(())
    }
}
