/// An entity type for which the key suffices to mint a token, because its tokens have no version.
///
/// [`#[entity(..)]`](macro@crate::entity) implements this trait for entities without `token_version = ..`. The
/// functions that mint a token by the key alone, such as [`create_token_for`](crate::JwtRoutes::create_token_for),
/// have this trait as a bound. For an entity with `token_version = ..`, such a token would lack the current version,
/// and the guard would refuse it.
///
/// # Examples
///
/// ```compile_fail,E0277
/// # use jwt_router::{JwtRoutes, Secret, entity};
/// #[entity(table = "users", key = "user_id", token_version = Self::version)]
/// #[derive(Clone)]
/// struct User { user_id: i64, version: i64 }
///
/// impl User {
///     fn version(&self) -> i64 { self.version }
/// }
///
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let token = jwt.create_token_for::<User>(&42); // write `jwt.create_token(&user)`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a token of `{Self}` holds its version, which the key alone does not give",
    label = "`{Self}` has `token_version = ..`",
    note = "load the entity and write `jwt.create_token(&user)`, or `jwt.token_of(&user)` for a builder"
)]
pub trait MintedByKey {}
