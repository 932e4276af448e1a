//! An entity: its table, its key and its accessor.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::{ExprPath, Lit, LitStr, Type};

use crate::args::EntityArgs;
use crate::diagnostics::{Diagnostics, nearest};
use crate::item::EntityItem;

/// Claims that every token has a use for, so that no key can be named like them.
///
/// The registered ones are of [RFC 7519, section 4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1).
const TAKEN_CLAIMS: &[&str] = &[
    "aud",
    "auth_time",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "sub",
    "table_name",
    "typ",
];

/// Methods that a `G<User>` has already, and calls before those of `User`.
const METHODS_OF_G: &[&str] = &[
    "claims",
    "clone",
    "deref",
    "expires_at",
    "get",
    "into_inner",
    "key",
    "table",
    "token_id",
];

/// What `#[entity(..)]` and its struct say, checked.
pub(crate) struct EntityModel<'a> {
    pub(crate) item: &'a EntityItem,
    pub(crate) table: LitStr,
    pub(crate) key: &'a Ident,
    pub(crate) key_type: &'a Type,
    /// The method named by the table; none with `accessor = false`.
    pub(crate) accessor: Option<Ident>,
    /// The function of `&Self` that says which roles an entity has.
    pub(crate) roles: Option<ExprPath>,
}

impl<'a> EntityModel<'a> {
    pub(crate) fn new(
        args: EntityArgs,
        item: &'a EntityItem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let EntityArgs {
            table,
            names_table,
            names_key,
            key,
            accessor,
            roles,
            ..
        } = args;
        if !names_table {
            let help = format!("write `table = \"{}\"`", guessed_table(item));
            diagnostics.error_with_help(
                &item.ident,
                format!("which table do `{}`s come from?", item.ident),
                help,
            );
        }
        if let Some(table) = table
            .as_ref()
            .filter(|table| table.value().trim().is_empty())
        {
            let help = format!("write `table = \"{}\"`", guessed_table(item));
            diagnostics.error_with_help(table, "a table has a name", help);
        } else if let Some(table) = table
            .as_ref()
            .filter(|table| table.value().trim() != table.value())
        {
            let help = format!("write `table = {:?}`", table.value().trim());
            diagnostics.error_with_help(table, "a space stands around the name", help);
        }
        if let Some(lifetime) = item.generics.lifetimes().next() {
            let help = "hold the value itself, such as a `String`, or an `Arc` of it";
            diagnostics.error_with_help(lifetime, "an entity cannot borrow", help);
        }
        let accessor = accessor_name(accessor, table.as_ref(), diagnostics);
        if let Some(accessor) = &accessor {
            accessor_is_free(accessor, item, diagnostics);
        }
        // A key that is there and no string is told already.
        let is_told = names_key && key.is_none();
        let field = (item.has_named_fields && !is_told)
            .then(|| key_field(key, item, diagnostics))
            .flatten();
        let (key, key_type) = field?;
        Some(Self {
            item,
            table: table?,
            key,
            key_type,
            accessor,
            roles,
        })
    }
}

/// The field that `key` names, `id` when it is left out.
fn key_field<'a>(
    key: Option<LitStr>,
    item: &'a EntityItem,
    diagnostics: &mut Diagnostics,
) -> Option<(&'a Ident, &'a Type)> {
    let wanted = key.as_ref().map_or_else(|| "id".to_owned(), LitStr::value);
    if TAKEN_CLAIMS.contains(&wanted.as_str()) {
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

/// The accessor's name: what `accessor` says, else made from the table.
fn accessor_name(
    accessor: Option<Lit>,
    table: Option<&LitStr>,
    diagnostics: &mut Diagnostics,
) -> Option<Ident> {
    match accessor {
        Some(Lit::Bool(asked)) if !asked.value => None,
        Some(Lit::Str(name)) => {
            let accessor = method_name(&name.value(), name.span())
                .filter(|ident| ident.unraw() == name.value());
            if accessor.is_none() {
                let message = "an accessor is a method: lower case letters, digits and `_`";
                diagnostics.error_with_help(&name, message, "write `accessor = \"users\"`");
            }
            accessor
        }
        Some(other) => {
            let help = "write `accessor = \"users\"`, or `accessor = false` for none";
            diagnostics.error_with_help(other, "`accessor` takes a string or `false`", help);
            None
        }
        None => {
            let table = table.filter(|table| !table.value().trim().is_empty())?;
            let written = table.value();
            let last = written.rsplit('.').next().unwrap_or_default();
            let accessor = method_name(&snake_case(last), table.span());
            if accessor.is_none() {
                let message = format!("no method can be named after the table `{written}`");
                let help = "name one: `accessor = \"users\"`, or have none: `accessor = false`";
                diagnostics.error_with_help(table, message, help);
            }
            accessor
        }
    }
}

/// Refuses an accessor that `g.accessor()` would never reach.
fn accessor_is_free(accessor: &Ident, item: &EntityItem, diagnostics: &mut Diagnostics) {
    let name = accessor.unraw();
    if METHODS_OF_G.iter().any(|method| name == method) {
        let entity = &item.ident;
        let help = format!("write `accessor = \"{}\"`", free_accessor(item));
        diagnostics.error_with_help(
            accessor,
            format!(
                "`G<{entity}>` has a method `{name}` of its own, so no accessor can be called that"
            ),
            help,
        );
    }
}

/// A name to suggest: the struct's, unless `G` has that too.
fn free_accessor(item: &EntityItem) -> String {
    let name = snake_case(&item.ident.unraw().to_string());
    if METHODS_OF_G.contains(&name.as_str()) {
        format!("{name}_row")
    } else {
        name
    }
}

fn guessed_table(item: &EntityItem) -> String {
    plural(&snake_case(&item.ident.unraw().to_string()))
}

/// `name` as an identifier, raw where it has to be.
fn method_name(name: &str, span: Span) -> Option<Ident> {
    let mut letters = name.chars();
    let starts = letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || first == '_');
    let goes_on = letters
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    // These are words even when raw, and `_` alone is no name.
    let is_reserved =
        matches!(name, "self" | "super" | "crate") || name.chars().all(|letter| letter == '_');
    if !starts || !goes_on || is_reserved {
        return None;
    }
    let is_keyword = name == "gen" || syn::parse_str::<Ident>(name).is_err();
    Some(if is_keyword {
        Ident::new_raw(name, span)
    } else {
        Ident::new(name, span)
    })
}

/// `User-Accounts`, `UserAccounts` and `user accounts` are all `user_accounts`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut after_lower = false;
    for letter in name.trim().chars() {
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
        if letter.is_alphanumeric() {
            snake.extend(letter.to_lowercase());
        } else {
            snake.push('_');
        }
    }
    snake
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
