use std::{panic::Location, sync::Arc};

use crate::{
    entity::EntityRef,
    policy::{
        Access, ArgIdentity, Attribute, Method, PredicateIdentity, Requirement, Requirements,
        requirement,
    },
};

/// What an attribute said of its handler: written by the macro, read at start-up.
#[derive(Clone, Debug)]
pub struct RouteMeta {
    pub(crate) attribute: Attribute,
    pub(crate) methods: Vec<Method>,
    /// As the attribute has it: without the API prefix.
    pub(crate) path: &'static str,
    /// The function with its module, or the call that adds the route.
    pub(crate) handler: Arc<str>,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<&'static str>,
    pub(crate) arguments: Vec<ArgIdentity>,
    pub(crate) predicate: PredicateIdentity,
    /// What the attribute requires, and the entity that an argument holds.
    pub(crate) requirements: Requirements,
}

/// Functions that begin what an attribute says: where the route stands is where they are called.
///
/// They are free functions: the compiler finds one of a type only after it has looked at all of them.
macro_rules! attributes {
    ($($function:ident $attribute:ident)*) => {
        $(
            /// What the attribute said.
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
    /// Answers this method too.
    #[must_use]
    pub fn and(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// A route that a call of the user's adds.
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
            claims_only: false,
            query: None,
            arguments: Vec::new(),
            predicate: PredicateIdentity::default(),
            requirements: Requirements::default(),
        }
    }

    pub(crate) const fn access(&self) -> Access {
        self.attribute.access()
    }

    /// Requires this of the caller.
    #[must_use]
    pub fn require(mut self, requirement: Requirement) -> Self {
        self.requirements.add(requirement);
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

    /// Takes the facts of the handler's arguments.
    #[must_use]
    pub(crate) fn arguments(mut self, arguments: Vec<ArgIdentity>) -> Self {
        self.arguments = arguments;
        self.infer_entity()
    }

    /// Takes the facts of the predicate's function.
    #[must_use]
    pub(crate) fn predicate(mut self, predicate: PredicateIdentity) -> Self {
        self.predicate = predicate;
        self.infer_entity()
    }

    /// Requires the entity that an argument takes, where the attribute names none.
    fn infer_entity(mut self) -> Self {
        if self.requirements.entity().is_none()
            && let Some(entity) = self.inferred_entity()
        {
            self.requirements
                .add(requirement::Entity::of(&[entity]).into());
        }
        self
    }

    /// Returns the first entity that an argument of the handler takes, else of its predicate.
    ///
    /// An argument such as `Option<G<User>>` refuses the tokens of other entities too, so the
    /// guard may do it before it loads one. On a public route no token has to come, and the
    /// argument itself refuses.
    fn inferred_entity(&self) -> Option<EntityRef> {
        if self.access().is_public() {
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

    /// Returns the entities that the handler's arguments take.
    pub(crate) fn held_entities(&self) -> impl Iterator<Item = EntityRef> {
        self.arguments.iter().filter_map(|argument| argument.entity)
    }

    /// Iterates over the arguments of the handler, then those of its predicate.
    fn taken(&self) -> impl Iterator<Item = &ArgIdentity> {
        self.arguments.iter().chain(&self.predicate.arguments)
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
