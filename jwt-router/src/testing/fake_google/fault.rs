/// What can be wrong with a provider: see [`FakeGoogle::fail`](super::FakeGoogle::fail).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FakeFault {
    /// Nothing is answered, ever.
    Hanging,
    /// Everything but the consent page is answered with the status 500.
    ServerError,
    /// Every answer has 15 MB.
    Huge,
    /// No answer is JSON.
    NotJson,
    /// Every answer is a redirect to somewhere else.
    Redirect,
    /// The keys are not published: that endpoint alone is answered with the status 503.
    KeysUnavailable,
    /// The token endpoint answers without an ID token.
    NoIdToken,
    /// ID tokens are of another issuer.
    WrongIssuer,
    /// Tokens were given to another client.
    WrongAudience,
    /// ID tokens are for several clients, ours among them, and were given to another.
    WrongAuthorizedParty,
    /// ID tokens are of another login.
    WrongNonce,
    /// ID tokens are expired.
    Expired,
    /// ID tokens are from a clock that is a day ahead.
    FromTheFuture,
    /// ID tokens do not tell when the user authenticated, though they are asked: Google's do so only
    /// for applications that it has verified, with a setting of its console.
    NoAuthTime,
    /// ID tokens tell that the user authenticates tomorrow, whether they are asked or not.
    AuthTimeInTheFuture,
    /// ID tokens say that they are access tokens: `typ: at+jwt`.
    AccessTokenType,
    /// ID tokens have no signature, and say so: `alg: none`.
    AlgNone,
    /// ID tokens are signed by HS256, with the public key as the secret.
    Hs256WithPublicKey,
    /// ID tokens name a key that is not published.
    UnknownKey,
    /// ID tokens are signed by a key that is not the one they name.
    ForgedSignature,
    /// The e-mail address is not verified.
    EmailUnverified,
    /// The e-mail address is verified as the text `"true"`.
    EmailVerifiedAsText,
    /// There is no e-mail address.
    NoEmail,
}
