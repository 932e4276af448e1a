async fn events(ticket: Ticket<User>) {}
#[doc(hidden)]
#[allow(non_local_definitions)]
fn __policy_of_events<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {
        (__policy_of_events:: < (), _ >) [macro_rules! __duplicate_route_GET___events {
        () => {}; }]
    }
    type __Argument0 = Ticket<User>;
    __jwt_router::TicketArg::fits(<__jwt_router::Arg<__Argument0>>::SOURCE);
    __jwt_router::CapturesArg::<
        _,
        0usize,
    >::fits(<__jwt_router::Arg<__Argument0>>::CAPTURES);
    __jwt_router::handler_1(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::protected(
                __jwt_router::Get,
                "/events",
                ::core::module_path!(),
                "events",
            )
            .ticket(),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        __jwt_router::Type,
        { events },
    )
}
#[allow(unused_imports)]
use {};
