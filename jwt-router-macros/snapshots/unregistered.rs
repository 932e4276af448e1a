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
    type __State0 = ::jwt_router::__private::Same<Db>;
    type __State1 = ::jwt_router::__private::Same<Mailer>;
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
        AnyState: ::jwt_router::__private::HandlerState,
        __State0: ::jwt_router::__private::StatePart<AnyState>,
        __State1: ::jwt_router::__private::StatePart<AnyState>,
    {
        fn service(
            methods: ::jwt_router::__private::Methods<AnyState>,
            guard: Self::Guard,
        ) -> ::jwt_router::__private::Mounted<AnyState> {
            ::jwt_router::__private::handler_3(
                methods,
                guard,
                <::jwt_router::__private::Arg<__Argument0>>::SOURCE,
                <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
                <::jwt_router::__private::Arg<__Argument2>>::SOURCE,
                ::jwt_router::__private::Returned::TYPE,
                { create },
            )
        }
    }
};
