struct User {
    user_id: i64,
}
#[automatically_derived]
impl ::jwt_router::Entity for User {
    const TABLE: &'static str = "";
    const KEY: &'static str = "";
    type Key = ();
    fn key(&self) -> &Self::Key {
        &()
    }
}
::core::compile_error! {
    "unknown argument `tabel`\nhelp: did you mean `table`?"
}
::core::compile_error! {
    "`User` has no field `user_idd`\nhelp: did you mean `user_id`?"
}
