//! `purpose = "reset-password"`: the purpose of the links that the route takes.

use quote::ToTokens as _;
use syn::{Ident, LitStr};

use super::argument_type::ArgumentType;
use crate::args::Given;
use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

/// The greatest length of a purpose's name, in bytes: each link contains it.
const LONGEST: usize = 64;

/// The checked name of a purpose.
pub(crate) struct Purpose {
    pub(crate) literal: LitStr,
}

/// The other arguments of the attribute, which a purpose may exclude.
pub(super) struct Beside<'a> {
    pub(super) claims_only: bool,
    pub(super) requirements: &'a [Given],
    pub(super) types: &'a [ArgumentType<'a>],
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
        logins(beside.types, diagnostics);
        optional_links(beside.types, diagnostics);
        (diagnostics.len() == before).then_some(Self { literal: value })
    }
}

/// Reports each argument that is a `G`, as far as syntax shows.
fn logins(types: &[ArgumentType<'_>], diagnostics: &mut Diagnostics) {
    for argument in types.iter().filter(|argument| argument.is_login()) {
        let text = spaceless(argument.0.to_token_stream());
        let entity = argument.loaded_entity().and_then(ArgumentType::entity_of);
        let entity = entity.map_or_else(|| "..".to_owned(), |it| spaceless(it.to_token_stream()));
        diagnostics.error_with_help(
            argument.0,
            format!("`{text}` needs an access token, and this route takes links instead"),
            format!("take `Link<{entity}>`, which holds the entity of the link"),
        );
    }
}

/// Reports each argument that is an optional `Link`, as far as syntax shows.
fn optional_links(types: &[ArgumentType<'_>], diagnostics: &mut Diagnostics) {
    for argument in types {
        if let Some(link) = argument.optional_link() {
            diagnostics.error_with_help(
                argument.0,
                "a route with `purpose` refuses each request without a link",
                format!("take `{}`", spaceless(link.to_token_stream())),
            );
        }
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
