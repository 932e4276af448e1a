async fn create(
    State(db): State<Db>,
    State(mailer): State<Mailer>,
    Json(new): Json<NewUser>,
) {}
#[doc(hidden)]
#[allow(
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    unreachable_pub,
    clippy::redundant_pub_crate
)]
struct __route_create;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::jwt_router::__private::{ArgExtract as _, ArgIdentity as _};
    impl ::jwt_router::__private::Endpoint for __route_create {
        const META: ::jwt_router::__private::RouteMeta = ::jwt_router::__private::RouteMeta::new(
                ::jwt_router::__private::Access::Protected,
                &[::jwt_router::__private::Method::Post],
                "/users",
                ::core::concat!(::core::module_path!(), "::create"),
                ::core::file!(),
                ::core::line!(),
            )
            .arguments(
                &[
                    <::jwt_router::__private::Arg<State<Db>>>::IDENTITY,
                    <::jwt_router::__private::Arg<State<Mailer>>>::IDENTITY,
                    <::jwt_router::__private::Arg<Json<NewUser>>>::IDENTITY,
                ],
            );
        type Guard = ::jwt_router::__private::Required;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __route_create
    where
        AnyState: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        Db: ::jwt_router::__private::FromRef<AnyState>,
        Mailer: ::jwt_router::__private::FromRef<AnyState>,
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
                let argument_0: State<Db> = match ::jwt_router::__private::parts(
                        <::jwt_router::__private::Arg<State<Db>>>::SOURCE,
                        &mut admitted,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_1: State<Mailer> = match ::jwt_router::__private::parts(
                        <::jwt_router::__private::Arg<State<Mailer>>>::SOURCE,
                        &mut admitted,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_2: Json<NewUser> = match ::jwt_router::__private::last(
                        <::jwt_router::__private::Arg<Json<NewUser>>>::SOURCE,
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
                    create(argument_0, argument_1, argument_2).await,
                );
                response
            }
        }
    }
};
