//! The checked arguments of `defaults!`: the prefix and the requirements of all handlers of a module.

use proc_macro2::Span;
use syn::LitStr;

use super::{Requirements, RoutePath};
use crate::args::DefaultsArgs;
use crate::diagnostics::Diagnostics;

/// The checked arguments of `defaults! { .. }`.
pub(crate) struct Defaults {
    pub(crate) prefix: Option<RoutePath>,
    pub(crate) requirements: Requirements,
}

impl Defaults {
    pub(crate) fn new(args: DefaultsArgs, diagnostics: &mut Diagnostics) -> Option<Self> {
        let DefaultsArgs {
            is_complete,
            is_empty,
            prefix,
            requirements,
            krate: _,
        } = args;
        if is_empty {
            let message = "these defaults require nothing\nhelp: write `role = \"admin\"`, or remove `defaults!`";
            diagnostics.push(syn::Error::new(Span::call_site(), message));
        }
        let prefix = prefix.map(|prefix| path_prefix(&prefix, diagnostics));
        let requirements = Requirements::new(&requirements, diagnostics);
        let has_arguments = is_complete && !is_empty;
        has_arguments.then_some(Self {
            prefix: match prefix {
                Some(prefix) => Some(prefix?),
                None => None,
            },
            requirements: requirements?,
        })
    }
}

/// Parses a prefix of paths, and rejects one that ends in `/` or has a catch-all.
fn path_prefix(prefix: &LitStr, diagnostics: &mut Diagnostics) -> Option<RoutePath> {
    let text = prefix.value();
    let short = text.trim_end_matches('/');
    let (message, help) = if text.starts_with('/') && short.is_empty() {
        let help = "remove `prefix`, or write `prefix = \"/admin\"`".to_owned();
        ("every path starts with `/`", help)
    } else if short != text {
        let help = format!("write `prefix = \"{short}\"`");
        ("a prefix ends without `/`", help)
    } else if let Some((before, _)) = text.split_once("/{*") {
        let help = format!("write `prefix = \"{before}\"`");
        ("no path goes on after `{*..}`", help)
    } else {
        return RoutePath::parse(prefix, diagnostics);
    };
    diagnostics.error_with_help(prefix, message, help);
    None
}
