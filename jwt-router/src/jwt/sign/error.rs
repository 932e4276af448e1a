//! The errors of minting a token.

use std::{any::Any, fmt, sync::Arc};

use crate::duration::FORM;

/// The reason why a token cannot be minted.
///
/// As a response of a handler, [`SessionExpired`](Self::SessionExpired) is 401, and every other error is 500.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The entity's key is neither a string nor a number in JSON.
    #[error(
        "the claim `{name}` is neither a string nor a number: the key of an entity has to be one of them"
    )]
    #[non_exhaustive]
    Key {
        /// The name of the key claim.
        name: String,
    },
    /// An extra claim has a name that is reserved, or that another claim of the token has.
    #[error(
        "the claim `{name}` cannot be given as an extra claim, because it is reserved, or the token has it already (such as the entity's key): give it another name"
    )]
    #[non_exhaustive]
    ReservedClaim {
        /// The name of the claim.
        name: String,
    },
    /// The extra claims are not a JSON object.
    #[error(
        "the extra claims are not a JSON object: use a struct with named fields, or a map with string keys"
    )]
    ExtraClaims,
    /// A scope is not a valid scope token ([RFC 6749, section 3.3]).
    ///
    /// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
    #[error(
        "the scope number {} is not a scope: a scope has one or more printable ASCII characters, and no space, quote or backslash",
        .index.saturating_add(1)
    )]
    #[non_exhaustive]
    Scope {
        /// The position of the scope in the list, from 0. The error does not contain the scope's text, which
        /// may come from a client and must not reach the log.
        index: usize,
    },
    /// The token would be longer than a guard accepts:
    /// [`JwtRoutesBuilder::max_token_length`](crate::JwtRoutesBuilder::max_token_length).
    #[error(
        "the token has {length} bytes, {maximum} are accepted: give it fewer or shorter extra claims, or accept longer ones with `.max_token_length(..)` on the builder"
    )]
    #[non_exhaustive]
    TooLong {
        /// The length of the token, in bytes.
        length: usize,
        /// The greatest length that a guard accepts, in bytes.
        maximum: usize,
    },
    /// No route of the application takes links for the purpose, or the application is not built yet: its routes
    /// are known from [`AppBuilder::build`](crate::AppBuilder::build) on.
    #[error(
        "no route takes links for the purpose `{purpose}`: write `purpose = \"{purpose}\"` in the `#[protected(..)]` of one, and mint links after the application is built"
    )]
    #[non_exhaustive]
    Purpose {
        /// The purpose of the link.
        purpose: String,
    },
    /// The routes that take links for the purpose accept only other entity types than that of the link.
    #[error(
        "no route takes links of `{entity}` for the purpose `{purpose}`: the routes for it take those of other entities"
    )]
    #[non_exhaustive]
    PurposeOfOthers {
        /// The purpose of the link.
        purpose: String,
        /// The type of the entity of the link.
        entity: &'static str,
    },
    /// The link could be used again and again until it expires, because the tokens of its entity have no version.
    #[error(
        "nothing would end a link of `{entity}`: mint it with `.once()`, or write `token_version = Self::token_version` in its `#[entity(..)]`"
    )]
    #[non_exhaustive]
    EndlessLink {
        /// The type of the entity of the link.
        entity: &'static str,
    },
    /// No route of the application takes tickets and accepts the entity type of the ticket, or the application is not
    /// built yet: its routes are known from [`AppBuilder::build`](crate::AppBuilder::build) on.
    #[error(
        "no route takes tickets of `{entity}`: write `ticket` in the `#[protected(GET, ..)]` of one, and mint tickets after the application is built"
    )]
    #[non_exhaustive]
    TicketOfNoRoute {
        /// The type of the entity of the ticket.
        entity: &'static str,
    },
    /// The application has no session store, which marks a link for one use, or a ticket, as used.
    #[error("a token for one use needs a store: write `.sessions(..)` on the builder")]
    NoSessionStore,
    /// The lifetime of the token or the link is a text that is not a duration: see [`Period`](crate::Period).
    #[error("the lifetime `{}` is not a duration: write {FORM}", .text.escape_debug())]
    #[non_exhaustive]
    Lifetime {
        /// The text.
        text: String,
    },
    /// The lifetime of the link is shorter than a second, or longer than a week.
    #[error("the link would be valid for {seconds} seconds: it can be from 1 to {maximum}")]
    #[non_exhaustive]
    LinkLifetime {
        /// The lifetime in seconds.
        seconds: u64,
        /// The longest lifetime in seconds.
        maximum: u64,
    },
    /// The application has no key to sign with: it only accepts the tokens of other issuers.
    #[error("there is no key to sign tokens with: call `.secret(..)` on the builder")]
    NoKey,
    /// Another issuer signed the caller's token, or another application in this process let the caller in. Only this
    /// issuer or application can renew the token, and no ticket is minted from it.
    #[error(
        "the caller's token is of another issuer or of another `JwtRoutes`, so that it is not renewed here, and no ticket is minted from it: use the `JwtRoutes` of the route, or mint a token of your own with `create_token`"
    )]
    OtherIssuer,
    /// The caller's token belongs to a session, so that only a route with `refresh` renews it.
    #[error("the caller's token belongs to a session: a route with `refresh` renews it")]
    OfSession,
    /// The login of the token is longer ago than
    /// [`JwtRoutesBuilder::session_max`](crate::JwtRoutesBuilder::session_max) allows. As a response this is
    /// 401 `invalid_token`, since the program is not at fault.
    #[error("the session has ended: the user has to log in again")]
    #[non_exhaustive]
    SessionExpired {
        /// The [scheme](crate::JwtRoutesBuilder::scheme) of the application, which the challenge of the response names.
        scheme: String,
        #[doc(hidden)]
        form: ResponseForm,
    },
    /// aws-lc could not sign with the key pair, because the system has no memory or no random bytes.
    #[error("the signing key makes no signature: the system is out of memory or randomness")]
    Signature,
    /// The operating system gave no random bytes, of which a token needs some, such as for its `jti`.
    #[error("the operating system gives no random bytes")]
    Random,
}

/// The configured form of the response to an error; empty for the default.
///
/// It has no type here, because the room of rejections is above this one.
#[expect(unnameable_types, reason = "only this crate makes responses of it")]
#[derive(Clone, Default)]
pub struct ResponseForm(Option<Arc<dyn Any + Send + Sync>>);

impl ResponseForm {
    pub(crate) fn of<T: Any + Send + Sync>(form: Option<Arc<T>>) -> Self {
        Self(form.map(|form| -> Arc<dyn Any + Send + Sync> { form }))
    }

    /// Returns the form that was passed to [`of`](Self::of) as a value of the same type.
    pub(crate) fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.clone()?.downcast().ok()
    }
}

impl fmt::Debug for ResponseForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseForm")
    }
}
