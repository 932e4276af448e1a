//! The checked arguments of `#[entity(..)]`: table, key, accessor, and the functions of the entity.

mod accessor;
mod reserved;

use proc_macro2::{Ident, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{Attribute, ExprPath, Generics, LitStr, Type, Visibility};

use self::accessor::Accessor;
use self::reserved::RESERVED;
use crate::args::{EntityArgs, Given};
use crate::diagnostics::{Diagnostics, nearest};
use crate::item::EntityItem;
use crate::syntax::{snake_case, spaceless};

/// The parts of an entity's struct that an expansion needs even after a mistake in the arguments.
pub(crate) struct EntityStruct<'a> {
    pub(crate) cfgs: Vec<&'a Attribute>,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
}

/// The checked arguments of `#[entity(..)]`, and the checked struct under it.
pub(crate) struct EntityModel<'a> {
    pub(crate) item: EntityStruct<'a>,
    pub(crate) table: LitStr,
    pub(crate) key: &'a Ident,
    pub(crate) key_type: &'a Type,
    /// The name of the accessor method on `G`, by default that of the table; `None` with `accessor = false`.
    pub(crate) accessor: Option<Ident>,
    /// The path of the function that takes `&Self` and returns the entity's roles.
    pub(crate) roles: Option<ExprPath>,
    /// The path of the function that takes `&Self` and returns the version of the entity's tokens.
    pub(crate) token_version: Option<ExprPath>,
}

impl<'a> EntityStruct<'a> {
    /// Returns the struct; `None` if it has a lifetime parameter, because neither an entity nor its stub can
    /// borrow.
    pub(crate) fn new(item: &'a EntityItem) -> Option<Self> {
        let is_owned = item.generics.lifetimes().next().is_none();
        is_owned.then(|| Self {
            cfgs: item.cfgs(),
            vis: &item.vis,
            ident: &item.ident,
            generics: &item.generics,
        })
    }
}

impl<'a> EntityModel<'a> {
    /// Checks the arguments and the struct; reports every mistake before it returns `None`.
    pub(crate) fn new(
        args: EntityArgs,
        item: &'a EntityItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if !args.names_table {
            let help = format!("write `table = \"{}\"`", guessed_table(item));
            diagnostics.error_with_help(
                &item.ident,
                format!("which table do `{}`s come from?", item.ident),
                help,
            );
        }
        let table = args
            .table
            .as_ref()
            .and_then(|table| table_name(table, item, diagnostics));
        if let Some(lifetime) = item.generics.lifetimes().next() {
            let help = "hold the value itself, such as a `String`, or an `Arc` of it";
            diagnostics.error_with_help(lifetime, "an entity cannot borrow", help);
        }
        let accessor = Accessor::new(args.accessor, args.table.as_ref(), diagnostics)
            .and_then(|accessor| accessor.reachable(item, diagnostics));
        let roles = args.roles.map(|given| function(&given, diagnostics));
        let token_version = args.token_version;
        let token_version = token_version.map(|given| function(&given, diagnostics));
        // `args` has reported a key that is not a string.
        let is_reported = args.names_key && args.key.is_none();
        let field = (item.has_named_fields && !is_reported)
            .then(|| key_field(args.key, item, diagnostics))
            .flatten();
        let (key, key_type) = field?;
        (args.is_complete && item.is_one_entity).then_some(Self {
            item: EntityStruct::new(item)?,
            table: table?,
            key,
            key_type,
            accessor: accessor?.name,
            roles: match roles {
                Some(roles) => Some(roles?),
                None => None,
            },
            token_version: match token_version {
                Some(token_version) => Some(token_version?),
                None => None,
            },
        })
    }
}

/// Checks that the table's name is not empty and has no spaces around it.
fn table_name(table: &LitStr, item: &EntityItem, diagnostics: &mut Diagnostics) -> Option<LitStr> {
    let written = table.value();
    let name = written.trim();
    if name.is_empty() {
        let help = format!("write `table = \"{}\"`", guessed_table(item));
        diagnostics.error_with_help(table, "a table has a name", help);
        None
    } else if name != written {
        let help = format!("write `table = {name:?}`");
        diagnostics.error_with_help(table, "the name has a space around it", help);
        None
    } else {
        Some(table.clone())
    }
}

/// Parses the value of `roles` or `token_version`: the path of a function that takes the entity.
fn function(given: &Given, diagnostics: &mut Diagnostics) -> Option<ExprPath> {
    // A word in quotes is probably meant as the name of a method.
    let method = |value: &[TokenTree]| {
        let [TokenTree::Literal(quoted)] = value else {
            return None;
        };
        let quoted: LitStr = syn::parse2(quoted.to_token_stream()).ok()?;
        let path: ExprPath = quoted.parse().ok()?;
        path.path.get_ident()?;
        let method = spaceless(path.to_token_stream());
        let name = given.keyword.name;
        Some(format!("write `{name} = Self::{method}`"))
    };
    given.function(method, diagnostics)
}

/// Returns the name and the type of the field that `key` names, or of `id` if `key` is left out.
fn key_field<'a>(
    key: Option<LitStr>,
    item: &'a EntityItem,
    diagnostics: &mut Diagnostics,
) -> Option<(&'a Ident, &'a Type)> {
    let wanted = key.as_ref().map_or_else(|| "id".to_owned(), LitStr::value);
    if RESERVED.contains(&wanted.as_str()) {
        let message =
            format!("`{wanted}` is the name of another claim, so no key can be called that");
        diagnostics.error_with_help(&key, message, "rename the field, as in `user_id`");
        return None;
    }
    let mut fields = item
        .fields
        .iter()
        .filter_map(|field| field.ident.as_ref().map(|name| (name, &field.ty)));
    if let Some(found) = fields.clone().find(|(name, _)| name.unraw() == wanted) {
        return Some(found);
    }
    let names: Vec<String> = fields
        .by_ref()
        .map(|(name, _)| name.unraw().to_string())
        .collect();
    let like = nearest(&wanted, names.iter().map(String::as_str));
    let entity = &item.ident;
    let message = format!("`{entity}` has no field `{wanted}`");
    match (&key, like) {
        (Some(key), Some(like)) => {
            diagnostics.error_with_help(key, message, format!("did you mean `{like}`?"));
        }
        (Some(key), None) if names.is_empty() => {
            diagnostics.error(key, format!("{message}: it has none"));
        }
        (Some(key), None) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            diagnostics.error_with_help(
                key,
                message,
                format!("its fields are {}", names.join(", ")),
            );
        }
        (None, _) => {
            let guess = names
                .iter()
                .find(|name| name.ends_with("id"))
                .or_else(|| names.first());
            let guess = guess.map_or("user_id", String::as_str);
            diagnostics.error_with_help(
                entity,
                message,
                format!("name the key: `key = \"{guess}\"`"),
            );
        }
    }
    None
}

/// Returns a table's name to suggest: the struct's name in snake case, in the plural.
fn guessed_table(item: &EntityItem) -> String {
    plural(&snake_case(&item.ident.unraw().to_string()))
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if name.ends_with(['s', 'x']) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests;
