async fn feed(g: Option<G<User>>, State(db): State<Db>) -> String {
    db.feed(g).await
}
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State0_of_feed = ::jwt_router::__private::Same<Db>;
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
fn __policy_of_feed<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_feed: ::jwt_router::__private::StatePart<__AnyState>,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __duplicate_ignored_GET___feed {
        () => {};
    }
    use ::jwt_router::__private::{self as __jwt_router, ArgFacts as _};
    __jwt_router::inventory::submit! {
        __jwt_router::Registration(__policy_of_feed:: < __State0_of_feed, _ >)
    }
    type __Argument0 = Option<G<User>>;
    type __Argument1 = State<Db>;
    __jwt_router::PublicArg::fits(<__jwt_router::Arg<__Argument0>>::NEEDS_TOKEN);
    __jwt_router::PublicArg::fits(<__jwt_router::Arg<__Argument1>>::NEEDS_TOKEN);
    __jwt_router::handler_2(
        __jwt_router::InState::<__AnyState>::TYPE,
        __jwt_router::RouteMeta::new(
            __jwt_router::Access::Ignored,
            [__jwt_router::Method::Get],
            "/feed",
            ::core::module_path!(),
            "feed",
        ),
        __jwt_router::Public,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        __jwt_router::Returned::TYPE,
        { feed },
    )
}
#[allow(unused_imports)]
use {};
