//! A checked route: its handler, methods and path, and its policy.

use quote::ToTokens as _;

use super::argument_type::ArgumentType;
use super::methods::methods;
use super::transports::Transports;
use super::{Handler, Requirements, RoutePath, State, TokenUse};
use crate::args::RouteArgs;
use crate::diagnostics::Diagnostics;
use crate::item::HandlerItem;
use crate::syntax::{Access, Method, spaceless};

/// A checked route attribute, and the checked handler under it.
pub(crate) struct Route<'a> {
    pub(crate) access: Access,
    pub(crate) handler: Handler<'a>,
    pub(crate) methods: Vec<Method>,
    pub(crate) path: RoutePath,
    pub(crate) state: State,
    pub(crate) registered: bool,
    pub(crate) claims_only: bool,
    pub(crate) transports: Transports,
    pub(crate) token_use: TokenUse,
    pub(crate) requirements: Requirements,
}

impl<'a> Route<'a> {
    /// Checks the arguments and the function; reports every mistake before it returns `None`.
    pub(crate) fn new(
        access: Access,
        args: RouteArgs,
        item: &'a HandlerItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let requirements = Requirements::new(&args.requirements, diagnostics);
        let types = ArgumentType::all(&item.sig);
        let handler = Handler::new(item, &types, diagnostics);
        let methods = methods(&args.methods, diagnostics);
        let path = match &args.path {
            Some(literal) => RoutePath::parse(literal, diagnostics),
            None => RoutePath::of_function(&item.sig.ident, diagnostics),
        };
        let state = State::new(args.state.as_ref(), args.register, &types, diagnostics);
        let token_use = TokenUse::new(&args, &types, diagnostics);
        let transports = Transports::new(&args, methods.as_deref(), diagnostics);
        let captures = path_arguments(&types, path.as_ref(), diagnostics);
        let loaded = if args.claims_only {
            nothing_is_loaded(&types, diagnostics)
        } else {
            Some(())
        };
        captures.and(loaded)?;
        args.is_complete.then_some(Self {
            access,
            handler: handler?,
            methods: methods?,
            path: path?,
            state: state?,
            registered: args.register,
            claims_only: args.claims_only,
            transports: transports?,
            token_use: token_use?,
            requirements: requirements?,
        })
    }
}

/// Checks that the path has a capture if an argument is a `Path<..>`, and that only one argument is.
fn path_arguments(
    arguments: &[ArgumentType<'_>],
    path: Option<&RoutePath>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut checked = Some(());
    let mut paths = arguments.iter().filter(|argument| argument.is_path());
    if let (Some(argument), Some(path)) = (paths.next(), path)
        && path.captures() == 0
    {
        let written = path.literal.value();
        diagnostics.error_with_help(
            argument.0,
            format!("`{written}` has no capture for this `Path`"),
            format!("write one: `\"{}/{{id}}\"`", written.trim_end_matches('/')),
        );
        checked = None;
    }
    for second in paths {
        let help = "take all of them at once: `Path<(i64, String)>`";
        diagnostics.error_with_help(second.0, "one `Path` takes all captures of the path", help);
        checked = None;
    }
    checked
}

/// Checks that no argument needs a loaded entity, since `claims_only` loads none.
fn nothing_is_loaded(arguments: &[ArgumentType<'_>], diagnostics: &mut Diagnostics) -> Option<()> {
    let mut checked = Some(());
    for argument in arguments {
        if let Some(entity) = argument.loaded_entity() {
            let text = spaceless(entity.to_token_stream());
            diagnostics.error_with_help(
                argument.0,
                format!("`claims_only` loads no entity, so `{text}` has none"),
                "take `G`, or remove `claims_only`",
            );
            checked = None;
        }
    }
    checked
}
