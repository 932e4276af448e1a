pub async fn ping() -> &'static str {
    "pong"
}
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
pub fn __policy_of_ping<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __duplicate_route_GET___ping {
        () => {};
    }
    use ::jwt_router::__private as __jwt_router;
    __jwt_router::inventory::submit! {
        __jwt_router::Registration(__policy_of_ping:: < (), _ >)
    }
    __jwt_router::handler_0(
        __jwt_router::InState::<__AnyState>::TYPE,
        __jwt_router::RouteMeta::new(
            __jwt_router::Access::Whitelisted,
            [__jwt_router::Method::Get],
            "/ping",
            ::core::module_path!(),
            "ping",
        ),
        __jwt_router::Public,
        __jwt_router::Returned::TYPE,
        { ping },
    )
}
#[allow(unused_imports)]
use {};
