//! Describes how the arguments of a handler or predicate (the function of `guard = ..`) extract the authenticated
//! caller, which is the entity that the token names. The descriptions are constants that rustc picks by the type
//! of each argument. At start-up, the application compares the descriptions with the route's policy.

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
    /// Whether the guard keeps the verified token for the handler, which may read further claims of the token
    /// through this argument (`g.claims::<C>()`).
    pub(super) caller: bool,
    /// Whether the argument's type is an extractor that the crate does not know, which may read the caller from
    /// the request's extensions.
    pub(super) opaque: bool,
    /// The entity type that the argument accepts, such as `User` for the argument `G<User>`, which contains the
    /// caller. The argument refuses callers of other types. `None` if the argument's type names no entity type.
    pub(crate) entity: Option<EntityRef>,
    form: Form,
    /// The use of the tokens that the argument needs, such as access; `None` if the argument takes no caller, or if
    /// its type is unknown.
    pub(crate) needs: Option<NeededUse>,
    /// The login provider, if the argument's type is one, such as `Google`.
    pub(crate) provider: Option<ProviderRef>,
}

/// The use of the tokens that an argument needs: what these tokens are for, such as access.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NeededUse {
    /// Access tokens: the caller is logged in.
    Access,
    /// Links, which are tokens for one purpose, such as a password reset.
    Link,
    /// Refresh tokens.
    Refresh,
    /// Tickets, which are tokens for one request, in the query of its URL.
    Ticket,
}

/// The form of an argument's type, such as `Option<G<E>>` for an entity type `E`. Error messages write the type in
/// this form.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `G<E>` or `Result<G<E>, Rejection>`: the caller, with the loaded entity of the type `E`.
    Required,
    /// `Option<G<E>>`: the caller, with the loaded entity of the type `E`; `None` for a request without a token.
    Optional,
    /// `Link<E>`: the caller of a route that takes links (tokens for one purpose, such as a password reset).
    Link,
    /// `Refresh<E>`: the caller of a route that takes refresh tokens.
    Refresh,
    /// `Ticket<E>`: the caller of a route that takes tickets (tokens for one request, in the query of its URL).
    Ticket,
    /// Any other argument: an extractor of the application that implements [`NeedsToken`](crate::NeedsToken), or an
    /// argument that does not depend on the caller, such as `State`.
    Extractor,
    /// `Loaded<T>`: a value that the route's predicate (the function of `guard = ..`) hands to the handler.
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
    /// An argument of the type `Loaded<T>`: a value that the route's predicate (the function of `guard = ..`) hands
    /// to the handler.
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
    /// An argument that needs no token, such as `JwtRoutes`. If the request has a token, the guard keeps the token for
    /// the handler.
    pub const CALLER: Self = Self {
        caller: true,
        ..Self::NONE
    };

    /// An argument that takes a caller of any entity type: `G` without a type parameter, or `Option<G>`.
    pub const ANY: Self = Self {
        needs: Some(NeededUse::Access),
        ..Self::CALLER
    };

    /// Describes the argument `Option<G<E>>`: the caller, who must be an `E`; `None` for a request without a token.
    #[must_use]
    pub const fn optional<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Optional,
            ..Self::ANY
        }
    }

    /// Describes the argument `Link<E>`: the caller of a route that takes links (tokens for one purpose).
    #[must_use]
    pub const fn link<E: Entity>() -> Self {
        Self {
            entity: Some(EntityRef::of::<E>()),
            form: Form::Link,
            needs: Some(NeededUse::Link),
            ..Self::CALLER
        }
    }

    /// Describes the argument `Refresh<E>`: the caller of a route that takes refresh tokens.
    #[must_use]
    pub const fn refresh<E: Entity>() -> Self {
        Self {
            form: Form::Refresh,
            needs: Some(NeededUse::Refresh),
            ..Self::link::<E>()
        }
    }

    /// Describes the argument `Ticket<E>`: the caller of a route that takes tickets (tokens for one request).
    #[must_use]
    pub const fn ticket<E: Entity>() -> Self {
        Self {
            form: Form::Ticket,
            needs: Some(NeededUse::Ticket),
            ..Self::link::<E>()
        }
    }

    /// Describes the argument `G<E>` or `Result<G<E>, Rejection>`: the caller, who must be an `E`.
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

    /// Returns whether the argument contains the entity itself, which the guard then has to load from the store.
    ///
    /// Returns `false` for an extractor of the application that implements `NeedsToken`, because the extractor may
    /// need only the claims of the token.
    pub(crate) const fn is_loaded(&self) -> bool {
        match self.form {
            Form::Required | Form::Optional | Form::Link | Form::Refresh | Form::Ticket => {
                self.entity.is_some()
            }
            Form::Extractor | Form::Loaded => false,
        }
    }

    /// Returns whether the argument is `Loaded<T>`: a value that the route's predicate (the function of `guard = ..`)
    /// hands to the handler.
    pub(crate) const fn is_handed(&self) -> bool {
        matches!(self.form, Form::Loaded)
    }

    /// Returns the argument's type for error messages, such as `Option<G<User>>`; `None` if the type names no entity
    /// type. Returns `G<User>` for `Result<G<User>, Rejection>` too.
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
