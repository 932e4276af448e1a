//! Handlers that another macro has copied.
//!
//! `#[axum::debug_handler]` above a policy puts a second copy of the whole function, with its attributes, into a
//! function that checks it. The copy would register the route again, and rustc would report the names of hidden
//! items. No attribute sees the macros above it, so the copy is recognized by its spans: two functions with the
//! same tokens, at the same places and from the same expansion, are copies.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use syn::Signature;

use crate::diagnostics::Diagnostics;
use crate::syntax::Access;

/// The registered handlers that were expanded in this run of the compiler.
static EXPANDED: Mutex<Option<HashSet<String>>> = Mutex::new(None);

/// Returns whether a registered handler was expanded before, with the same attribute.
pub(crate) fn is_copy(args: &str, sig: &Signature) -> bool {
    let spans = [sig.fn_token.span, sig.ident.span()].map(place);
    let [Some(function), Some(name)] = spans else {
        return false;
    };
    let mut expanded = EXPANDED.lock().unwrap_or_else(PoisonError::into_inner);
    let expanded = expanded.get_or_insert_default();
    !expanded.insert(format!("{function} {name} {args}"))
}

/// Reports a copied handler.
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

/// Returns a text that no other place of the program has, macro expansions told apart.
///
/// Only rustc's spans are printed like this. An editor expands one handler many times in one process, so there
/// the spans say nothing, and rustc's own errors have to do.
fn place(span: Span) -> Option<String> {
    let place = format!("{span:?}");
    (place.starts_with('#') && place.contains(" bytes(")).then_some(place)
}
