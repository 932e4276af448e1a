//! The reasons why tokens are refused.

/// The reason why a token is refused, for the log only: the client receives the same 401 for every reason.
///
/// It contains no part of the token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub(crate) enum InvalidToken {
    /// The token is longer than the configured maximum.
    TooLong,
    /// The token is not three parts of base64url characters with dots between them.
    Malformed,
    /// A part is not base64url, or not in its canonical spelling.
    Encoding,
    /// The header is not a JSON object with unique, well-typed names.
    Header,
    /// `alg` is missing, or is not the algorithm of the key.
    Algorithm,
    /// The header has a `crit`.
    Critical,
    /// The header has a `jku`, `jwk`, `x5u` or `x5c`.
    KeyReference,
    /// The header has a `b64`, `zip` or `enc`.
    UnsupportedHeader,
    /// `typ` is that of another kind of token, or the header has a `cty`.
    Type,
    /// `kid` names no trusted key.
    UnknownKey,
    /// No trusted key made the signature.
    Signature,
    /// The payload is not one JSON object in UTF-8, or is nested too deep.
    Payload,
    /// A claim has a wrong type.
    ClaimType,
    /// A claim that is read is repeated.
    RepeatedClaim,
    /// The token has a `cnf`: it is bound to a key of its holder.
    BoundToKey,
    /// The token has an `events`: it is a security event, such as a logout.
    SecurityEvent,
    /// `exp` is missing.
    NoExpiry,
    /// `exp` is not in the future.
    Expired,
    /// `nbf` is in the future.
    NotYetValid,
    /// `iat` is in the future.
    IssuedInFuture,
    /// `iss` is missing, or is not a configured name.
    Issuer,
    /// `aud` is missing, and an audience is configured.
    NoAudience,
    /// `aud` contains no configured name; or the token has an `aud`, but no audience is configured.
    Audience,
    /// `aud` is not that of the route's purpose: the token is a link for another purpose, or of another application.
    Purpose,
    /// `table_name` is missing.
    NoTable,
    /// `table_name` names no entity.
    UnknownTable,
    /// The entity's key claim is missing.
    NoKey,
    /// The entity's key claim is neither a string nor a number.
    KeyType,
    /// `sub` is empty.
    #[cfg(feature = "google")]
    NoSubject,
    /// `nonce` is not the one that this application sent at the start of the login.
    #[cfg(feature = "google")]
    Nonce,
    /// Another issuer may have signed the token, but `iss` names no configured issuer.
    #[cfg(feature = "jwks")]
    UnknownIssuer,
    /// The token meets no condition by which its issuer's entities are chosen, and every entity has a condition.
    #[cfg(feature = "jwks")]
    NoEntity,
    /// The token meets the conditions of two entities.
    #[cfg(feature = "jwks")]
    TwoEntities,
    /// The token is no access token, but an ID token that is not accepted, or a refresh token.
    #[cfg(feature = "jwks")]
    NotAccess,
    /// `email` names the entity, but the issuer has not verified it.
    #[cfg(feature = "jwks")]
    UnverifiedEmail,
    /// `phone_number` names the entity, but the issuer has not verified it.
    #[cfg(feature = "jwks")]
    UnverifiedPhoneNumber,
    /// The claim that names the entity is the empty string.
    #[cfg(feature = "jwks")]
    EmptyKey,
    /// `azp` is missing, and a client is configured.
    #[cfg(feature = "jwks")]
    NoAuthorizedParty,
    /// `azp` names another client.
    #[cfg(feature = "jwks")]
    AuthorizedParty,
    /// `client_id` is missing, and a client is configured.
    #[cfg(feature = "jwks")]
    NoClientId,
    /// `client_id` names another client.
    #[cfg(feature = "jwks")]
    ClientId,
}

impl InvalidToken {
    /// Returns the word for this reason in the log.
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
            Self::NoAudience => "no_audience",
            Self::Audience => "wrong_audience",
            Self::Purpose => "wrong_purpose",
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
            Self::NoEntity => "no_entity_chosen",
            #[cfg(feature = "jwks")]
            Self::TwoEntities => "two_entities_chosen",
            #[cfg(feature = "jwks")]
            Self::NotAccess => "no_access_token",
            #[cfg(feature = "jwks")]
            Self::UnverifiedEmail => "unverified_email",
            #[cfg(feature = "jwks")]
            Self::UnverifiedPhoneNumber => "unverified_phone_number",
            #[cfg(feature = "jwks")]
            Self::EmptyKey => "empty_key",
            #[cfg(feature = "jwks")]
            Self::NoAuthorizedParty => "no_authorized_party",
            #[cfg(feature = "jwks")]
            Self::AuthorizedParty => "wrong_authorized_party",
            #[cfg(feature = "jwks")]
            Self::NoClientId => "no_client_id",
            #[cfg(feature = "jwks")]
            Self::ClientId => "wrong_client_id",
        }
    }
}
