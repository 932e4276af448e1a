//! A route: a handler, where it is mounted, and who may come.

use quote::ToTokens as _;
use syn::{Ident, LitStr, Type};

use super::argument::spaceless;
use super::{Argument, Handler, Method, Requirements, RoutePath, State};
use crate::args::RouteArgs;
use crate::diagnostics::Diagnostics;
use crate::item::HandlerItem;

/// Who may come to a route: the three attributes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Access {
    Whitelisted,
    Ignored,
    Protected,
}

impl Access {
    pub(crate) const ALL: [Self; 3] = [Self::Whitelisted, Self::Ignored, Self::Protected];

    /// The library's function that begins what is said of a route.
    pub(crate) const fn function(self) -> &'static str {
        match self {
            Self::Whitelisted => "whitelisted",
            Self::Ignored => "ignored",
            Self::Protected => "protected",
        }
    }

    /// The attribute that grants it.
    pub(crate) const fn attribute(self) -> &'static str {
        match self {
            Self::Whitelisted => "whitelist",
            Self::Ignored => "ignored",
            Self::Protected => "protected",
        }
    }
}

/// Everything that a route attribute and its handler say, checked.
pub(crate) struct Route<'a> {
    pub(crate) access: Access,
    pub(crate) handler: Handler<'a>,
    pub(crate) methods: Vec<Method>,
    pub(crate) path: RoutePath,
    pub(crate) state: State,
    pub(crate) registered: bool,
    pub(crate) entity: Option<Type>,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<LitStr>,
    pub(crate) requirements: Requirements,
}

impl<'a> Route<'a> {
    pub(crate) fn new(
        access: Access,
        args: RouteArgs,
        item: &'a HandlerItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let handler = Handler::new(item, diagnostics);
        let methods = Method::list(&args.methods, diagnostics);
        let path = match &args.path {
            Some(literal) => RoutePath::parse(literal, diagnostics),
            None => RoutePath::of_function(handler.ident, diagnostics),
        };
        let state = State::new(args.state, args.register, &handler.arguments, diagnostics);
        let query = args
            .query
            .map(|query| query_name(query, methods.as_deref(), diagnostics));
        let requirements = Requirements::new(args.requirements, diagnostics);
        path_arguments(&handler.arguments, path.as_ref(), diagnostics);
        if args.claims_only {
            nothing_is_loaded(&handler.arguments, diagnostics);
        }
        Some(Self {
            access,
            handler,
            methods: methods?,
            path: path?,
            state,
            registered: args.register,
            entity: args.entity,
            claims_only: args.claims_only,
            query,
            requirements,
        })
    }
}

/// Checks `query = "auth"`: a word, on a route that only reads.
fn query_name(
    (name, value): (Ident, LitStr),
    methods: Option<&[Method]>,
    diagnostics: &mut Diagnostics,
) -> LitStr {
    if let Some(writes) = methods
        .unwrap_or_default()
        .iter()
        .find(|method| !method.only_reads())
    {
        diagnostics.error_with_help(
            name,
            format!(
                "`query` takes tokens from links, and no link sends `{}`",
                writes.name()
            ),
            "write a second handler for `GET`, or remove `query`",
        );
    }
    let word = value.value();
    let is_word =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~');
    if word.is_empty() || !word.chars().all(is_word) {
        let message = "a query parameter's name is letters, digits, `-`, `.`, `_` and `~`";
        diagnostics.error_with_help(&value, message, "write `query = \"auth\"`");
    }
    value
}

/// Checks that the path has captures for a `Path<..>`, and that there is one such argument.
fn path_arguments(arguments: &[Argument], path: Option<&RoutePath>, diagnostics: &mut Diagnostics) {
    let mut paths = arguments.iter().filter(|argument| argument.is_path());
    if let (Some(argument), Some(path)) = (paths.next(), path)
        && path.captures() == 0
    {
        let written = path.literal.value();
        diagnostics.error_with_help(
            &argument.ty,
            format!("`{written}` has no capture for this `Path`"),
            format!("write one: `\"{}/{{id}}\"`", written.trim_end_matches('/')),
        );
    }
    for second in paths {
        let help = "take all of them at once: `Path<(i64, String)>`";
        diagnostics.error_with_help(
            &second.ty,
            "one `Path` takes all captures of the path",
            help,
        );
    }
}

/// Checks that no argument asks for the entity that `claims_only` leaves out.
fn nothing_is_loaded(arguments: &[Argument], diagnostics: &mut Diagnostics) {
    for argument in arguments {
        if let Some(entity) = argument.loaded_entity() {
            let text = spaceless(entity.to_token_stream());
            diagnostics.error_with_help(
                &argument.ty,
                format!("`claims_only` loads no entity, so `{text}` has none"),
                "take `G`, or remove `claims_only`",
            );
        }
    }
}
