//! `#[name = "posts:read"]`: the name of a variant.

use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta};

use crate::diagnostics::Diagnostics;
use crate::syntax::Naming;

/// The argument of `#[name = ".."]`, a string whose value is not checked yet.
pub(crate) struct NameArg(pub(crate) LitStr);

impl NameArg {
    pub(crate) fn parse(
        attribute: &Attribute,
        naming: Naming,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if let Meta::NameValue(given) = &attribute.meta
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(name),
                ..
            }) = &given.value
        {
            return Some(Self(name.clone()));
        }
        let help = format!("write `#[name = \"{}\"]`", naming.example());
        diagnostics.error_with_help(&attribute.meta, "`name` takes a string", help);
        None
    }
}
