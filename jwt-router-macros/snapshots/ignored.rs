async fn feed(g: Option<G<User>>, State(db): State<Db>) -> String {
    db.feed(g).await
}
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State0_of_feed = Db;
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
fn __policy_of_feed<AnyState>() -> ::jwt_router::__private::Route<AnyState>
where
    AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_feed: ::jwt_router::__private::FromRef<AnyState>,
{
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registration::new(& __policy_of_feed:: <
        __State0_of_feed >)
    }
    use ::jwt_router::__private::ArgFacts as _;
    type __Argument0 = Option<G<User>>;
    type __Argument1 = State<Db>;
    ::jwt_router::__private::PublicArg::fits(
        <::jwt_router::__private::Arg<__Argument0>>::NEEDS_TOKEN,
    );
    ::jwt_router::__private::PublicArg::fits(
        <::jwt_router::__private::Arg<__Argument1>>::NEEDS_TOKEN,
    );
    ::jwt_router::__private::handler_2(
        ::jwt_router::__private::InState::<AnyState>::TYPE,
        ::jwt_router::__private::RouteMeta::new(
            ::jwt_router::__private::Access::Ignored,
            &[::jwt_router::__private::Method::Get],
            "/feed",
            ::core::concat!(::core::module_path!(), "::feed"),
            ::core::file!(),
            ::core::line!(),
        ),
        ::jwt_router::__private::Public,
        <::jwt_router::__private::Arg<__Argument0>>::SOURCE,
        <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
        ::jwt_router::__private::Returned::TYPE,
        { feed },
    )
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_ignored_GET___feed {
    () => {};
}
