/// A fault of the fake login provider, to test how an application handles it.
/// [`FakeGoogle::fail`](super::FakeGoogle::fail) activates one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FakeFault {
    /// The server never responds to a request.
    Hanging,
    /// Every endpoint except the consent page responds with 500.
    ServerError,
    /// Every response has a body of 15 MiB.
    Huge,
    /// Every response has a body that is not JSON.
    NotJson,
    /// Every response is a redirect to another URL.
    Redirect,
    /// The endpoint with the public keys responds with 503. The other endpoints work.
    KeysUnavailable,
    /// The token endpoint responds without an ID token.
    NoIdToken,
    /// ID tokens have another issuer (`iss`) than the provider.
    WrongIssuer,
    /// Tokens are issued for another client (`aud`) than the application.
    WrongAudience,
    /// ID tokens have two audiences, the application's client and another one. The other one is the authorized
    /// party (`azp`).
    WrongAuthorizedParty,
    /// ID tokens have another `nonce` than the login requested.
    WrongNonce,
    /// Tokens have expired.
    Expired,
    /// ID tokens have a time of issue (`iat`) that is a day in the future.
    FromTheFuture,
    /// ID tokens do not contain `auth_time`, even if the login requests it. Google includes it only for
    /// verified applications that have enabled it in the console.
    NoAuthTime,
    /// ID tokens have an `auth_time` that is a day in the future, whether the login requests the claim or not.
    AuthTimeInTheFuture,
    /// ID tokens have the type of an access token: `typ: at+jwt`.
    AccessTokenType,
    /// ID tokens have no signature: `alg: none`.
    AlgNone,
    /// ID tokens are signed with HS256, where the secret is the provider's public key (an algorithm confusion
    /// attack).
    Hs256WithPublicKey,
    /// ID tokens have the id (`kid`) of a key that the provider does not publish.
    UnknownKey,
    /// ID tokens have the signature of another token.
    ForgedSignature,
    /// The user's e-mail address is not verified: `email_verified` is `false`.
    EmailUnverified,
    /// The claim `email_verified` is the string `"true"`, and not a boolean.
    EmailVerifiedAsText,
    /// ID tokens do not contain an e-mail address.
    NoEmail,
}
