async fn show(Json(body): Json<Body>, id: &Id, Path(id): Path<i64>) {}
#[doc(hidden)]
#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
fn __policy_of_show<
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
>() -> __AnyRoute {
    __AnyRoute::from(::jwt_router::__private::Route::nothing())
}
::core::compile_error! {
    "a comma is missing after `psot`"
}
::core::compile_error! {
    "unknown argument `rol`\nhelp: did you mean `role`?"
}
::core::compile_error! {
    "`entity` needs a verified token, but `#[whitelist]` makes the route public\nhelp: use `#[protected(..)]`"
}
::core::compile_error! {
    "`#[whitelist]` and `#[protected]` on one handler: a route has one policy\nhelp: keep one of them"
}
::core::compile_error! {
    "a handler owns its arguments\nhelp: write `Id`"
}
::core::compile_error! {
    "`Json` reads the request's body, so it must be the last argument\nhelp: move `Json<Body>` to the end"
}
::core::compile_error! {
    "unknown method `psot`\nhelp: did you mean `POST`?"
}
::core::compile_error! {
    "`:id` is the syntax of axum 0.7: write `{id}`\n\n    /users/:id\n           ^^^\n"
}
