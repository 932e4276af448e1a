//! Checks that the types of `entity = User` and `state = App` are not wrapped in their extractors `G` and `State`.

use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type};

use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

/// Checks that the value of `argument` is not wrapped in the extractor `wrapper`, such as `G<User>` for `User`.
///
/// The help for a wrapped type suggests to write the text `before` and the type inside of the wrapper.
pub(super) fn held_type(
    argument: &str,
    wrapper: &str,
    before: &str,
    ty: Type,
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let Some(inner) = inside(&ty, wrapper) else {
        return Some(ty);
    };
    let inner = spaceless(inner.to_token_stream());
    diagnostics.error_with_help(
        &ty,
        format!("`{argument}` takes what `{wrapper}<..>` holds"),
        format!("write `{before}{inner}`"),
    );
    None
}

/// Returns the `User` of `G<User>`. A longer path, `other::G<User>`, names another type and is not unwrapped.
fn inside<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    let known = path.path.segments.len() == 1 && segment.ident == wrapper;
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) if known => Some(inner),
        _ => None,
    })
}
