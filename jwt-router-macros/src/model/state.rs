//! The state type that a handler is mounted with.

use quote::ToTokens as _;
use syn::Type;

use super::argument_type::ArgumentType;
use super::held_type::held_type;
use crate::args::Given;
use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

/// The state types that a handler can be called with.
pub(crate) enum State {
    /// The type of `state = App`.
    Named(Box<Type>),
    /// Any type from which `FromRef` makes each of these types, which are the types of the handler's `State<..>`
    /// arguments.
    Holding(Vec<Type>),
}

impl State {
    pub(super) fn new(
        named: Option<&Given>,
        registered: bool,
        arguments: &[ArgumentType<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if let Some(named) = named {
            let ty = named.value(diagnostics)?;
            let state = held_type("state", "State", "state = ", ty, diagnostics)?;
            return Some(Self::Named(Box::new(state)));
        }
        let mut parts: Vec<Type> = Vec::new();
        let mut is_one = true;
        for argument in arguments {
            let Some(part) = argument
                .state()
                .filter(|part| !parts.iter().any(|known| text(known) == text(part)))
            else {
                continue;
            };
            if registered && let Some(first) = parts.first() {
                diagnostics.error_with_help(
                    argument.0,
                    format!(
                        "which state holds both `{}` and `{}`?",
                        text(first),
                        text(part)
                    ),
                    "name it in the attribute: `state = App`",
                );
                is_one = false;
            }
            parts.push(part.clone());
        }
        is_one.then_some(Self::Holding(parts))
    }
}

fn text(ty: &Type) -> String {
    spaceless(ty.to_token_stream())
}
