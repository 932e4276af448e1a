//! `POST, "/login", state = App`: the arguments of `whitelist`, `ignored` and `protected`.

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{LitBool, LitStr, Path, Type};

use super::keyed::{Keyed, KeyedArgs, Keyword};
use super::{Piece, pieces};
use crate::diagnostics::Diagnostics;
use crate::model::{Access, Method};

/// What every route attribute takes.
const KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "state",
        takes: "a type",
        example: "state = App",
    },
    Keyword {
        name: "crate",
        takes: "a path",
        example: "crate = ::jwt_router",
    },
    Keyword {
        name: "register",
        takes: "`true` or `false`",
        example: "register = false",
    },
    Keyword {
        name: "entity",
        takes: "a type",
        example: "entity = User",
    },
    Keyword {
        name: "claims_only",
        takes: "nothing",
        example: "claims_only",
    },
    Keyword {
        name: "query",
        takes: "a string",
        example: "query = \"auth\"",
    },
];

/// What only `protected` takes.
const NEEDS_TOKEN: &[&str] = &["entity", "claims_only", "query"];

/// The arguments of a route attribute.
///
/// Only the shape is checked here. Whether `POST` is a method and `"/login"` a
/// path is for [`Route`](crate::model::Route) to say.
pub(crate) struct RouteArgs {
    pub(crate) methods: Vec<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) state: Option<Type>,
    pub(crate) krate: Option<Path>,
    pub(crate) register: bool,
    pub(crate) entity: Option<Type>,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<Keyed<LitStr>>,
}

impl RouteArgs {
    pub(crate) fn parse(
        tokens: TokenStream,
        access: Access,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let pieces = pieces(tokens, diagnostics);
        let hidden = match access {
            Access::Protected => &[],
            Access::Whitelisted | Access::Ignored => NEEDS_TOKEN,
        };
        let mut reader = Reader {
            access,
            diagnostics,
            methods: Vec::new(),
            path: None,
            keyed: KeyedArgs::new(KEYWORDS, hidden),
        };
        for piece in pieces {
            reader.piece(&piece);
        }
        let Reader {
            diagnostics,
            methods,
            path,
            keyed,
            ..
        } = reader;
        Self {
            methods,
            path,
            state: keyed.value("state", diagnostics).map(|state| state.value),
            krate: keyed
                .value_with("crate", Path::parse_mod_style, diagnostics)
                .map(|krate| krate.value),
            register: keyed
                .value("register", diagnostics)
                .is_none_or(|register: Keyed<LitBool>| register.value.value),
            entity: keyed
                .value("entity", diagnostics)
                .map(|entity| entity.value),
            claims_only: keyed.flag("claims_only").is_some(),
            query: keyed.value("query", diagnostics),
        }
    }
}

/// What was read so far.
struct Reader<'a> {
    access: Access,
    diagnostics: &'a mut Diagnostics,
    methods: Vec<Ident>,
    path: Option<LitStr>,
    keyed: KeyedArgs,
}

impl Reader<'_> {
    fn piece(&mut self, piece: &[TokenTree]) {
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
            [TokenTree::Ident(_), TokenTree::Punct(sign), ..] if sign.as_char() == ':' => {
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
            [TokenTree::Punct(sign), ..] if sign.as_char() == '/' => {
                let path: String = piece.iter().map(ToString::to_string).collect();
                self.diagnostics.error_with_help(
                    tokens(piece),
                    "a path is a string",
                    format!("write `\"{path}\"`"),
                );
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

    /// A word alone: a method, or a flag.
    fn word(&mut self, name: &Ident) {
        let is_method = Method::resembles(name);
        if !is_method && (self.keyed.keyword(name).is_some() || self.keyed.nearest(name).is_some())
        {
            return self.key(name, &[TokenTree::Ident(name.clone())]);
        }
        if let Some(path) = &self.path {
            self.diagnostics.error_with_help(
                name,
                "the method comes before the path",
                format!("write `{name}, {}`", path.to_token_stream()),
            );
        } else if let Some(argument) = self.keyed.last() {
            self.diagnostics
                .error(name, format!("the method comes before `{argument}`"));
        }
        self.methods.push(name.clone());
    }

    /// A named argument, with or without a value.
    fn key(&mut self, name: &Ident, piece: &[TokenTree]) {
        let attribute = self.access.attribute();
        let public = self.access != Access::Protected;
        match name.to_string().as_str() {
            key if public && NEEDS_TOKEN.contains(&key) => self.diagnostics.error_with_help(
                name,
                format!(
                    "`{key}` needs a verified token, but `#[{attribute}]` makes the route public"
                ),
                "use `#[protected(..)]`",
            ),
            key @ ("method" | "methods") => self.diagnostics.error_with_help(
                name,
                format!("unknown argument `{key}`"),
                "methods stand alone, before the path: write `GET`",
            ),
            "path" => self.diagnostics.error_with_help(
                name,
                "unknown argument `path`",
                "the path stands alone, after the methods: write `\"/users\"`",
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
                .error_with_help(literal, "a method stands without quotes", help);
        } else if self.path.is_some() {
            self.diagnostics.error_with_help(
                literal,
                "a route has one path",
                "write a second handler for this one",
            );
        } else {
            if let Some(argument) = self.keyed.last() {
                self.diagnostics
                    .error(literal, format!("the path comes before `{argument}`"));
            }
            self.path = Some(path);
        }
    }

    /// `[GET, POST]`.
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

    /// `Method::GET`, or `state: App`.
    fn qualified(&mut self, piece: &[TokenTree]) {
        match piece.last() {
            Some(TokenTree::Ident(name)) if Method::named(name).is_some() => {
                let help = format!("write `{name}`");
                self.diagnostics
                    .error_with_help(tokens(piece), "a method stands alone", help);
            }
            _ => self.unexpected(piece),
        }
    }

    fn unexpected(&mut self, piece: &[TokenTree]) {
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

fn tokens(piece: &[TokenTree]) -> TokenStream {
    Piece::from(piece).into_iter().collect()
}
