use std::{panic::Location, sync::Arc};

use crate::{
    entity::EntityRef,
    jwt::token_use::TokenUse,
    policy::{
        Access, ArgIdentity, Attribute, Method, PredicateIdentity, Requirement, Requirements,
        TokenTransports, requirement,
    },
};

/// The policy of one route as data: the arguments of the route's attribute, the handler, and the place of both in
/// the source.
///
/// The attribute's expansion creates this value. For its route without an attribute, `AppBuilder::publish_jwks`
/// creates the value. The application reads the value at start-up.
#[derive(Clone, Debug)]
pub struct RouteMeta {
    pub(crate) attribute: Attribute,
    pub(crate) methods: Vec<Method>,
    /// The path in the attribute, without the API prefix of the application.
    pub(crate) path: &'static str,
    /// The full path of the handler's function, such as `shop::pay`. For a route without an attribute, the builder
    /// call that adds the route: `publish_jwks()`.
    pub(crate) handler: Arc<str>,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// The use of the tokens that the route takes, such as access or refresh.
    pub(crate) token_use: TokenUse,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<&'static str>,
    /// Whether the token may be in `Sec-WebSocket-Protocol`.
    websocket: bool,
    /// Whether the guard never takes the token from a cookie: `cookies = false`.
    refuses_cookies: bool,
    pub(crate) arguments: Vec<ArgIdentity>,
    pub(crate) predicate: PredicateIdentity,
    /// The requirements in the attribute. If the attribute of a protected route names no entity, a requirement for
    /// the entity that the handler or predicate takes is added, such as `User` for the argument `G<User>`.
    pub(crate) requirements: Requirements,
}

/// Generates one constructor of [`RouteMeta`] for each attribute. The place of the attribute in the source, from
/// which the expansion calls the constructor, becomes the location of the route.
///
/// The constructors are free functions because every attribute's expansion calls one of them, and a free function
/// is faster to compile: rustc resolves its path directly, but searches all associated functions of a type.
macro_rules! attributes {
    ($($function:ident $attribute:ident)*) => {
        $(
            /// Returns the [`RouteMeta`] of a route with the attribute to which this function belongs (`whitelisted`
            /// belongs to `#[whitelist]`), without requirements.
            #[must_use]
            #[track_caller]
            pub fn $function(
                method: Method,
                path: &'static str,
                module: &'static str,
                handler: &'static str,
            ) -> RouteMeta {
                RouteMeta::at(
                    Location::caller(),
                    Attribute::$attribute,
                    vec![method],
                    path,
                    format!("{module}::{handler}").into(),
                )
            }
        )*
    };
}

attributes! {
    whitelisted Whitelist
    ignored Ignored
    protected Protected
}

