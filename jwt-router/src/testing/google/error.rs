/// Why a test login cannot be made.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GoogleTestError {
    /// Google is not configured.
    #[error(
        "Google is not configured: call `.google(Google::builder(..)..)` on the `JwtRoutes` builder"
    )]
    NotConfigured,
    /// Google is configured, but not for this entity.
    #[error(
        "the provider does not log in the table `{table}`: call `.entity::<E>(\"email\")` on its builder"
    )]
    #[non_exhaustive]
    NoSuchEntity {
        /// The entity's table.
        table: &'static str,
    },
    /// The operating system returned no random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
}
