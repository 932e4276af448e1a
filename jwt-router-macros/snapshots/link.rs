async fn password(link: Link<User>) -> Html<String> {
    page(link)
}
#[doc(hidden)]
#[allow(non_local_definitions)]
fn __policy_of_password<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {
        (__policy_of_password:: < (), _ >) [macro_rules! __duplicate_route_GET___password
        { () => {}; }]
    }
    type __Argument0 = Link<User>;
    __jwt_router::LinkArg::fits(<__jwt_router::Arg<__Argument0>>::SOURCE);
    __jwt_router::CapturesArg::<
        _,
        0usize,
    >::fits(<__jwt_router::Arg<__Argument0>>::CAPTURES);
    __jwt_router::handler_1(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::protected(
                __jwt_router::Get,
                "/password",
                ::core::module_path!(),
                "password",
            )
            .query("link")
            .purpose("reset-password"),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        __jwt_router::Type,
        { password },
    )
}
#[allow(unused_imports)]
use {};
