//! The type of a handler's argument, as far as syntax shows it.

use proc_macro2::Span;
use syn::{FnArg, GenericArgument, Ident, PathArguments, Signature, Type};

use crate::syntax::ends;

/// Extractors that read the request's body.
const BODY: &[&str] = &["Bytes", "Form", "Json", "Multipart", "Request", "String"];

/// Types that never hold the path's captures.
const NO_CAPTURES: &[&str] = &[
    "Bytes",
    "Extension",
    "Form",
    "G",
    "HeaderMap",
    "Json",
    "JwtRoutes",
    "Method",
    "Multipart",
    "Option",
    "OriginalUri",
    "Query",
    "RawQuery",
    "Request",
    "Result",
    "State",
    "String",
    "Uri",
];

/// Types that `Path` can parse a capture into, and that are no extractors themselves.
const VALUES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

/// The type of an argument; its properties are read from its last path segment.
///
/// A type alias hides its properties from the macro. The expansion therefore repeats the checks with trait
/// bounds, where rustc resolves aliases; the checks here have better messages.
#[derive(Clone, Copy)]
pub(crate) struct ArgumentType<'a>(pub(crate) &'a Type);

impl<'a> ArgumentType<'a> {
    /// Returns the types of all arguments except `self`.
    pub(super) fn all(sig: &'a Signature) -> Vec<Self> {
        sig.inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Typed(argument) => Some(Self::new(&argument.ty)),
                FnArg::Receiver(_) => None,
            })
            .collect()
    }

    pub(super) fn new(ty: &'a Type) -> Self {
        Self(ungrouped(ty))
    }

    /// Returns the spans of the type's first and last token.
    pub(crate) fn spans(self) -> (Span, Span) {
        ends(self.0)
    }

    /// Returns the `T` of `State<T>`.
    pub(super) fn state(self) -> Option<&'a Type> {
        generic(self.0, "State")
    }

    pub(super) fn is_path(self) -> bool {
        is(self.0, "Path")
    }

    /// Returns whether this is the bare type of a capture, such as `i64`.
    pub(super) fn is_value(self) -> bool {
        matches!(self.0, Type::Path(path) if path.path.get_ident().is_some())
            && is_one_of(self.0, VALUES)
    }

    /// Returns whether the type may be a `Path` that takes another number of captures, as far as syntax shows.
    ///
    /// Returns `true` for an unknown type, which could be an alias of such a `Path`.
    pub(crate) fn may_not_hold(self, captures: usize) -> bool {
        let held = match generic(self.0, "Path") {
            Some(Type::Tuple(tuple)) => Some(tuple.elems.len()),
            Some(one) => (is_one_of(one, VALUES) || is(one, "String")).then_some(1),
            None => None,
        };
        held != Some(captures) && !is_one_of(self.0, NO_CAPTURES)
    }

    /// Returns the name of the type if it reads the request's body, also inside `Option` and `Result`.
    pub(super) fn body_reader(self) -> Option<&'a Ident> {
        let inner = self.unwrapped();
        let name = last_segment(inner).map(|segment| &segment.ident)?;
        is_one_of(inner, BODY).then_some(name)
    }

    /// Returns the `G<User>` that holds a loaded entity, also inside `Option` and `Result`.
    pub(super) fn loaded_entity(self) -> Option<&'a Type> {
        let inner = self.unwrapped();
        generic(inner, "G").map(|_| inner)
    }

    /// Returns whether this is a `G`, which needs an access token, also inside `Option` and `Result`.
    pub(super) fn is_login(self) -> bool {
        is(self.unwrapped(), "G")
    }

    /// Returns the `User` of `G<User>`.
    pub(super) fn entity_of(login: &Type) -> Option<&Type> {
        generic(login, "G")
    }

    /// Returns whether this may be the caller of a route for links, refresh tokens or tickets, as far as syntax shows.
    pub(crate) fn is_of_another_use(self) -> bool {
        is_one_of(self.0, &["Link", "Refresh", "Ticket"])
    }

    /// Returns the `Link<User>` of `Option<Link<User>>` or `Result<Link<User>, E>`, if `name` is `Link`.
    pub(super) fn optional(self, name: &str) -> Option<&'a Type> {
        let inner = self.unwrapped();
        (is(inner, name) && !is(self.0, name)).then_some(inner)
    }

    /// Returns the type inside `Option<..>` or `Result<.., E>`, or else the type itself.
    fn unwrapped(self) -> &'a Type {
        generic(self.0, "Option")
            .or_else(|| generic(self.0, "Result"))
            .unwrap_or(self.0)
    }
}

/// Returns the type without parentheses, and without the invisible groups that a `macro_rules!` puts around
/// `$t:ty`.
pub(super) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}

/// Returns the last segment of a path type.
pub(super) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// Returns whether the last segment of the type has this name.
pub(super) fn is(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// Returns whether the type's last segment is one of these names.
///
/// The segment is converted to a text once, since each comparison of a `proc_macro` identifier with a text converts it
/// anew.
fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    last_segment(ty).is_some_and(|segment| names.contains(&segment.ident.to_string().as_str()))
}

/// Returns the first type argument of `name<..>`.
fn generic<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(ungrouped(inner)),
        _ => None,
    })
}
