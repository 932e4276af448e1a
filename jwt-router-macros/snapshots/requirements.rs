async fn delete() {}
#[doc(hidden)]
#[allow(
    dead_code,
    deprecated,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
fn __policy_of_delete<AnyState>() -> ::jwt_router::__private::Route<AnyState>
where
    AnyState: ::jwt_router::__private::HandlerState,
{
    ::jwt_router::__private::handler_0(
        ::jwt_router::__private::InState::<AnyState>::TYPE,
        ::jwt_router::__private::RouteMeta::new(
                ::jwt_router::__private::Access::Protected,
                &[::jwt_router::__private::Method::Delete],
                "/posts/{id}",
                ::core::concat!(::core::module_path!(), "::delete"),
                ::core::file!(),
                ::core::line!(),
            )
            .roles(
                ::jwt_router::__private::Names::Any(
                    &[
                        || ::jwt_router::__private::role(&Role::Admin),
                        || ::jwt_router::__private::role("editor"),
                    ],
                ),
            )
            .scopes(
                ::jwt_router::__private::Names::All(
                    &[|| ::jwt_router::__private::scope("posts:write")],
                ),
            )
            .fresh(900u64)
            .guard("crate::owns::<Post>"),
        ::jwt_router::__private::InState::<AnyState>::TYPE.checked(crate::owns::<Post>),
        ::jwt_router::__private::Returned::TYPE,
        { delete },
    )
}
