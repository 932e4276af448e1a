//! Why a token cannot be minted.

/// Why a token cannot be minted.
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
    /// An extra claim has the name of one that is set here.
    #[error(
        "the claim `{name}` cannot be given as an extra claim: it is reserved or the entity's key, give it another name"
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
    /// A scope that was to be minted is none ([RFC 6749, section 3.3]).
    ///
    /// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
    #[error(
        "the scope number {} is none: a scope has one or more printable ASCII characters, and no space, quote or backslash",
        .index.saturating_add(1)
    )]
    #[non_exhaustive]
    Scope {
        /// Its place in the list, from 0. What it says may be a client's, and is nothing for a log.
        index: usize,
    },
    /// The token would be longer than any that is accepted.
    #[error(
        "the token has {length} bytes, {maximum} are accepted: give it fewer or shorter extra claims"
    )]
    #[non_exhaustive]
    TooLong {
        /// The length it would have.
        length: usize,
        /// The length it may have.
        maximum: usize,
    },
    /// There is nothing to sign with: only other issuers' tokens are accepted.
    #[error("there is no key to sign tokens with: call `.secret(..)` on the builder")]
    NoKey,
    /// The caller's token is another issuer's, and so are its claims.
    #[error(
        "the caller's token is another issuer's, which alone renews it: mint one of your own with `create_token`"
    )]
    OtherIssuer,
    /// The token belongs to a login that is too long ago: see
    /// [`JwtRoutesBuilder::session_max`](crate::JwtRoutesBuilder::session_max). As a response it is 401
    /// `invalid_token`, and not a fault of the program.
    #[error("the session has ended: the user has to log in again")]
    SessionExpired,
    /// A key pair made no signature: aws-lc has no memory, or no random bytes.
    #[error("the signing key makes no signature: the system is out of memory or randomness")]
    Signature,
    /// The operating system gave no random bytes for the `jti`.
    #[error("the operating system gives no random bytes")]
    Random,
}
