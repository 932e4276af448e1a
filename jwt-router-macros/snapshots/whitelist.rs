pub async fn ping() -> &'static str {
    "pong"
}
#[doc(hidden)]
#[allow(
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    unreachable_pub,
    clippy::redundant_pub_crate
)]
pub struct __policy_of_ping;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    impl ::jwt_router::__private::Endpoint for __policy_of_ping {
        const META: ::jwt_router::__private::RouteMeta = ::jwt_router::__private::RouteMeta::new(
            ::jwt_router::__private::Access::Whitelisted,
            &[::jwt_router::__private::Method::Get],
            "/ping",
            ::core::concat!(::core::module_path!(), "::ping"),
            ::core::file!(),
            ::core::line!(),
        );
        type Guard = ::jwt_router::__private::Open;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __policy_of_ping
    where
        AnyState: ::jwt_router::__private::HandlerState,
    {
        fn service(
            methods: ::jwt_router::__private::Methods<AnyState>,
            guard: Self::Guard,
        ) -> ::jwt_router::__private::Mounted<AnyState> {
            ::jwt_router::__private::handler_0(
                methods,
                guard,
                ::jwt_router::__private::Returned::TYPE,
                { ping },
            )
        }
    }
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registration::new:: < __policy_of_ping, () > ()
    }
};
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_route_GET___ping {
    () => {};
}
