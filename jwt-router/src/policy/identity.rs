//! Describes how the arguments of a handler or predicate (the function of `guard = ..`) extract the authenticated
//! caller, which is the entity that the token names. The descriptions are constants that rustc picks by the type
//! of each argument.

use crate::entity::{CallerEntity, Entity, EntityRef};
use crate::policy::ProviderRef;

/// Describes how each argument of a predicate, the function of `guard = ..`, extracts the authenticated caller.
///
/// The route attribute contains only the predicate's path, so the descriptions come from the argument types in the
/// predicate's signature.
#[derive(Clone, Debug, Default)]
pub struct PredicateIdentity {
    pub(crate) arguments: Vec<ArgIdentity>,
}

/// Describes how one argument of a handler or predicate extracts the authenticated caller, derived from the
/// argument's type.
#[derive(Clone, Copy, Debug)]
pub struct ArgIdentity {
    /// Whether the argument may contain the caller. If so, the guard keeps the token, because the handler may read
    /// further claims of the token.
    pub(super) caller: bool,
    /// Whether the argument's type is an extractor that the crate does not know, which may read the caller from
    /// the request's extensions.
    pub(super) opaque: bool,
    /// The entity that the argument takes, such as `User` for `G<User>`. The argument refuses callers of other
    /// entities.
    pub(crate) entity: Option<EntityRef>,
    form: Form,
    /// Which tokens the argument needs; `None` if it takes no caller, or if that is unknown.
    pub(crate) needs: Option<NeededUse>,
    /// The login provider, if the argument's type is one, such as `Google`.
    pub(crate) provider: Option<ProviderRef>,
}

/// The use of the tokens that an argument needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NeededUse {
    /// Access tokens: the caller is logged in.
    Access,
    /// Tokens for one purpose.
    Link,
    /// Refresh tokens.
    Refresh,
    /// Tickets.
    Ticket,
}

/// The form of an argument that takes an entity, as the handler's signature writes it.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// An argument of the type `G<E>`.
    Required,
    /// An argument of the type `Option<G<E>>`.
    Optional,
    /// An argument of the type `Link<E>`.
    Link,
    /// An argument of the type `Refresh<E>`.
    Refresh,
    /// An argument of the type `Ticket<E>`.
    Ticket,
    /// An extractor of the application that declares its entity by `NeedsToken::Caller`.
    Extractor,
    /// `Loaded<T>`, which the predicate hands over.
    Loaded,
}

impl ArgIdentity {
    /// An argument that does not extract the authenticated caller, such as `State`, `Path` or `Json`.
    pub const NONE: Self = Self {
        caller: false,
        opaque: false,
        entity: None,
        form: Form::Extractor,
        needs: None,
        provider: None,
    };
    /// An argument of the type `Loaded<T>`: a value that the predicate of the route hands over.
    pub const LOADED: Self = Self {
        form: Form::Loaded,
        ..Self::NONE
    };
    /// An extractor whose type the crate does not know. The extractor may read the caller from the request's
    /// extensions.
    pub const UNKNOWN: Self = Self {
        caller: true,
        opaque: true,
        ..Self::NONE
    };
    /// An argument that reads the caller's token if the request has one, and also works without a token, such as
    /// `JwtRoutes`.
    pub const CALLER: Self = Self {
        caller: true,
        ..Self::NONE
    };

    /// An argument that takes a caller of any entity: `G` without a type parameter.
    pub const ANY: Self = Self {
        needs: Some(NeededUse::Access),
        ..Self::CALLER
    };

    /// Describes the argument `Option<G<E>>`.
    #[must_use]
    pub const fn optional<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Optional,
            ..Self::ANY
        }
    }

    /// Describes the argument `Link<E>`.
    #[must_use]
    pub const fn link<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Link,
            needs: Some(NeededUse::Link),
            ..Self::CALLER
        }
    }

    /// Describes the argument `Refresh<E>`.
    #[must_use]
    pub const fn refresh<E: Entity>() -> Self {
        Self {
            form: Form::Refresh,
            needs: Some(NeededUse::Refresh),
            ..Self::link::<E>()
        }
    }

    /// Describes the argument `Ticket<E>`.
    #[must_use]
    pub const fn ticket<E: Entity>() -> Self {
        Self {
            form: Form::Ticket,
            needs: Some(NeededUse::Ticket),
            ..Self::link::<E>()
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
            needs: Some(NeededUse::Access),
            ..Self::UNKNOWN
        }
    }

    /// Describes an argument whose type is the login provider `T`, such as `Google`. If the application does not
    /// configure the provider, start-up fails.
    #[cfg(feature = "google")]
    #[must_use]
    pub(crate) const fn provider<T: 'static>(name: &'static str) -> Self {
        Self {
            provider: Some(ProviderRef::of::<T>(name)),
            ..Self::CALLER
        }
    }

    /// Returns whether the argument contains the loaded entity, so that the guard of the route has to load it.
    ///
    /// Returns `false` for an extractor of the application that names its entity in `NeedsToken::Caller`, because
    /// the extractor may need only the claims of the token.
    pub(crate) const fn is_loaded(&self) -> bool {
        match self.form {
            Form::Required | Form::Optional | Form::Link | Form::Refresh | Form::Ticket => {
                self.entity.is_some()
            }
            Form::Extractor | Form::Loaded => false,
        }
    }

    /// Returns whether the argument is `Loaded<T>`, a value that the predicate of the route hands over.
    pub(crate) const fn is_handed(&self) -> bool {
        matches!(self.form, Form::Loaded)
    }

    /// Returns the argument's type as a handler writes it, such as `Option<G<User>>`, for error messages;
    /// `None` if the argument takes no entity.
    pub(crate) fn written(&self) -> Option<String> {
        let entity = self.entity?.type_name();
        Some(match self.form {
            Form::Required => format!("G<{entity}>"),
            Form::Optional => format!("Option<G<{entity}>>"),
            Form::Link => format!("Link<{entity}>"),
            Form::Refresh => format!("Refresh<{entity}>"),
            Form::Ticket => format!("Ticket<{entity}>"),
            Form::Loaded => return None,
            Form::Extractor => format!("impl NeedsToken<Caller = {entity}>"),
        })
    }
}
