#[derive(Clone)]
pub struct User {
    user_id: i64,
    name: String,
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl ::jwt_router::Entity for User {
    const TABLE: &'static str = "app.users";
    const KEY: &'static str = "user_id";
    type Key = i64;
    fn key(&self) -> &Self::Key {
        &self.user_id
    }
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl ::jwt_router::MintedByKey for User {}
#[automatically_derived]
impl User {
    /// The row of `app.users` that the token names.
    #[allow(
        dead_code,
        unreachable_pub,
        clippy::must_use_candidate,
        clippy::missing_const_for_fn
    )]
    #[inline]
    pub fn users(&self) -> &Self {
        self
    }
}
