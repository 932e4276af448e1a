//! The requirements of routes. Each file has the syntax, the checks and the expression of one kind.
//!
//! A new kind is a file here with a `KIND`, and an entry in [`KINDS`]. A kind that lists names, such as `role`
//! and `scope`, uses a [`names::NameKind`].

mod acr;
mod entity;
mod factor;
mod fresh;
mod names;
mod predicate;
mod role;
mod scope;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ExprPath, LitStr};

use crate::args::{Given, Keyword};
use crate::diagnostics::Diagnostics;
use crate::syntax::Naming;

/// All kinds of requirements, in the order in which an expansion lists them.
static KINDS: &[&Kind] = &[
    &entity::KIND,
    &role::KIND,
    &scope::KIND,
    &acr::KIND,
    &factor::KIND,
    &fresh::KIND,
    &predicate::KIND,
];

/// One kind of requirement: its argument, and the function that parses the argument's value.
struct Kind {
    keyword: Keyword,
    /// Checks the argument's value; returns `None` after it has reported a mistake.
    parse: fn(&Given, &mut Diagnostics) -> Option<Box<dyn Requirement>>,
}

/// Checks the name of a variant in `#[derive(RoleName)]` or `#[derive(ScopeName)]`.
pub(super) fn check_name(
    naming: Naming,
    name: &LitStr,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    match naming {
        Naming::Role => role::check(name, true, diagnostics),
        Naming::Scope if name.value().split_whitespace().count() > 1 => {
            let help = "give each scope a variant of its own";
            diagnostics.error_with_help(name, "a space separates scopes", help);
            None
        }
        Naming::Scope => scope::check(name, true, diagnostics),
    }
}

/// A function that returns, with a given span, the name of the library's module whose functions an expression calls.
pub(crate) type Library = fn(Span) -> Ident;

/// The checked argument of one requirement.
trait Requirement {
    /// Returns the expression that makes the library's `Requirement`, with the `span` of the route.
    fn expression(&self, library: Library, span: Span) -> TokenStream;

    /// Returns whether the expression repeats types or paths of the attribute. A lint that reports such a type or path
    /// would report it a second time in the expansion, so the expansion then allows such lints.
    fn repeats_paths(&self) -> bool {
        true
    }

    /// Returns the path of the predicate, if this is `guard = ..`.
    fn predicate(&self) -> Option<&ExprPath> {
        None
    }
}

/// The requirements of a route or of a module.
pub(crate) struct Requirements(Vec<Box<dyn Requirement>>);

impl Requirements {
    /// Returns the keywords of the arguments for all kinds of requirements.
    pub(crate) fn keywords() -> Vec<&'static Keyword> {
        KINDS.iter().map(|kind| &kind.keyword).collect()
    }

    pub(super) fn new(given: &[Given], diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut requirements = Vec::new();
        let mut is_complete = true;
        for kind in KINDS {
            let named = |given: &&Given| given.keyword.name == kind.keyword.name;
            let Some(given) = given.iter().find(named) else {
                continue;
            };
            match (kind.parse)(given, diagnostics) {
                Some(requirement) => requirements.push(requirement),
                None => is_complete = false,
            }
        }
        is_complete.then_some(Self(requirements))
    }

    /// Returns the expression of each requirement.
    pub(crate) fn expressions(
        &self,
        library: Library,
        span: Span,
    ) -> impl Iterator<Item = TokenStream> {
        self.0
            .iter()
            .map(move |requirement| requirement.expression(library, span))
    }

    /// Returns whether the expression of any requirement repeats types or paths of the attribute.
    pub(crate) fn repeat_paths(&self) -> bool {
        self.0.iter().any(|requirement| requirement.repeats_paths())
    }

    /// Returns the path of the predicate, if there is `guard = ..`.
    pub(crate) fn predicate(&self) -> Option<&ExprPath> {
        self.0
            .iter()
            .find_map(|requirement| requirement.predicate())
    }
}
