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
    use ::jwt_router::__private::{ArgExtract as _, ArgIdentity as _, ArgNeedsToken as _};
    type __Argument0 = Option<G<User>>;
    type __Argument1 = State<Db>;
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
        type Guard = ::jwt_router::__private::PublicGuard<
            { <Self as ::jwt_router::__private::Endpoint>::META.uses_caller() },
        >;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __policy_of_feed
    where
        AnyState: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        Db: ::jwt_router::__private::FromRef<AnyState>,
    {
        fn call(
            guard: Self::Guard,
            request: ::jwt_router::__private::Request,
            state: AnyState,
        ) -> impl ::core::future::Future<
            Output = ::jwt_router::__private::Response,
        > + ::core::marker::Send {
            async move {
                let (mut parts, body) = ::jwt_router::__private::into_parts(request);
                let mut admitted = match ::jwt_router::__private::Guard::admit(
                        guard,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(admitted) => admitted,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_0: __Argument0 = match ::jwt_router::__private::parts(
                        <::jwt_router::__private::Arg<__Argument0>>::SOURCE,
                        &mut admitted,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => {
                        return ::jwt_router::__private::Admission::finish(
                            &admitted,
                            refused,
                        );
                    }
                };
                let argument_1: __Argument1 = match ::jwt_router::__private::last(
                        <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
                        &mut admitted,
                        ::jwt_router::__private::from_parts(parts, body),
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => {
                        return ::jwt_router::__private::Admission::finish(
                            &admitted,
                            refused,
                        );
                    }
                };
                let __handler = feed;
                let response = ::jwt_router::__private::respond(
                    admitted,
                    ::jwt_router::__private::HandlerOutput::response(
                        __handler(argument_0, argument_1).await,
                    ),
                );
                response
            }
        }
    }
    let () = <__Argument0 as ::jwt_router::__private::PublicArg<
        { <::jwt_router::__private::Arg<__Argument0>>::NEEDS_TOKEN },
    >>::FITS;
    let () = <__Argument1 as ::jwt_router::__private::PublicArg<
        { <::jwt_router::__private::Arg<__Argument1>>::NEEDS_TOKEN },
    >>::FITS;
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registered::new:: < __policy_of_feed, Db > ()
    }
};
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_ignored_GET___feed {
    () => {};
}
