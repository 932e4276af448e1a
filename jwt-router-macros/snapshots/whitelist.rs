pub async fn ping() -> &'static str {
    "pong"
}
#[doc(hidden)]
#[allow(non_local_definitions)]
pub fn __policy_of_ping<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {
        (__policy_of_ping:: < (), _ >) [macro_rules! __duplicate_route_GET___ping { () =>
        {}; }]
    }
    __jwt_router::handler_0(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::whitelisted(
            __jwt_router::Get,
            "/ping",
            ::core::module_path!(),
            "ping",
        ),
        __jwt_router::Public,
        __jwt_router::Type,
        { ping },
    )
}
#[allow(unused_imports)]
use {};
