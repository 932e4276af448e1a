async fn feed(g: Option<G<User>>, State(db): State<Db>) -> String {
    db.feed(g).await
}
#[doc(hidden)]
#[allow(non_camel_case_types)]
type __State0_of_feed = ::jwt_router::__private::Same<Db>;
#[doc(hidden)]
#[allow(non_local_definitions)]
fn __policy_of_feed<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_feed: ::jwt_router::__private::StatePart<__AnyState>,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {
        (__policy_of_feed:: < __State0_of_feed, _ >) [macro_rules!
        __duplicate_ignored_GET___feed { () => {}; }]
    }
    type __Argument0 = Option<G<User>>;
    type __Argument1 = State<Db>;
    __jwt_router::PublicArg::fits(<__jwt_router::Arg<__Argument0>>::SOURCE);
    __jwt_router::PublicArg::fits(<__jwt_router::Arg<__Argument1>>::SOURCE);
    __jwt_router::handler_2(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::ignored(
            __jwt_router::Get,
            "/feed",
            ::core::module_path!(),
            "feed",
        ),
        __jwt_router::Public,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        __jwt_router::Type,
        { feed },
    )
}
#[allow(unused_imports)]
use {};
