async fn delete() {}
#[doc(hidden)]
#[allow(
    dead_code,
    deprecated,
    non_local_definitions,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
fn __policy_of_delete<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    use ::jwt_router::__private as __jwt_router;
    __jwt_router::handler_0(
        __jwt_router::InState::<__AnyState>::TYPE,
        __jwt_router::RouteMeta::new(
                __jwt_router::Access::Protected,
                [__jwt_router::Method::Delete],
                "/posts/{id}",
                ::core::module_path!(),
                "delete",
            )
            .roles(
                __jwt_router::Names::Any(
                    &[
                        || __jwt_router::role(&Role::Admin),
                        || __jwt_router::role("editor"),
                    ],
                ),
            )
            .scopes(__jwt_router::Names::All(&[|| __jwt_router::scope("posts:write")]))
            .fresh(900u64)
            .guard("crate::owns::<Post>"),
        __jwt_router::InState::<__AnyState>::TYPE.checked(crate::owns::<Post>),
        __jwt_router::Returned::TYPE,
        { delete },
    )
}
#[allow(unused_imports)]
use {};
