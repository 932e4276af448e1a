use std::{panic::Location, sync::Arc};

use crate::{
    entity::EntityRef,
    policy::{
        Access, ArgIdentity, Attribute, Method, PredicateIdentity, Requirement, Requirements,
        requirement,
    },
};

/// The arguments of one route attribute, with its handler and the place of both.
///
/// An expansion builds it, and the application reads it at start-up.
#[derive(Clone, Debug)]
pub struct RouteMeta {
    pub(crate) attribute: Attribute,
    pub(crate) methods: Vec<Method>,
    /// The path in the attribute, without the API prefix.
    pub(crate) path: &'static str,
    /// The path of the handler's function, or the builder call that adds the route.
    pub(crate) handler: Arc<str>,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) claims_only: bool,
    pub(crate) query: Option<&'static str>,
    pub(crate) arguments: Vec<ArgIdentity>,
    pub(crate) predicate: PredicateIdentity,
    /// The requirements of the attribute, and the entity that is inferred from an argument.
    pub(crate) requirements: Requirements,
}

/// Writes one constructor for each attribute. The caller's location becomes the location of the route.
///
/// They are free functions because each expansion calls one: rustc resolves the path of a free function
/// directly, but searches all associated functions of a type for one of them.
macro_rules! attributes {
    ($($function:ident $attribute:ident)*) => {
        $(
            /// Starts the [`RouteMeta`] of a route with this attribute.
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
    /// Adds a method to the route.
    #[must_use]
    pub fn and(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// Returns the meta data of a route that is declared at `place`.
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

    /// Adds a requirement.
    #[must_use]
    pub fn require(mut self, requirement: Requirement) -> Self {
        self.requirements.add(requirement);
        self
    }

    /// Makes the guard verify the token without loading the entity.
    #[must_use]
    pub fn claims_only(mut self) -> Self {
        self.claims_only = true;
        self
    }

    /// Makes the guard accept a token in this query parameter too.
    #[must_use]
    pub fn query(mut self, parameter: &'static str) -> Self {
        self.query = Some(parameter);
        self
    }

    /// Sets how the handler's arguments take the caller.
    #[must_use]
    pub(crate) fn arguments(mut self, arguments: Vec<ArgIdentity>) -> Self {
        self.arguments = arguments;
        self.infer_entity()
    }

    /// Sets how the predicate's arguments take the caller.
    #[must_use]
    pub(crate) fn predicate(mut self, predicate: PredicateIdentity) -> Self {
        self.predicate = predicate;
        self.infer_entity()
    }

    /// Adds the requirement of the entity that an argument takes, if the attribute names no entity.
    fn infer_entity(mut self) -> Self {
        if self.requirements.entity().is_none()
            && let Some(entity) = self.inferred_entity()
        {
            self.requirements
                .add(requirement::AcceptedEntities::of(&[entity]).into());
        }
        self
    }

    /// Returns the first entity that an argument of the handler takes, or else one of its predicate.
    ///
    /// `Option<G<User>>` counts too: it refuses tokens of other entities, so the guard can refuse them before
    /// it loads the entity. A public route has no requirements, since its requests need no token; there the
    /// argument itself refuses.
    fn inferred_entity(&self) -> Option<EntityRef> {
        if self.access().is_public() {
            return None;
        }
        self.taken().find_map(|argument| argument.entity)
    }

    /// Returns whether an argument is of unknown type, and may look the caller up in the request's extensions.
    pub(crate) fn is_opaque(&self) -> bool {
        self.taken().any(|argument| argument.opaque)
    }

    /// Returns whether an argument may read the token's claims, so that the guard has to keep the token.
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

impl From<&RouteMeta> for crate::location::SourceLocation {
    fn from(meta: &RouteMeta) -> Self {
        Self {
            what: meta.handler.to_string(),
            file: meta.file,
            line: meta.line,
        }
    }
}