impl RouteMeta {
    /// Adds a request method to the route.
    #[must_use]
    pub fn and(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// Returns the [`RouteMeta`] of a route that is declared at `place` in the source, without requirements.
    pub(crate) fn at(
        place: &Location<'static>,
        attribute: Attribute,
        methods: Vec<Method>,
        path: &'static str,
        handler: Arc<str>,
    ) -> Self {
        Self {
            attribute,
            methods,
            path,
            handler,
            file: place.file(),
            line: place.line(),
            token_use: TokenUse::Access,
            claims_only: false,
            query: None,
            websocket: false,
            refuses_cookies: false,
            arguments: Vec::new(),
            predicate: PredicateIdentity::default(),
            requirements: Requirements::default(),
        }
    }

    pub(crate) const fn access(&self) -> Access {
        self.attribute.access()
    }

    /// Adds a requirement to the route.
    #[must_use]
    pub fn require(mut self, requirement: Requirement) -> Self {
        self.requirements.add(requirement);
        self
    }

    /// Makes the guard take only links (tokens for one purpose) that are for this purpose, such as
    /// `reset-password`.
    #[must_use]
    pub fn purpose(mut self, purpose: &'static str) -> Self {
        self.token_use = TokenUse::Purpose(purpose.to_owned());
        self
    }

    /// Makes the guard take refresh tokens, and no other tokens.
    #[must_use]
    pub fn refresh(mut self) -> Self {
        self.token_use = TokenUse::Refresh;
        self
    }

    /// Makes the guard take only tickets (tokens for one request), in the query parameter `ticket`.
    #[must_use]
    pub fn ticket(mut self) -> Self {
        self.token_use = TokenUse::Ticket;
        self
    }

    /// Makes the guard verify the token without loading the entity that the token names.
    #[must_use]
    pub fn claims_only(mut self) -> Self {
        self.claims_only = true;
        self
    }

    /// Makes the guard accept the token of a `GET` or `HEAD` request in this query parameter too, besides the
    /// `Authorization` header.
    #[must_use]
    pub fn query(mut self, parameter: &'static str) -> Self {
        self.query = Some(parameter);
        self
    }

    /// Makes the guard accept the token in `Sec-WebSocket-Protocol` too, in a request for a WebSocket.
    #[must_use]
    pub fn websocket(mut self) -> Self {
        self.websocket = true;
        self
    }

    /// Makes the guard ignore the cookies in which browsers send the application's tokens.
    #[must_use]
    pub fn no_cookies(mut self) -> Self {
        self.refuses_cookies = true;
        self
    }

    /// Returns the places where a request to the route may hold the token, besides the header `Authorization`.
    /// `usual` are the places that the application configures for all routes.
    ///
    /// The query parameter of `usual` is accepted only on routes for access tokens, and the cookie only on routes
    /// for access or refresh tokens. The cookie is not accepted with `cookies = false`, or on a public route whose
    /// handler and predicate do not take the caller.
    pub(crate) fn transports(&self, usual: &TokenTransports) -> TokenTransports {
        let takes_access_tokens = self.token_use == TokenUse::Access;
        let has_cookies = takes_access_tokens || self.token_use == TokenUse::Refresh;
        // A public route reads a token only for an argument that takes an optional caller.
        let reads_token = !self.access().is_public() || self.reads_caller();
        let usual_query = usual.query.clone().filter(|_| takes_access_tokens);
        TokenTransports {
            cookie: usual.cookie && has_cookies && reads_token && !self.refuses_cookies,
            websocket: self.websocket,
            query: self.query.map(str::to_owned).or(usual_query),
        }
    }

    /// Sets the descriptions of the handler's arguments. Each says whether, and how, the argument extracts the
    /// authenticated caller. If the attribute of a protected route names no entity, the route accepts the entity type
    /// of the first argument that names one, such as `User` for `G<User>`.
    #[must_use]
    pub(crate) fn arguments(mut self, arguments: Vec<ArgIdentity>) -> Self {
        self.arguments = arguments;
        self.infer_entity()
    }

    /// Sets how the arguments of the route's predicate extract the authenticated caller. If a protected route's
    /// attribute and handler name no entity, the route accepts the entity type of the first argument of the
    /// predicate that names one, such as `User` for `G<User>`.
    #[must_use]
    pub(crate) fn predicate(mut self, predicate: PredicateIdentity) -> Self {
        self.predicate = predicate;
        self.infer_entity()
    }

    /// Adds a requirement for the entity that the handler or predicate takes, such as `User` for the argument
    /// `G<User>`. Adds nothing if the attribute names an entity, or if [`inferred_entity`](Self::inferred_entity)
    /// returns `None`.
    fn infer_entity(mut self) -> Self {
        if self.requirements.entity().is_none()
            && let Some(entity) = self.inferred_entity()
        {
            self.requirements
                .add(requirement::AcceptedEntities::of(&[entity]).into());
        }
        self
    }

    /// Returns the entity of the first argument that takes the caller as an entity, such as `User` for
    /// [`G<User>`](crate::G). The arguments of the handler come before those of the predicate.
    ///
    /// An argument `Option<G<User>>` counts too: it refuses the tokens of all other entities, so the guard can
    /// refuse these tokens earlier, before it loads the entity. Returns `None` for a public route, which has no
    /// requirements; there, the argument itself refuses these tokens.
    fn inferred_entity(&self) -> Option<EntityRef> {
        if self.access().is_public() {
            return None;
        }
        self.taken().find_map(|argument| argument.entity)
    }

    /// Returns whether an argument of the handler or predicate has a type that the crate does not know. Such an
    /// argument may read the caller from the request's extensions.
    pub(crate) fn is_opaque(&self) -> bool {
        self.taken().any(|argument| argument.opaque)
    }

    /// Returns whether an argument of the handler or predicate takes the caller, or may take the caller because
    /// the crate does not know the argument's type.
    fn reads_caller(&self) -> bool {
        self.taken()
            .any(|argument| argument.opaque || argument.needs.is_some())
    }

    /// Returns whether an argument of the handler or predicate may read the token's claims, so that the guard has
    /// to keep the token.
    pub(crate) fn holds_token(&self) -> bool {
        self.taken().any(|argument| argument.caller)
    }

    /// Returns the entities that the handler's arguments take, such as `User` for `G<User>`.
    pub(crate) fn held_entities(&self) -> impl Iterator<Item = EntityRef> {
        self.arguments.iter().filter_map(|argument| argument.entity)
    }

    /// Returns the number of arguments of the handler that take a value from the route's predicate (`Loaded<T>`).
    pub(crate) fn handed(&self) -> usize {
        let arguments = self.arguments.iter();
        arguments.filter(|argument| argument.is_handed()).count()
    }

    /// Iterates over the descriptions of the handler's arguments, and then of the arguments of the route's
    /// predicate.
    pub(crate) fn taken(&self) -> impl Iterator<Item = &ArgIdentity> {
        self.arguments.iter().chain(&self.predicate.arguments)
    }
}

impl From<&RouteMeta> for crate::location::SourceLocation {
    fn from(meta: &RouteMeta) -> Self {
        Self {
            what: meta.handler.to_string(),
            file: meta.file,
            line: meta.line,
        }
    }
}
