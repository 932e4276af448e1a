use std::{any::TypeId, panic::Location, sync::Arc};

#[cfg(feature = "google")]
use crate::policy::ProviderRef;
use crate::{
    entity::{Entity, EntityRef},
    policy::{Access, Method, Requirement, Requirements, requirement},
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
            claims_only: false,
            query: None,
            arguments: Vec::new(),
            predicate: PredicateIdentity::default(),
            requirements: Requirements::default(),
        }
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

    /// What the handler's arguments want to know of the caller.
    #[must_use]
    pub(crate) fn arguments(mut self, arguments: Vec<ArgIdentity>) -> Self {
        self.arguments = arguments;
        if let Some(entity) = self.inferred_entity() {
            self.requirements.add(requirement::entity(&[entity]));
        }
        self
    }

    /// What stands at the predicate's path.
    pub(crate) fn predicate(mut self, predicate: PredicateIdentity) -> Self {
        self.predicate = predicate;
        self
    }

    /// Returns the entity that an argument holds, of a protected route whose attribute names none.
    fn inferred_entity(&self) -> Option<EntityRef> {
        if self.access.is_public() || self.requirements.entity().is_some() {
            return None;
        }
        self.arguments.iter().find_map(|argument| argument.required)
    }

    /// Whether an argument is of a type that the macro does not know, and may look for the
    /// caller among the request's extensions, as a predicate's arguments do.
    pub(crate) fn is_opaque(&self) -> bool {
        self.has_predicate() || self.arguments.iter().any(|argument| argument.opaque)
    }

    pub(crate) fn holds_token(&self) -> bool {
        self.has_predicate() || self.arguments.iter().any(|argument| argument.caller)
    }

    /// Returns whether the attribute names a predicate.
    pub(crate) fn has_predicate(&self) -> bool {
        self.requirements.has_predicate()
    }

    /// Returns the entities that the arguments hold.
    pub(crate) fn held_entities(&self) -> impl Iterator<Item = EntityRef> {
        self.arguments.iter().filter_map(|argument| argument.entity)
    }
}

/// What is known of a predicate by its type: the macro sees a path, and not what stands there.
#[derive(Clone, Debug, Default)]
pub struct PredicateIdentity {
    /// The whole path of the function; `None` where it is a value, and without a predicate.
    pub(crate) function: Option<&'static str>,
    /// The types of its arguments, with their names.
    pub(crate) arguments: Vec<(TypeId, &'static str)>,
}

/// What one argument's type wants to know of the caller.
#[derive(Clone, Copy, Debug)]
pub struct ArgIdentity {
    caller: bool,
    opaque: bool,
    entity: Option<EntityRef>,
    required: Option<EntityRef>,
    /// The provider that the argument is.
    #[cfg(feature = "google")]
    pub(crate) provider: Option<ProviderRef>,
}

impl ArgIdentity {
    /// Nothing: `State`, `Path`, `Json` and their like.
    pub const NONE: Self = Self {
        caller: false,
        opaque: false,
        entity: None,
        required: None,
        #[cfg(feature = "google")]
        provider: None,
    };
    /// An extractor that the macro does not know: it may ask, through the request's extensions.
    pub const UNKNOWN: Self = Self {
        caller: true,
        opaque: true,
        ..Self::NONE
    };
    /// The caller, of whatever table.
    pub const CALLER: Self = Self {
        caller: true,
        ..Self::NONE
    };

    /// The entity `E`, if there is a token.
    #[must_use]
    pub const fn optional<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            ..Self::CALLER
        }
    }

    /// The entity `E`.
    #[must_use]
    pub const fn required<E: Entity>() -> Self {
        Self {
            required: Some(EntityRef::of::<E>()),
            ..Self::optional::<E>()
        }
    }

    /// The provider `T`, which has to be configured.
    #[cfg(feature = "google")]
    #[must_use]
    pub(crate) const fn provider<T: 'static>(name: &'static str) -> Self {
        Self {
            provider: Some(ProviderRef::of::<T>(name)),
            ..Self::CALLER
        }
    }

    /// Whether the argument holds an entity, which then has to be loaded.
    #[must_use]
    pub const fn is_loaded(&self) -> bool {
        self.entity.is_some()
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
