//! The state that a handler is mounted with.

use quote::ToTokens as _;
use syn::Type;

use super::argument::{Argument, spaceless};
use crate::diagnostics::Diagnostics;

/// Which states a handler can be called with.
pub(crate) enum State {
    /// The one of `state = App`.
    Named(Box<Type>),
    /// Any that holds each of these, the types of its `State<..>` arguments.
    Holding(Vec<Type>),
}

impl State {
    pub(crate) fn new(
        named: Option<Type>,
        registered: bool,
        arguments: &[Argument],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        if let Some(named) = named {
            return Self::Named(Box::new(named));
        }
        let mut parts: Vec<Type> = Vec::new();
        for argument in arguments {
            let Some(part) = argument
                .state()
                .filter(|part| !parts.iter().any(|known| text(known) == text(part)))
            else {
                continue;
            };
            if registered && let Some(first) = parts.first() {
                diagnostics.error_with_help(
                    &argument.ty,
                    format!(
                        "which state holds both `{}` and `{}`?",
                        text(first),
                        text(part)
                    ),
                    "name it in the attribute: `state = App`",
                );
            }
            parts.push(part.clone());
        }
        Self::Holding(parts)
    }
}

fn text(ty: &Type) -> String {
    spaceless(ty.to_token_stream())
}
