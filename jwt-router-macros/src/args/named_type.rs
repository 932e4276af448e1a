//! `entity = User`, `state = App`: one type, without what a handler takes it in.

use proc_macro2::{Delimiter, TokenTree};
use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type};

use super::keyed::KeyedArgs;
use super::tokens;
use crate::diagnostics::Diagnostics;
use crate::model::spaceless;

/// What to write where several entities may call.
pub(super) const SEVERAL_ENTITIES: &str =
    "leave `entity` out and take `g: G`, then ask `g.get::<User>()`; or write a handler for each";

/// The type that `name` is given, which is not the extractor `wrapper` of it.
pub(super) fn named_type(
    name: &str,
    wrapper: &str,
    keyed: &KeyedArgs,
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let (_, value) = keyed.tokens(name)?;
    if name == "entity" && is_list(&value) {
        diagnostics.error_with_help(tokens(&value), "`entity` takes one type", SEVERAL_ENTITIES);
        return None;
    }
    let ty = keyed.value::<Type>(name, diagnostics)?;
    if let Some(inner) = inside(&ty, wrapper) {
        let inner = spaceless(inner.to_token_stream());
        diagnostics.error_with_help(
            &ty,
            format!("`{name}` takes what `{wrapper}<..>` holds"),
            format!("write `{name} = {inner}`"),
        );
        return None;
    }
    Some(ty)
}

/// `[User, Staff]`, `(User, Staff)` or `any(User, Staff)`.
fn is_list(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Group(list)] => list.delimiter() != Delimiter::None,
        [TokenTree::Ident(word), TokenTree::Group(_)] => word == "any" || word == "all",
        _ => false,
    }
}

/// The `User` of `G<User>`. A type of this name at the end of a longer path is another.
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
