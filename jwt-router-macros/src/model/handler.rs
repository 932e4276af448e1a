//! The annotated function, checked to be usable as a handler.

use quote::ToTokens;
use syn::{Attribute, FnArg, Ident, ReturnType, Safety, Signature, Type, Visibility};

use super::argument::Argument;
use super::argument_type::{ArgumentType, last_segment, ungrouped};
use crate::diagnostics::Diagnostics;
use crate::item::HandlerItem;
use crate::syntax::spaceless;

/// The maximum number of arguments, the same as for axum's own handlers.
const MOST_ARGUMENTS: usize = 16;

/// Names of types that are not futures. A function without `async` that returns one of them is no handler.
///
/// The macro sees only the name of a type; rustc reports other types that are not futures.
const NO_FUTURES: &[&str] = &[
    "Bytes",
    "Form",
    "Html",
    "Json",
    "Option",
    "Redirect",
    "Response",
    "Result",
    "StatusCode",
    "String",
    "Vec",
    "bool",
    "char",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// A checked handler: a free function with extractors as arguments and a future as its result, as far as syntax shows.
pub(crate) struct Handler<'a> {
    pub(crate) cfgs: Vec<&'a Attribute>,
    /// Whether the function has attributes that may allow a lint.
    pub(crate) annotated: bool,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) arguments: Vec<Argument<'a>>,
    pub(crate) output: Option<&'a Type>,
}

/// The parts of a function that its hidden policy function needs even after a mistake.
pub(crate) struct HandlerStub<'a> {
    pub(crate) cfgs: Vec<&'a Attribute>,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
}

impl<'a> HandlerStub<'a> {
    /// Returns the stub; `None` for a method, because the hidden function cannot be in an `impl` block.
    pub(crate) fn new(item: &'a HandlerItem) -> Option<Self> {
        item.sig.receiver().is_none().then(|| Self {
            cfgs: item.cfgs(),
            vis: &item.vis,
            ident: &item.sig.ident,
        })
    }
}

impl<'a> Handler<'a> {
    pub(super) fn new(
        item: &'a HandlerItem,
        types: &[ArgumentType<'a>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let sig = &item.sig;
        let qualifiers = qualifiers(sig, diagnostics);
        let result = result(sig, diagnostics);
        let arguments = arguments(sig, diagnostics);
        let order = body_comes_last(types, diagnostics);
        let output = match &sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ungrouped(ty)),
        };
        qualifiers.and(result).and(order)?;
        item.has_one_policy.then_some(Self {
            cfgs: item.cfgs(),
            annotated: item.is_annotated(),
            vis: &item.vis,
            ident: &sig.ident,
            arguments: arguments?,
            output,
        })
    }
}

/// Checks that the function is not `const`, `unsafe`, `extern`, generic or variadic.
fn qualifiers(sig: &Signature, diagnostics: &mut Diagnostics) -> Option<()> {
    let mut checked = Some(());
    let mut refuse = |token: &dyn ToTokens, word: &str| {
        checked = None;
        let help = format!("write `async fn {}`", sig.ident);
        diagnostics.error_with_help(
            token.to_token_stream(),
            format!("a handler cannot be {word}"),
            help,
        );
    };
    if let Some(token) = &sig.constness {
        refuse(token, "`const`");
    }
    if let Safety::Unsafe(token) = &sig.safety {
        refuse(token, "`unsafe`");
    }
    if let Some(abi) = &sig.abi {
        refuse(abi, "`extern`");
    }
    if let Some(variadic) = &sig.variadic {
        refuse(variadic, "variadic");
    }
    if !sig.generics.params.is_empty() {
        let help = "name the types: a route is one function";
        diagnostics.error_with_help(&sig.generics.params, "a handler cannot be generic", help);
        return None;
    }
    checked
}

/// Checks that the function returns a future, as far as syntax shows.
fn result(sig: &Signature, diagnostics: &mut Diagnostics) -> Option<()> {
    if sig.asyncness.is_some() || sig.constness.is_some() {
        return Some(());
    }
    let is_future = match &sig.output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => match ungrouped(ty) {
            Type::ImplTrait(_) | Type::Macro(_) => true,
            ty => last_segment(ty)
                .is_some_and(|segment| !NO_FUTURES.iter().any(|name| segment.ident == name)),
        },
    };
    if !is_future {
        let help = format!("write `async fn {}`", sig.ident);
        diagnostics.error_with_help(sig.fn_token, "a handler is asynchronous", help);
    }
    is_future.then_some(())
}

/// Checks the number of arguments, and each argument by itself.
fn arguments<'a>(sig: &'a Signature, diagnostics: &mut Diagnostics) -> Option<Vec<Argument<'a>>> {
    let more = sig.inputs.iter().nth(MOST_ARGUMENTS);
    if let Some(more) = more {
        let help = "gather some in a struct that implements `FromRequestParts`";
        diagnostics.error_with_help(
            more,
            format!("a handler takes at most {MOST_ARGUMENTS} arguments"),
            help,
        );
    }
    let arguments = sig.inputs.iter().map(|input| match input {
        FnArg::Typed(argument) => Argument::new(argument, diagnostics),
        FnArg::Receiver(receiver) => {
            let help =
                "move the function out of the `impl` block, and take what it needs as `State<..>`";
            diagnostics.error_with_help(
                receiver,
                "a handler is a free function, without `self`",
                help,
            );
            None
        }
    });
    // Collecting into a `Vec` first checks all arguments; collecting into an `Option` stops at the first
    // mistake.
    let arguments: Vec<Option<Argument<'_>>> = arguments.collect();
    let arguments = arguments.into_iter().collect();
    if more.is_some() { None } else { arguments }
}

/// Checks that no argument before the last reads the body.
fn body_comes_last(types: &[ArgumentType<'_>], diagnostics: &mut Diagnostics) -> Option<()> {
    let Some((_, others)) = types.split_last() else {
        return Some(());
    };
    let mut checked = Some(());
    for argument in others {
        if let Some(name) = argument.body_reader() {
            let ty = spaceless(argument.0.to_token_stream());
            diagnostics.error_with_help(
                argument.0,
                format!("`{name}` reads the request's body, so it must be the last argument"),
                format!("move `{ty}` to the end"),
            );
            checked = None;
        }
    }
    checked
}
