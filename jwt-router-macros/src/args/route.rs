//! `POST, "/login", state = App`: the arguments of `whitelist`, `ignored` and `protected`.

mod reader;

use proc_macro2::{Ident, TokenStream};
use syn::{LitBool, LitStr, Path, Type};

use self::reader::Reader;
use super::keyed::{KeyedArgs, Keyword};
use super::named_type::named_type;
use super::pieces;
use super::requirements::{FRESH, GUARD, ROLE, RequirementArgs, SCOPE};
use crate::diagnostics::Diagnostics;
use crate::model::Access;

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
    ROLE,
    SCOPE,
    FRESH,
    GUARD,
];

/// What only `protected` takes.
const NEEDS_TOKEN: &[&str] = &[
    "entity",
    "claims_only",
    "query",
    "role",
    "scope",
    "fresh",
    "guard",
];

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
    /// `query`, and what it says.
    pub(crate) query: Option<(Ident, LitStr)>,
    pub(crate) requirements: RequirementArgs,
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
            is_late: false,
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
            state: named_type("state", "State", &keyed, diagnostics),
            krate: keyed.value_with("crate", Path::parse_mod_style, diagnostics),
            register: keyed
                .value("register", diagnostics)
                .is_none_or(|register: LitBool| register.value),
            entity: named_type("entity", "G", &keyed, diagnostics),
            claims_only: keyed.name("claims_only").is_some(),
            query: keyed.name("query").zip(keyed.value("query", diagnostics)),
            requirements: RequirementArgs::read(&keyed, diagnostics),
        }
    }
}
