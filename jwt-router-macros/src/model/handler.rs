//! A function that can be a handler.

use quote::ToTokens;
use syn::{Attribute, FnArg, Ident, ReturnType, Safety, Signature, Type, Visibility};

use super::argument::{Argument, last_segment, spaceless, ungrouped};
use crate::diagnostics::Diagnostics;
use crate::item::HandlerItem;

/// As many extractors as axum's own handlers take.
const MOST_ARGUMENTS: usize = 16;

/// Returned types that are no futures, whatever is in scope.
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

/// A free function whose arguments can be extracted and whose result is a future.
pub(crate) struct Handler<'a> {
    pub(crate) cfgs: Vec<&'a Attribute>,
    /// Whether it has attributes that may say something of lints.
    pub(crate) annotated: bool,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Option<&'a Type>,
}

impl<'a> Handler<'a> {
    pub(crate) fn new(item: &'a HandlerItem, diagnostics: &mut Diagnostics) -> Self {
        let sig = &item.sig;
        qualifiers(sig, diagnostics);
        result(sig, diagnostics);
        let arguments = arguments(sig, diagnostics);
        body_comes_last(&arguments, diagnostics);
        let output = match &sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ungrouped(ty)),
        };
        Self {
            cfgs: item.cfgs(),
            annotated: item.is_annotated(),
            vis: &item.vis,
            ident: &sig.ident,
            arguments,
            output,
        }
    }
}

/// Refuses what no handler can be: `const`, `unsafe`, `extern`, generic, variadic.
fn qualifiers(sig: &Signature, diagnostics: &mut Diagnostics) {
    let mut refuse = |token: &dyn ToTokens, word: &str| {
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
    }
}

/// Refuses a function that returns no future, as far as its syntax tells.
fn result(sig: &Signature, diagnostics: &mut Diagnostics) {
    if sig.asyncness.is_some() || sig.constness.is_some() {
        return;
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
}

fn arguments(sig: &Signature, diagnostics: &mut Diagnostics) -> Vec<Argument> {
    if let Some(more) = sig.inputs.iter().nth(MOST_ARGUMENTS) {
        let help = "gather some in a struct that implements `FromRequestParts`";
        diagnostics.error_with_help(
            more,
            format!("a handler takes at most {MOST_ARGUMENTS} arguments"),
            help,
        );
    }
    let typed = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(Argument::new(argument, diagnostics)),
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
    typed.collect()
}

fn body_comes_last(arguments: &[Argument], diagnostics: &mut Diagnostics) {
    let Some((_, others)) = arguments.split_last() else {
        return;
    };
    for argument in others {
        if let Some(name) = argument.body_reader() {
            let ty = spaceless(argument.ty.to_token_stream());
            diagnostics.error_with_help(
                &argument.ty,
                format!("`{name}` reads the request's body, so it must be the last argument"),
                format!("move `{ty}` to the end"),
            );
        }
    }
}
