//! Recognizes handlers that another macro has copied.
//!
//! `#[axum::debug_handler]` above a policy puts a second copy of the whole function, with its attributes, into
//! a function that checks the handler. The copy would register the route again, and rustc would report the
//! names of hidden items. An attribute cannot see the macros above it, so this module recognizes a copy by its
//! spans: two functions with the same arguments, at the same place and from the same expansion, are copies.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use syn::Signature;

use crate::diagnostics::Diagnostics;
use crate::syntax::Access;

/// The registered handlers that were expanded in this run of the compiler, by their places and arguments.
static EXPANDED: Mutex<Option<HashSet<String>>> = Mutex::new(None);

/// Returns whether this registered handler was expanded before with the same arguments, and remembers it.
///
/// Returns `false` where spans do not identify a place, as in an editor.
pub(crate) fn is_copy(args: &str, sig: &Signature) -> bool {
    let spans = [sig.fn_token.span, sig.ident.span()].map(place);
    let [Some(function), Some(name)] = spans else {
        return false;
    };
    let mut expanded = EXPANDED.lock().unwrap_or_else(PoisonError::into_inner);
    let expanded = expanded.get_or_insert_default();
    !expanded.insert(format!("{function} {name} {args}"))
}

/// Reports that another macro has copied a handler, and advises to move that macro below the policy.
pub(crate) fn report(sig: &Signature, access: Access, diagnostics: &mut Diagnostics) {
    diagnostics.error_with_help(
        &sig.ident,
        "another macro copies this handler, so its route would be registered twice",
        format!(
            "write `#[{}(..)]` above the attribute of that macro, such as `#[axum::debug_handler]`",
            access.attribute()
        ),
    );
}

/// Returns a text that is unique to one place of the program and to one macro expansion.
///
/// Returns `None` for spans that do not look like rustc's (`#0 bytes(12..34)`). An editor expands one handler
/// many times in one process, so equal spans would not prove a copy there; rustc reports the copy when it
/// compiles.
fn place(span: Span) -> Option<String> {
    let place = format!("{span:?}");
    (place.starts_with('#') && place.contains(" bytes(")).then_some(place)
}
