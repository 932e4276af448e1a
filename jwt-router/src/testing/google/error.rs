/// The error of a test that logs in a user with Google, such as
/// [`GoogleTestLogin::new`](super::GoogleTestLogin::new).
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GoogleTestError {
    /// The application has no configuration of Google.
    #[error(
        "Google is not configured: call `.google(Google::builder(..)..)` on the `JwtRoutes` builder"
    )]
    NotConfigured,
    /// The application's configuration of Google does not log in users of this entity type.
    #[error(
        "the provider does not log in the table `{table}`: call `.entity::<E>(\"email\")` on its builder"
    )]
    #[non_exhaustive]
    NoSuchEntity {
        /// The table of the entity type whose users the configuration of Google does not log in. A table is the
        /// name of an entity type in tokens.
        table: &'static str,
    },
    /// The operating system returned no random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
}
