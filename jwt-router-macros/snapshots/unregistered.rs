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
struct __policy_of_create;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::jwt_router::__private::{ArgExtract as _, ArgIdentity as _};
    type __Argument0 = State<Db>;
    type __Argument1 = State<Mailer>;
    type __Argument2 = Json<NewUser>;
    impl ::jwt_router::__private::Endpoint for __policy_of_create {
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
                    <::jwt_router::__private::Arg<__Argument0>>::IDENTITY,
                    <::jwt_router::__private::Arg<__Argument1>>::IDENTITY,
                    <::jwt_router::__private::Arg<__Argument2>>::IDENTITY,
                ],
            );
        type Guard = ::jwt_router::__private::Required;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __policy_of_create
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
                let argument_1: __Argument1 = match ::jwt_router::__private::parts(
                        <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
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
                let argument_2: __Argument2 = match ::jwt_router::__private::last(
                        <::jwt_router::__private::Arg<__Argument2>>::SOURCE,
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
                let __handler = create;
                let response = ::jwt_router::__private::respond(
                    admitted,
                    ::jwt_router::__private::HandlerOutput::response(
                        __handler(argument_0, argument_1, argument_2).await,
                    ),
                );
                response
            }
        }
    }
};
