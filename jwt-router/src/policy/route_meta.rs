use std::{panic::Location, sync::Arc, time::Duration};

use crate::{
    entity::{Entity, EntityRef},
    policy::{Access, ArgIdentity, Method, Names, PredicateIdentity, RequirementsMeta},
};

/// What an attribute said of its handler: written by the macro, read at start-up.
#[derive(Clone, Debug)]
pub struct RouteMeta {
    pub(crate) access: Access,
    pub(crate) methods: Vec<Method>,
    /// As the attribute has it: without the API prefix.
    pub(crate) path: &'static str,
    /// The function with its module, or the call that adds the route.
    pub(crate) handler: Arc<str>,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// The one entity whose tokens are accepted: by `entity = ..`, or because an argument takes it.
    pub(crate) entity: Option<EntityRef>,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<&'static str>,
    pub(crate) arguments: Vec<ArgIdentity>,
    pub(crate) predicate: PredicateIdentity,
    pub(crate) requirements: RequirementsMeta,
}

/// Functions that begin what an attribute says: where the route stands is where they are called.
///
/// They are free functions: the compiler finds one of a type only after it has looked at all of them.
macro_rules! attributes {
    ($($attribute:ident $access:ident)*) => {
        $(
            /// What the attribute said.
            #[must_use]
            #[track_caller]
            pub fn $attribute(
                method: Method,
                path: &'static str,
                module: &'static str,
                function: &'static str,
            ) -> RouteMeta {
                RouteMeta::at(
                    Location::caller(),
                    Access::$access,
                    vec![method],
                    path,
                    format!("{module}::{function}").into(),
                )
            }
        )*
    };
}

attributes! {
    whitelisted Whitelisted
    ignored Ignored
    protected Protected
}

impl RouteMeta {
    /// Answers this method too.
    #[must_use]
    pub fn and(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// A route that a call of the user's adds.
    pub(crate) fn at(
        place: &Location<'static>,
        access: Access,
        methods: Vec<Method>,
        path: &'static str,
        handler: Arc<str>,
    ) -> Self {
        Self {
            access,
            methods,
            path,
            handler,
            file: place.file(),
            line: place.line(),
            entity: None,
            claims_only: false,
            query: None,
            arguments: Vec::new(),
            predicate: PredicateIdentity::default(),
            requirements: RequirementsMeta::NONE,
        }
    }

    /// Accepts the tokens of `E` only.
    #[must_use]
    pub fn entity<E: Entity>(mut self) -> Self {
        self.entity = Some(EntityRef::of::<E>());
        self
    }

    /// Verifies the token, and loads nothing.
    #[must_use]
    pub fn claims_only(mut self) -> Self {
        self.claims_only = true;
        self
    }

    /// Accepts the token in this query parameter too.
    #[must_use]
    pub fn query(mut self, parameter: &'static str) -> Self {
        self.query = Some(parameter);
        self
    }

    /// Lets in callers with these roles only.
    #[must_use]
    pub fn roles(mut self, roles: Names) -> Self {
        self.requirements.roles = Some(roles);
        self
    }

    /// Accepts tokens with these scopes only.
    #[must_use]
    pub fn scopes(mut self, scopes: Names) -> Self {
        self.requirements.scopes = Some(scopes);
        self
    }

    /// Lets in callers who logged in at most so many seconds ago.
    #[must_use]
    pub fn fresh(mut self, seconds: u64) -> Self {
        self.requirements.fresh = Some(Duration::from_secs(seconds));
        self
    }

    /// Lets in whom this predicate lets in; the path is what the attribute calls it.
    #[must_use]
    pub fn guard(mut self, path: &'static str) -> Self {
        self.requirements.guard = Some(path);
        self
    }

    /// Takes the facts of the handler's arguments.
    #[must_use]
    pub(crate) fn arguments(mut self, arguments: Vec<ArgIdentity>) -> Self {
        self.arguments = arguments;
        self.entity = self.entity.or_else(|| self.inferred_entity());
        self
    }

    /// Takes the facts of the predicate's function.
    #[must_use]
    pub(crate) fn predicate(mut self, predicate: PredicateIdentity) -> Self {
        self.predicate = predicate;
        self.entity = self.entity.or_else(|| self.inferred_entity());
        self
    }

    /// Returns the first entity that an argument of the handler takes, else of its predicate.
    ///
    /// An argument such as `Option<G<User>>` refuses the tokens of other entities too, so the
    /// guard may do it before it loads one. On a public route no token has to come, and the
    /// argument itself refuses.
    pub(crate) fn inferred_entity(&self) -> Option<EntityRef> {
        if self.access.is_public() {
            return None;
        }
        self.taken().find_map(|argument| argument.entity)
    }

    /// Returns whether an argument is of a type that the macro does not know, and may look for
    /// the caller among the request's extensions.
    pub(crate) fn is_opaque(&self) -> bool {
        self.taken().any(|argument| argument.opaque)
    }

    /// Returns whether an argument may read the token's claims again.
    pub(crate) fn holds_token(&self) -> bool {
        self.taken().any(|argument| argument.caller)
    }

    /// The arguments of the handler, then those of its predicate.
    fn taken(&self) -> impl Iterator<Item = &ArgIdentity> {
        self.arguments.iter().chain(&self.predicate.arguments)
    }

    /// The entities that the arguments and the attribute name.
    pub(crate) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        let arguments = self.arguments.iter().filter_map(|argument| argument.entity);
        self.entity.into_iter().chain(arguments)
    }
}

impl From<&RouteMeta> for crate::location::Location {
    fn from(meta: &RouteMeta) -> Self {
        Self {
            what: meta.handler.to_string(),
            file: meta.file,
            line: meta.line,
        }
    }
}
