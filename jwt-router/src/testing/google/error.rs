/// A test's login could not be made.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GoogleTestError {
    /// The configuration has no Google.
    #[error(
        "Google is not configured: call `.google(Google::builder(..)..)` on the `JwtRoutes` builder"
    )]
    NotConfigured,
    /// The provider does not have this entity.
    #[error(
        "the provider does not log in the table `{table}`: call `.entity::<E>(\"email\")` on its builder"
    )]
    #[non_exhaustive]
    NoSuchEntity {
        /// The entity's table.
        table: &'static str,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
}
