/// A fault of the fake login provider, to test how an application handles it.
/// [`FakeGoogle::fail`](super::FakeGoogle::fail) activates a fault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FakeFault {
    /// No endpoint except the consent page ever responds.
    Hanging,
    /// Every endpoint except the consent page responds with 500.
    ServerError,
    /// Every endpoint except the consent page responds with a body of 15 MiB.
    Huge,
    /// Every endpoint except the consent page responds with a body that is not JSON.
    NotJson,
    /// Every endpoint except the consent page responds with a redirect to another URL.
    Redirect,
    /// The endpoint with the public keys responds with 503. The other endpoints work.
    KeysUnavailable,
    /// The token endpoint responds without an ID token.
    NoIdToken,
    /// ID tokens have another issuer (`iss`) than the provider.
    WrongIssuer,
    /// In ID tokens and in responses of `/tokeninfo`, the audience (`aud`) is another client than the
    /// application's.
    WrongAudience,
    /// ID tokens have two audiences: the application's client and another client, which is the authorized party
    /// (`azp`).
    WrongAuthorizedParty,
    /// ID tokens have another `nonce` than the login requested.
    WrongNonce,
    /// In ID tokens and in responses of `/tokeninfo`, the expiry (`exp`) is an hour ago.
    Expired,
    /// ID tokens have a time of issue (`iat`) that is a day in the future.
    FromTheFuture,
    /// ID tokens do not contain `auth_time`, even if the login requests it. Google includes this claim only for
    /// verified applications that have enabled it in Google's console.
    NoAuthTime,
    /// ID tokens have an `auth_time` that is a day in the future, whether or not the login requests this claim.
    AuthTimeInTheFuture,
    /// ID tokens have the type of an access token: `typ: at+jwt`.
    AccessTokenType,
    /// ID tokens have no signature: `alg: none`.
    AlgNone,
    /// ID tokens are signed with HS256, and the secret is the provider's public key (an algorithm confusion
    /// attack).
    Hs256WithPublicKey,
    /// ID tokens have the id (`kid`) of a key that the provider does not publish.
    UnknownKey,
    /// ID tokens have the signature of another token.
    ForgedSignature,
    /// The user's e-mail address is not verified: `email_verified` is `false` in ID tokens and in the responses of
    /// `/tokeninfo` and of the userinfo endpoints.
    EmailUnverified,
    /// The claim `email_verified` of ID tokens is the string `"true"`, and not a boolean.
    EmailVerifiedAsText,
    /// The claim `email` of ID tokens is `null`.
    NoEmail,
}
