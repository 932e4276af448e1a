//! One argument of a handler, and what its written type tells.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PatType, PathArguments, Type};

use crate::diagnostics::Diagnostics;

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

/// Values that a capture can be, and that nothing extracts by themselves.
const VALUES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

/// An argument that can be extracted, as far as its syntax tells.
///
/// A type is known by its last segment only; what an alias hides is left to the
/// checks that the compiler makes on the types.
pub(crate) struct Argument {
    pub(crate) ty: Type,
}

impl Argument {
    pub(crate) fn new(argument: &PatType, diagnostics: &mut Diagnostics) -> Self {
        let cfg = argument.attrs.iter().find(|attribute| {
            attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
        });
        if let Some(cfg) = cfg {
            let help = "write the handler twice, each with its own `#[cfg(..)]`";
            diagnostics.error_with_help(cfg, "an argument of a handler cannot come and go", help);
        }
        let ty = ungrouped(&argument.ty).clone();
        match &ty {
            Type::Reference(reference)
                if reference
                    .lifetime
                    .as_ref()
                    .is_none_or(|lifetime| lifetime.ident != "static") =>
            {
                let owned = if is(&reference.elem, "str") {
                    "String".to_owned()
                } else {
                    spaceless(reference.elem.to_token_stream())
                };
                let help = format!("write `{owned}`");
                diagnostics.error_with_help(reference, "a handler owns its arguments", help);
            }
            Type::Path(path) if path.path.get_ident().is_some() && is_one_of(&ty, VALUES) => {
                let value = spaceless(path.to_token_stream());
                diagnostics.error_with_help(
                    path,
                    format!("nothing says where `{value}` comes from"),
                    format!("write `Path<{value}>` for a capture of the path"),
                );
            }
            _ => {
                if let Some(found) = find_impl(ty.to_token_stream()) {
                    let help = "name the type";
                    diagnostics.error_with_help(found, "a handler cannot take `impl Trait`", help);
                }
            }
        }
        Self { ty }
    }

    /// Where the type starts and where it ends.
    pub(crate) fn spans(&self) -> (Span, Span) {
        ends(&self.ty)
    }

    /// The `T` of `State<T>`.
    pub(crate) fn state(&self) -> Option<&Type> {
        generic(&self.ty, "State")
    }

    pub(crate) fn is_path(&self) -> bool {
        is(&self.ty, "Path")
    }

    /// Whether the type could hold another number of captures than this, as far as its syntax tells.
    pub(crate) fn may_not_hold(&self, captures: usize) -> bool {
        let held = match generic(&self.ty, "Path") {
            Some(Type::Tuple(tuple)) => Some(tuple.elems.len()),
            Some(one) => (is_one_of(one, VALUES) || is(one, "String")).then_some(1),
            None => None,
        };
        held != Some(captures) && !is_one_of(&self.ty, NO_CAPTURES)
    }

    /// The extractor that reads the body, also inside `Option` and `Result`.
    pub(crate) fn body_reader(&self) -> Option<&Ident> {
        let inner = self.unwrapped();
        let name = last_segment(inner).map(|segment| &segment.ident)?;
        is_one_of(inner, BODY).then_some(name)
    }

    /// The `G<User>` that asks for a loaded entity, also inside `Option` and `Result`.
    pub(crate) fn loaded_entity(&self) -> Option<&Type> {
        let inner = self.unwrapped();
        generic(inner, "G").map(|_| inner)
    }

    /// The type inside `Option<..>` or `Result<.., E>`, else the type.
    fn unwrapped(&self) -> &Type {
        generic(&self.ty, "Option")
            .or_else(|| generic(&self.ty, "Result"))
            .unwrap_or(&self.ty)
    }
}

/// A type or a path as one would write it, without the spaces of a token stream.
pub(crate) fn spaceless(tokens: TokenStream) -> String {
    tokens
        .to_string()
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" ::<", "::<")
}

/// The type without the invisible groups of `$t:ty`, and without parentheses.
pub(super) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}

/// The last segment of a path type.
pub(super) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The spans of the first and the last token.
pub(crate) fn ends(ty: &impl ToTokens) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next();
    let last = tokens.last();
    let low = first
        .as_ref()
        .map_or_else(Span::call_site, |token| match token {
            TokenTree::Group(group) => group.span_open(),
            token => token.span(),
        });
    let high = last.or(first).map_or(low, |token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    (low, high)
}

fn is(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// Whether the type's last segment is one of these names. It is turned into a text once: that is what
/// costs when a compiler's identifier is compared.
fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    last_segment(ty).is_some_and(|segment| names.contains(&segment.ident.to_string().as_str()))
}

/// The first type argument of `name<..>`.
fn generic<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ungrouped(ty)),
        _ => None,
    })
}

/// The first `impl` among the tokens of a type.
fn find_impl(tokens: TokenStream) -> Option<TokenTree> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ref word) if word == "impl" => Some(token),
        TokenTree::Group(group) => find_impl(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}
