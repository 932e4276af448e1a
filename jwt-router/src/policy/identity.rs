//! How the arguments of handlers and predicates take the caller, as rustc derives it from their types.

use crate::entity::{CallerEntity, Entity, EntityRef};
use crate::policy::ProviderRef;

/// How the arguments of a predicate take the caller.
///
/// The macro sees only the predicate's path, so this comes from the types of the function's arguments.
#[derive(Clone, Debug, Default)]
pub struct PredicateIdentity {
    pub(crate) arguments: Vec<ArgIdentity>,
}

/// How one argument takes the caller, derived from its type.
#[derive(Clone, Copy, Debug)]
pub struct ArgIdentity {
    /// Whether this argument of the handler can give it the caller, whose token the guard then has to verify.
    pub(super) caller: bool,
    /// Whether the argument may look the caller up in the request's extensions.
    pub(super) opaque: bool,
    /// The entity that the argument takes; it refuses callers of other entities.
    pub(crate) entity: Option<EntityRef>,
    form: Form,
    /// The login provider, if the argument is one, such as `Google`.
    pub(crate) provider: Option<ProviderRef>,
}

/// How the handler writes an argument that takes an entity.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `G<E>`
    Required,
    /// `Option<G<E>>`
    Optional,
    /// An extractor that names its entity as `NeedsToken::Caller`.
    Extractor,
}

impl ArgIdentity {
    /// An argument that does not take the caller, such as `State`, `Path` or `Json`.
    pub const NONE: Self = Self {
        caller: false,
        opaque: false,
        entity: None,
        form: Form::Extractor,
        provider: None,
    };
    /// An extractor of unknown type, which may take the caller from the request's extensions.
    pub const UNKNOWN: Self = Self {
        caller: true,
        opaque: true,
        ..Self::NONE
    };
    /// An argument that takes the caller of any table, such as `G`.
    pub const CALLER: Self = Self {
        caller: true,
        ..Self::NONE
    };

    /// Describes the argument `Option<G<E>>`.
    #[must_use]
    pub const fn optional<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Optional,
            ..Self::CALLER
        }
    }

    /// Describes the argument `G<E>`.
    #[must_use]
    pub const fn required<E: Entity>() -> Self {
        Self {
            form: Form::Required,
            ..Self::optional::<E>()
        }
    }

    /// Describes an extractor that implements `NeedsToken<Caller = C>`.
    #[must_use]
    pub const fn extractor<C: CallerEntity>() -> Self {
        Self {
            entity: C::ENTITY,
            ..Self::UNKNOWN
        }
    }

    /// Describes an argument that is the login provider `T`, which must be configured.
    #[cfg(feature = "google")]
    #[must_use]
    pub(crate) const fn provider<T: 'static>(name: &'static str) -> Self {
        Self {
            provider: Some(ProviderRef::of::<T>(name)),
            ..Self::CALLER
        }
    }

    /// Returns whether the argument holds an entity, so that the route has to load it.
    ///
    /// An extractor that names an entity does not count: it may need the claims of the token only.
    pub(crate) const fn is_loaded(&self) -> bool {
        match self.form {
            Form::Required | Form::Optional => self.entity.is_some(),
            Form::Extractor => false,
        }
    }

    /// Returns the argument's type as a handler writes it, for messages.
    pub(crate) fn written(&self) -> Option<String> {
        let entity = self.entity?.type_name();
        Some(match self.form {
            Form::Required => format!("G<{entity}>"),
            Form::Optional => format!("Option<G<{entity}>>"),
            Form::Extractor => format!("impl NeedsToken<Caller = {entity}>"),
        })
    }
}
