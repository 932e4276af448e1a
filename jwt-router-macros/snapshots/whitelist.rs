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
        AnyState: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync
            + 'static,
    {
        fn call(
            guard: Self::Guard,
            request: ::jwt_router::__private::Request,
            state: AnyState,
        ) -> impl ::core::future::Future<
            Output = ::jwt_router::__private::Response,
        > + ::core::marker::Send {
            async move {
                let (mut parts, _) = ::jwt_router::__private::into_parts(request);
                let admitted = match ::jwt_router::__private::Guard::admit(
                        guard,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(admitted) => admitted,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let __handler = ping;
                let response = ::jwt_router::__private::respond(
                    admitted,
                    ::jwt_router::__private::HandlerOutput::response(__handler().await),
                );
                response
            }
        }
    }
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registered::new:: < __policy_of_ping, () > ()
    }
};
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_route_GET___ping {
    () => {};
}
