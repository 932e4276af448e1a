//! The facts of arguments and predicates, as the types of the program have them.

use crate::entity::{Entity, EntityRef, Identity};
use crate::policy::ProviderRef;

/// The facts of a predicate's function: the macro sees its path only.
#[derive(Clone, Debug, Default)]
pub struct PredicateIdentity {
    pub(crate) arguments: Vec<ArgIdentity>,
}

/// The facts of one argument's type: how it takes the caller.
#[derive(Clone, Copy, Debug)]
pub struct ArgIdentity {
    /// It may read the caller's token.
    pub(super) caller: bool,
    /// It may look for the caller among the request's extensions.
    pub(super) opaque: bool,
    /// The entity that it takes; other callers are refused.
    pub(crate) entity: Option<EntityRef>,
    form: Form,
    /// The provider that the argument is.
    pub(crate) provider: Option<ProviderRef>,
}

/// How an argument with an entity is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `G<E>`
    Required,
    /// `Option<G<E>>`
    Optional,
    /// An extractor that names its caller.
    Extractor,
}

impl ArgIdentity {
    /// The argument takes no caller: `State`, `Path`, `Json` and their like.
    pub const NONE: Self = Self {
        caller: false,
        opaque: false,
        entity: None,
        form: Form::Extractor,
        provider: None,
    };
    /// The macro does not know the extractor: it may take the caller from the request's
    /// extensions.
    pub const UNKNOWN: Self = Self {
        caller: true,
        opaque: true,
        ..Self::NONE
    };
    /// The argument takes the caller, of whatever table.
    pub const CALLER: Self = Self {
        caller: true,
        ..Self::NONE
    };

    /// The argument is an `Option<G<E>>`.
    #[must_use]
    pub const fn optional<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Optional,
            ..Self::CALLER
        }
    }

    /// The argument is a `G<E>`.
    #[must_use]
    pub const fn required<E: Entity>() -> Self {
        Self {
            form: Form::Required,
            ..Self::optional::<E>()
        }
    }

    /// The argument is an extractor around a `G<C>`.
    #[must_use]
    pub const fn extractor<C: Identity>() -> Self {
        Self {
            entity: C::ENTITY,
            ..Self::UNKNOWN
        }
    }

    /// The argument is the provider `T`, which has to be configured.
    #[cfg(feature = "google")]
    #[must_use]
    pub(crate) const fn provider<T: 'static>(name: &'static str) -> Self {
        Self {
            provider: Some(ProviderRef::of::<T>(name)),
            ..Self::CALLER
        }
    }

    /// Returns whether the argument holds an entity, which then has to be loaded.
    ///
    /// An extractor may do with the claims of its caller.
    pub(crate) const fn is_loaded(&self) -> bool {
        match self.form {
            Form::Required | Form::Optional => self.entity.is_some(),
            Form::Extractor => false,
        }
    }

    /// Returns the argument's type as a handler has it, for messages.
    pub(crate) fn written(&self) -> Option<String> {
        let entity = self.entity?.type_name();
        Some(match self.form {
            Form::Required => format!("G<{entity}>"),
            Form::Optional => format!("Option<G<{entity}>>"),
            Form::Extractor => format!("impl NeedsToken<Caller = {entity}>"),
        })
    }
}
