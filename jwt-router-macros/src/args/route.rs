//! `POST, "/login", state = App`: the arguments of `whitelist`, `ignored` and `protected`.

mod reader;

use proc_macro2::{Ident, TokenStream};
use syn::{LitBool, LitStr, Path};

use self::reader::Reader;
use super::given::Given;
use super::keyed::KeyedArgs;
use super::keyword::Keyword;
use crate::diagnostics::Diagnostics;
use crate::syntax::{Access, pieces};

/// The arguments that every route can have.
static OF_ROUTES: [Keyword; 3] = [
    Keyword::new("state", "a type", "state = App"),
    Keyword::new("crate", "a path", "crate = ::jwt_router"),
    Keyword::new("register", "`true` or `false`", "register = false"),
];

/// The arguments that say which token a route takes, and from where.
static OF_TOKENS: [Keyword; 7] = [
    Keyword::new("claims_only", "nothing", "claims_only").needs_token(),
    Keyword::new("query", "a string", "query = \"auth\"").needs_token(),
    Keyword::new("purpose", "a string", "purpose = \"reset-password\"")
        .needs_token()
        .other_words(&["link"]),
    Keyword::new("refresh", "nothing", "refresh").needs_token(),
    Keyword::new("ticket", "nothing", "ticket").needs_token(),
    Keyword::new("cookies", "`true` or `false`", "cookies = false"),
    Keyword::new("websocket", "nothing", "websocket").needs_token(),
];

/// Returns all arguments of a route, in the order in which messages list them. The entity, the first requirement,
/// comes before the arguments about the token.
pub(super) fn keywords(
    requirements: &[&'static Keyword],
) -> impl Iterator<Item = &'static Keyword> {
    let (entity, others) = requirements.split_at(requirements.len().min(1));
    OF_ROUTES
        .iter()
        .chain(entity.iter().copied())
        .chain(&OF_TOKENS)
        .chain(others.iter().copied())
}

/// The arguments of a route attribute.
///
/// Only the shape is checked here: `model::Route` checks that `POST` is a method and `"/login"` a path.
pub(crate) struct RouteArgs {
    /// Whether every argument was read without a mistake; an argument with a mistake is missing in the other fields.
    pub(crate) is_complete: bool,
    pub(crate) methods: Vec<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) state: Option<Given>,
    pub(crate) krate: Option<Path>,
    pub(crate) register: bool,
    pub(crate) claims_only: bool,
    /// `query`, and its value.
    pub(crate) query: Option<(Ident, LitStr)>,
    /// `purpose`, and its value.
    pub(crate) purpose: Option<(Ident, LitStr)>,
    /// The keyword `refresh`.
    pub(crate) refresh: Option<Ident>,
    /// The keyword `ticket`.
    pub(crate) ticket: Option<Ident>,
    /// The value of `cookies`.
    pub(crate) cookies: Option<LitBool>,
    /// The keyword `websocket`.
    pub(crate) websocket: Option<Ident>,
    /// The arguments of requirements, in the order of the list of all requirements.
    pub(crate) requirements: Vec<Given>,
}

impl RouteArgs {
    /// Reads the arguments of the attribute of `access`, which takes these requirements.
    pub(crate) fn parse(
        tokens: TokenStream,
        access: Access,
        requirements: &[&'static Keyword],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let before = diagnostics.len();
        let pieces = pieces(tokens, diagnostics);
        let mut reader = Reader {
            access,
            diagnostics,
            methods: Vec::new(),
            path: None,
            keyed: KeyedArgs::new(keywords(requirements), access.is_public()),
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
        let krate = keyed.value_with("crate", Path::parse_mod_style, diagnostics);
        let register = keyed.value("register", diagnostics);
        let cookies = keyed.value("cookies", diagnostics);
        let text = |name, diagnostics: &mut Diagnostics| {
            let given = keyed.given(name)?;
            Some((given.name.clone(), given.value(diagnostics)?))
        };
        let query = text("query", diagnostics);
        let purpose = text("purpose", diagnostics);
        Self {
            is_complete: diagnostics.len() == before,
            methods,
            path,
            state: keyed.given("state").cloned(),
            krate,
            register: register.is_none_or(|register: LitBool| register.value),
            claims_only: keyed.given("claims_only").is_some(),
            query,
            purpose,
            refresh: keyed.given("refresh").map(|given| given.name.clone()),
            ticket: keyed.given("ticket").map(|given| given.name.clone()),
            cookies,
            websocket: keyed.given("websocket").map(|given| given.name.clone()),
            requirements: keyed.all(requirements),
        }
    }
}
