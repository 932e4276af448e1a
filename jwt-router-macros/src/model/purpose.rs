//! `purpose = "reset-password"`: the purpose of the links that the route takes.

use syn::{Ident, LitStr};

use super::token_use::{Beside, OtherCaller};
use crate::diagnostics::Diagnostics;

/// The greatest length of a purpose's name, in bytes: each link contains it.
const LONGEST: usize = 64;

/// The words of messages about a route for one purpose.
const LINK: OtherCaller = OtherCaller {
    name: "Link",
    argument: "purpose",
    takes: "links",
    one: "a link",
    holds: "which holds the entity of the link",
};

/// The checked name of a purpose.
pub(crate) struct Purpose {
    pub(crate) literal: LitStr,
}

impl Purpose {
    /// Checks the value of `purpose`, and that the route can have it beside its other arguments.
    ///
    /// `name` is the keyword `purpose`, for its span.
    pub(super) fn new(
        (name, value): (Ident, LitStr),
        beside: &Beside<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.len();
        if let Some((message, write)) = fault(&value.value()) {
            let help = format!("write `purpose = \"{write}\"`");
            diagnostics.error_with_help(&value, message, help);
        }
        if beside.claims_only {
            let help = "remove `claims_only`";
            let message =
                "a link ends with the version of its entity, which `claims_only` does not load";
            diagnostics.error_with_help(&name, message, help);
        }
        for given in beside.requirements {
            if given.keyword.is_of_logins {
                let argument = given.keyword.name;
                diagnostics.error_with_help(
                    &given.name,
                    format!("`{argument}` is a claim of a login, and no link has it"),
                    format!("remove `{argument}`, or require a role that the entity has itself"),
                );
            }
        }
        beside.check_arguments(&LINK, diagnostics);
        (diagnostics.len() == before).then_some(Self { literal: value })
    }
}

/// Returns why a text is no purpose, and the text to suggest.
fn fault(text: &str) -> Option<(String, String)> {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let words = words.join("-");
    let is_named = words.starts_with(|letter: char| letter.is_ascii_lowercase());
    if text.len() > LONGEST {
        let message = format!("a purpose has at most {LONGEST} letters");
        return Some((message, "reset-password".to_owned()));
    }
    if is_named && words == text {
        return None;
    }
    let message = "a purpose is words of small letters and digits with `-` between them";
    let write = if is_named {
        words
    } else {
        "reset-password".to_owned()
    };
    Some((message.to_owned(), write))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_purpose_is_in_kebab_case() {
        for name in ["a", "reset-password", "step-2", "x1"] {
            assert_eq!(fault(name), None, "{name}");
        }
        let write = |name: &str| fault(name).unwrap().1;
        assert_eq!(write("Reset_Password"), "reset-password");
        assert_eq!(write("-a--b-"), "a-b");
        assert_eq!(write("2-step"), "reset-password");
        assert_eq!(write(""), "reset-password");
        assert_eq!(write("ä"), "reset-password");
        assert!(fault(&"a".repeat(65)).is_some());
    }
}
