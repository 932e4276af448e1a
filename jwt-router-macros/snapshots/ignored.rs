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
struct __route_feed;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::jwt_router::__private::{ArgExtract as _, ArgIdentity as _, ArgNeedsToken as _};
    impl ::jwt_router::__private::Endpoint for __route_feed {
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
                    <::jwt_router::__private::Arg<Option<G<User>>>>::IDENTITY,
                    <::jwt_router::__private::Arg<State<Db>>>::IDENTITY,
                ],
            );
        type Guard = ::jwt_router::__private::PublicGuard<
            { <Self as ::jwt_router::__private::Endpoint>::META.uses_caller() },
        >;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __route_feed
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
                    )
                    .await
                {
                    ::core::result::Result::Ok(admitted) => admitted,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_0: Option<G<User>> = match ::jwt_router::__private::parts(
                        <::jwt_router::__private::Arg<Option<G<User>>>>::SOURCE,
                        &mut admitted,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_1: State<Db> = match ::jwt_router::__private::last(
                        <::jwt_router::__private::Arg<State<Db>>>::SOURCE,
                        &mut admitted,
                        ::jwt_router::__private::from_parts(parts, body),
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let response = ::jwt_router::__private::respond(
                    admitted,
                    feed(argument_0, argument_1).await,
                );
                response
            }
        }
    }
    ::jwt_router::__private::public_arg::<
        Option<G<User>>,
        { <::jwt_router::__private::Arg<Option<G<User>>>>::NEEDS_TOKEN },
    >();
    ::jwt_router::__private::public_arg::<
        State<Db>,
        { <::jwt_router::__private::Arg<State<Db>>>::NEEDS_TOKEN },
    >();
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Registered::new:: < __route_feed, Db > ()
    }
};
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __jwt_ignored_GET___feed {
    () => {};
}
