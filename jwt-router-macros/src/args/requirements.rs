//! `role = .., scope = .., fresh = .., guard = ..`: what a caller needs beside a good token.

use proc_macro2::TokenTree;
use syn::ExprPath;

use super::function::function;
use super::keyed::{KeyedArgs, Keyword};
use super::names::{NameKind, NameList};
use crate::diagnostics::Diagnostics;

pub(super) const ROLE: Keyword = Keyword {
    name: "role",
    takes: "a role or a list of them",
    example: "role = \"admin\"",
};

pub(super) const SCOPE: Keyword = Keyword {
    name: "scope",
    takes: "a scope or a list of them",
    example: "scope = \"posts:read\"",
};

pub(super) const FRESH: Keyword = Keyword {
    name: "fresh",
    takes: "a time in quotes",
    example: "fresh = \"15m\"",
};

pub(super) const GUARD: Keyword = Keyword {
    name: "guard",
    takes: "the path of a function",
    example: "guard = owns_post",
};

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
