pub async fn ping() -> &'static str {
    "pong"
}
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
pub fn __policy_of_ping<AnyState>() -> ::jwt_router::__private::Route<AnyState>
where
    AnyState: ::jwt_router::__private::HandlerState,
{
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registration::new(& __policy_of_ping:: < () >)
    }
    ::jwt_router::__private::handler_0(
        ::jwt_router::__private::InState::<AnyState>::TYPE,
        ::jwt_router::__private::RouteMeta::new(
            ::jwt_router::__private::Access::Whitelisted,
            &[::jwt_router::__private::Method::Get],
            "/ping",
            ::core::concat!(::core::module_path!(), "::ping"),
            ::core::file!(),
            ::core::line!(),
        ),
        ::jwt_router::__private::Public,
        ::jwt_router::__private::Returned::TYPE,
        { ping },
    )
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_route_GET___ping {
    () => {};
}
