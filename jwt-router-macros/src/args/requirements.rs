//! `role = .., scope = .., fresh = .., guard = ..`: what a caller needs beside a good token.

use proc_macro2::TokenTree;
use syn::ExprPath;

use super::function::function;
use super::keyed::KeyedArgs;
use super::names::{NameKind, NameList};
use crate::diagnostics::Diagnostics;

/// What is demanded of a caller, shape only.
pub(crate) struct RequirementArgs {
    pub(crate) role: Option<NameList>,
    pub(crate) scope: Option<NameList>,
    pub(crate) fresh: Option<Vec<TokenTree>>,
    pub(crate) guard: Option<ExprPath>,
}

impl RequirementArgs {
    pub(super) fn read(keyed: &KeyedArgs, diagnostics: &mut Diagnostics) -> Self {
        let mut names = |kind: NameKind| {
            let (_, value) = keyed.tokens(kind.word())?;
            NameList::parse(kind, &value, diagnostics)
        };
        Self {
            role: names(NameKind::Role),
            scope: names(NameKind::Scope),
            fresh: keyed.tokens("fresh").map(|(_, value)| value),
            guard: function("guard", keyed, diagnostics),
        }
    }
}
