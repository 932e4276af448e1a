/// A fault of a provider: see [`FakeGoogle::fail`](super::FakeGoogle::fail).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FakeFault {
    /// The provider never responds.
    Hanging,
    /// Every endpoint but the consent page responds with 500.
    ServerError,
    /// Every response has a body of 15 MiB.
    Huge,
    /// No response is JSON.
    NotJson,
    /// Every response is a redirect to another URL.
    Redirect,
    /// The endpoint of the keys responds with 503; the others work.
    KeysUnavailable,
    /// The response of the token endpoint has no ID token.
    NoIdToken,
    /// ID tokens have another issuer.
    WrongIssuer,
    /// Tokens are for another client.
    WrongAudience,
    /// ID tokens have our client and another one as audience, and the other one as authorized party.
    WrongAuthorizedParty,
    /// ID tokens have the nonce of another login.
    WrongNonce,
    /// Tokens are expired.
    Expired,
    /// ID tokens were issued a day in the future.
    FromTheFuture,
    /// ID tokens lack `auth_time` even if the login requests it. Google includes it only for verified
    /// applications that have enabled it in the console.
    NoAuthTime,
    /// ID tokens have an `auth_time` a day in the future, whether the login requests it or not.
    AuthTimeInTheFuture,
    /// ID tokens have the type of access tokens: `typ: at+jwt`.
    AccessTokenType,
    /// ID tokens have no signature: `alg: none`.
    AlgNone,
    /// ID tokens are signed with HS256, with the public key as the secret.
    Hs256WithPublicKey,
    /// ID tokens name a key that is not published.
    UnknownKey,
    /// ID tokens have the signature of another text.
    ForgedSignature,
    /// The e-mail address is not verified.
    EmailUnverified,
    /// The claim `email_verified` is the string `"true"`, and not a boolean.
    EmailVerifiedAsText,
    /// ID tokens have no e-mail address.
    NoEmail,
}
