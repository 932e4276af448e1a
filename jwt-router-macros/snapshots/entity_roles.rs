struct User {
    id: i64,
    role: Role,
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl ::jwt_router::Entity for User {
    const TABLE: &'static str = "users";
    const KEY: &'static str = "id";
    type Key = i64;
    fn key(&self) -> &Self::Key {
        &self.id
    }
    const HAS_ROLES: bool = true;
    fn has_role(&self, role: &str) -> bool {
        ::jwt_router::__private::is_among(self, Self::roles, role)
    }
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl ::jwt_router::MintedByKey for User {}
