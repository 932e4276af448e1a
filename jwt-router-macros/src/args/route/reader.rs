//! Reads the pieces of a route attribute one by one: methods, a path, named arguments.

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use crate::args::keyed::KeyedArgs;
use crate::diagnostics::Diagnostics;
use crate::syntax::{Access, Method, pieces, tokens};

/// Reads the pieces of one attribute, and holds the arguments that were read so far.
pub(super) struct Reader<'a> {
    pub(super) access: Access,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) methods: Vec<Ident>,
    pub(super) path: Option<LitStr>,
    pub(super) keyed: KeyedArgs,
    /// Whether a method or a path was found after a named argument.
    pub(super) is_late: bool,
}

impl Reader<'_> {
    pub(super) fn piece(&mut self, piece: &[TokenTree]) {
        match piece {
            [] => {}
            [TokenTree::Ident(name)] => self.word(name),
            [TokenTree::Literal(literal)] => self.literal(literal),
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
                self.method_list(group.stream(), piece);
            }
            [TokenTree::Ident(name), TokenTree::Punct(sign), ..] if sign.as_char() == '=' => {
                self.key(name, piece);
            }
            [TokenTree::Ident(name), _, ..]
                if self.keyed.keyword(name).is_some() && Method::named(name).is_none() =>
            {
                self.key(name, piece);
            }
            [TokenTree::Ident(name), TokenTree::Group(group)]
                if group.delimiter() == Delimiter::Parenthesis && Method::resembles(name) =>
            {
                let method = name.to_string().to_ascii_uppercase();
                self.diagnostics.error_with_help(
                    tokens(piece),
                    "a method and its path are two arguments",
                    format!("write `{method}, {}`", group.stream()),
                );
            }
            [TokenTree::Ident(_), TokenTree::Punct(sign), ..]
                if matches!(sign.as_char(), ':' | '!') =>
            {
                self.qualified(piece);
            }
            [first, TokenTree::Punct(sign), rest @ ..] if sign.as_char() == '|' => {
                self.diagnostics.error_with_help(
                    sign,
                    "methods are listed with commas",
                    "write `GET, POST`",
                );
                self.piece(std::slice::from_ref(first));
                self.piece(rest);
            }
            [
                first @ (TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_)),
                rest @ ..,
            ] if !rest.is_empty() => {
                self.diagnostics
                    .error(first, format!("a comma is missing after `{first}`"));
                self.piece(std::slice::from_ref(first));
                self.piece(rest);
            }
            _ => self.unexpected(piece),
        }
    }

    /// Reads a single word: a method, or a flag.
    fn word(&mut self, name: &Ident) {
        let is_method = Method::resembles(name);
        if !is_method && (self.keyed.keyword(name).is_some() || self.keyed.nearest(name).is_some())
        {
            return self.key(name, &[TokenTree::Ident(name.clone())]);
        }
        let meant = Method::meant(name);
        if meant.is_none() && self.second(&[TokenTree::Ident(name.clone())]) {
            return;
        }
        if let Some(help) = self.keyed.unnamed(name).filter(|_| !is_method) {
            return self.diagnostics.error_with_help(
                name,
                format!("unknown argument `{name}`"),
                help,
            );
        }
        if let Some(path) = &self.path {
            let Some(method) = meant else {
                return self.keyed.unknown(name, self.diagnostics);
            };
            self.diagnostics.error_with_help(
                name,
                "the method comes before the path",
                format!("write `{method}, {}`", path.to_token_stream()),
            );
            // The corrected name is kept: with the wrong one, the model would report the method again.
            return self.methods.push(Ident::new(method, name.span()));
        }
        self.comes_first(name, "method");
        self.methods.push(name.clone());
    }

    /// Reports the first method or path after a named argument. Further ones are not reported, since their help would
    /// be the same.
    fn comes_first(&mut self, tokens: impl ToTokens, what: &str) {
        if let Some(argument) = self.keyed.last().filter(|_| !self.is_late) {
            self.is_late = true;
            let attribute = self.access.attribute();
            self.diagnostics.error_with_help(
                tokens,
                format!("the {what} comes before `{argument}`"),
                format!(
                    "write methods and path first, as in `#[{attribute}(GET, \"/users\", ..)]`"
                ),
            );
        }
    }

    /// Reads a named argument, with or without a value.
    fn key(&mut self, name: &Ident, piece: &[TokenTree]) {
        let attribute = self.access.attribute();
        let keyword = self.keyed.keyword(name);
        let is_refused = self.access.is_public() && keyword.is_some_and(|it| it.needs_token);
        match name.to_string().as_str() {
            key if is_refused => self.diagnostics.error_with_help(
                name,
                format!(
                    "`{key}` needs a verified token, but `#[{attribute}]` makes the route public"
                ),
                "use `#[protected(..)]`",
            ),
            key @ ("method" | "methods") => self.diagnostics.error_with_help(
                name,
                format!("unknown argument `{key}`"),
                "methods have no name: write `GET` before the path",
            ),
            "path" => self.diagnostics.error_with_help(
                name,
                "unknown argument `path`",
                "the path has no name: write `\"/users\"` after the methods",
            ),
            _ => self.keyed.add(
                name.clone(),
                piece.get(1..).unwrap_or_default(),
                self.diagnostics,
            ),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let Ok(path) = syn::parse2::<LitStr>(literal.to_token_stream()) else {
            self.diagnostics.error_with_help(
                literal,
                "a path is a plain string",
                "write `\"/users\"`",
            );
            return;
        };
        if Method::from_name(&path.value()).is_some() {
            let help = format!("write `{}`", path.value());
            self.diagnostics
                .error_with_help(literal, "a method is written without quotes", help);
        } else if !path.value().starts_with('/') && self.second(&[literal.clone().into()]) {
        } else if self.path.is_some() {
            self.diagnostics.error_with_help(
                literal,
                "a route has one path",
                "write a second handler for this one",
            );
        } else {
            self.comes_first(literal, "path");
            self.path = Some(path);
        }
    }

    /// Reads a list of methods: `[GET, POST]`.
    fn method_list(&mut self, list: TokenStream, piece: &[TokenTree]) {
        let items = pieces(list, self.diagnostics);
        if items.is_empty() {
            self.diagnostics.error_with_help(
                tokens(piece),
                "no method is listed",
                "write `[GET, POST]`",
            );
        }
        for item in items {
            match item.as_slice() {
                [TokenTree::Ident(name)] => self.word(name),
                _ => self.diagnostics.error_with_help(
                    tokens(&item),
                    "only methods are listed here",
                    "write `[GET, POST]`",
                ),
            }
        }
    }

    /// Reports `Method::GET`, `state: App` or `concat!(..)`.
    fn qualified(&mut self, piece: &[TokenTree]) {
        match piece.last() {
            Some(TokenTree::Group(_)) if piece.len() == 3 => self.diagnostics.error_with_help(
                tokens(piece),
                "a path is a plain string",
                "write the text itself, as in `\"/users\"`: an attribute does not expand macros",
            ),
            Some(TokenTree::Ident(name)) if Method::named(name).is_some() => {
                let help = format!("write `{name}`");
                self.diagnostics.error_with_help(
                    tokens(piece),
                    "a method is written without a path before it",
                    help,
                );
            }
            _ if self.second(piece) => {}
            _ => self.unexpected(piece),
        }
    }

    /// Reports `piece` if it is a second value, as in `entity = User, Staff`, and returns whether it is.
    fn second(&mut self, piece: &[TokenTree]) -> bool {
        self.keyed.second(piece, self.diagnostics)
    }

    fn unexpected(&mut self, piece: &[TokenTree]) {
        if matches!(piece.first(), Some(TokenTree::Punct(sign)) if sign.as_char() == '/') {
            let path: String = piece.iter().map(ToString::to_string).collect();
            let help = format!("write `\"{path}\"`");
            self.diagnostics
                .error_with_help(tokens(piece), "a path is a string", help);
            return;
        }
        self.diagnostics.error_with_help(
            tokens(piece),
            "neither a method, nor a path, nor a known argument",
            format!(
                "write it as in `#[{}(GET, \"/users\")]`",
                self.access.attribute()
            ),
        );
    }
}
