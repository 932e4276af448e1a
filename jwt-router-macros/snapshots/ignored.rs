async fn feed(g: Option<G<User>>, State(db): State<Db>) -> String {
    db.feed(g).await
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
struct __policy_of_feed;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::jwt_router::__private::{
        ArgExtract as _, ArgIdentity as _, ArgMayAsk as _, ArgNeedsToken as _,
    };
    type __Argument0 = Option<G<User>>;
    type __Argument1 = State<Db>;
    type __State0 = ::jwt_router::__private::Same<Db>;
    impl ::jwt_router::__private::Endpoint for __policy_of_feed {
        const META: ::jwt_router::__private::RouteMeta = ::jwt_router::__private::RouteMeta::new(
                ::jwt_router::__private::Access::Ignored,
                &[::jwt_router::__private::Method::Get],
                "/feed",
                ::core::concat!(::core::module_path!(), "::feed"),
                ::core::file!(),
                ::core::line!(),
            )
            .arguments(
                &[
                    <::jwt_router::__private::Arg<__Argument0>>::IDENTITY,
                    <::jwt_router::__private::Arg<__Argument1>>::IDENTITY,
                ],
            );
        type Guard = ::jwt_router::__private::Public;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __policy_of_feed
    where
        AnyState: ::jwt_router::__private::HandlerState,
        __State0: ::jwt_router::__private::StatePart<AnyState>,
    {
        fn service(
            methods: ::jwt_router::__private::Methods<AnyState>,
            guard: Self::Guard,
        ) -> ::jwt_router::__private::Mounted<AnyState> {
            ::jwt_router::__private::PublicArg::fits(
                <::jwt_router::__private::Arg<__Argument0>>::NEEDS_TOKEN,
            );
            ::jwt_router::__private::PublicArg::fits(
                <::jwt_router::__private::Arg<__Argument1>>::NEEDS_TOKEN,
            );
            let guard = ::jwt_router::__private::public_guard(
                guard,
                ::jwt_router::__private::or(
                    <::jwt_router::__private::Arg<__Argument0>>::MAY_ASK,
                    <::jwt_router::__private::Arg<__Argument1>>::MAY_ASK,
                ),
            );
            ::jwt_router::__private::handler_2(
                methods,
                guard,
                <::jwt_router::__private::Arg<__Argument0>>::SOURCE,
                <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
                ::jwt_router::__private::Returned::TYPE,
                { feed },
            )
        }
    }
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registration::new:: < __policy_of_feed, __State0 > ()
    }
};
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_ignored_GET___feed {
    () => {};
}
