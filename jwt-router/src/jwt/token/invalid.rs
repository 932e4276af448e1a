//! Why a token is refused.

/// Why a token is refused: for traces only, since every one of them is the same 401 to the client.
///
/// It holds nothing of the token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub(crate) enum InvalidToken {
    /// Longer than [`MAXIMUM_LENGTH`](super::MAXIMUM_LENGTH).
    TooLong,
    /// Not three parts of base64url letters with a dot between.
    Malformed,
    /// A part is not base64url, or not in its one spelling.
    Encoding,
    /// The header is not a JSON object with unique, well-typed names.
    Header,
    /// `alg` is missing or not the key's.
    Algorithm,
    /// There is a `crit`.
    Critical,
    /// There is a `jku`, `jwk`, `x5u` or `x5c`.
    KeyReference,
    /// There is a `b64`, `zip` or `enc`.
    UnsupportedHeader,
    /// `typ` is another kind of token's, or there is a `cty`.
    Type,
    /// `kid` names no key of ours.
    UnknownKey,
    /// No key of ours made the signature.
    Signature,
    /// The payload is not one JSON object in UTF-8, or is nested too deep.
    Payload,
    /// A claim has another type than it must.
    ClaimType,
    /// A claim that is read is there twice.
    RepeatedClaim,
    /// There is a `cnf`: the token is bound to a key of its holder.
    BoundToKey,
    /// There is an `events`: it is a security event, such as a logout.
    SecurityEvent,
    /// No `exp`.
    NoExpiry,
    /// `exp` has passed.
    Expired,
    /// `nbf` is to come.
    NotYetValid,
    /// `iat` is to come.
    IssuedInFuture,
    /// `iss` is not the configured one, or is missing.
    Issuer,
    /// `aud` names none of ours or is missing; or there is one and we are no audience.
    Audience,
    /// No `table_name`.
    NoTable,
    /// `table_name` names no entity.
    UnknownTable,
    /// The entity's key claim is missing.
    NoKey,
    /// The entity's key claim is neither a string nor a number.
    KeyType,
    /// No `sub`.
    #[cfg(feature = "google")]
    NoSubject,
    /// `nonce` is not that of the login that was begun.
    #[cfg(feature = "google")]
    Nonce,
    /// An issuer may have signed it, but `iss` names none that is configured.
    #[cfg(feature = "jwks")]
    UnknownIssuer,
    /// It is an ID or refresh token, and no access token.
    #[cfg(feature = "jwks")]
    NotAccess,
    /// `email` names the entity, and is not verified.
    #[cfg(feature = "jwks")]
    UnverifiedEmail,
    /// `azp` names another client.
    #[cfg(feature = "jwks")]
    AuthorizedParty,
}

impl InvalidToken {
    /// A word for traces.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Malformed => "malformed",
            Self::Encoding => "bad_encoding",
            Self::Header => "bad_header",
            Self::Algorithm => "wrong_algorithm",
            Self::Critical => "critical_header",
            Self::KeyReference => "key_reference",
            Self::UnsupportedHeader => "unsupported_header",
            Self::Type => "wrong_type",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "bad_signature",
            Self::Payload => "bad_payload",
            Self::ClaimType => "wrong_claim_type",
            Self::RepeatedClaim => "repeated_claim",
            Self::BoundToKey => "bound_to_key",
            Self::SecurityEvent => "security_event",
            Self::NoExpiry => "no_expiry",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::IssuedInFuture => "issued_in_future",
            Self::Issuer => "wrong_issuer",
            Self::Audience => "wrong_audience",
            Self::NoTable => "no_table",
            Self::UnknownTable => "unknown_table",
            Self::NoKey => "no_key",
            Self::KeyType => "wrong_key_type",
            #[cfg(feature = "google")]
            Self::NoSubject => "no_subject",
            #[cfg(feature = "google")]
            Self::Nonce => "wrong_nonce",
            #[cfg(feature = "jwks")]
            Self::UnknownIssuer => "unknown_issuer",
            #[cfg(feature = "jwks")]
            Self::NotAccess => "no_access_token",
            #[cfg(feature = "jwks")]
            Self::UnverifiedEmail => "unverified_email",
            #[cfg(feature = "jwks")]
            Self::AuthorizedParty => "wrong_authorized_party",
        }
    }
}
