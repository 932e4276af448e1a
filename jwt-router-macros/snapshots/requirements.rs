async fn delete() {}
#[doc(hidden)]
#[allow(
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    unreachable_pub,
    clippy::redundant_pub_crate
)]
struct __policy_of_delete;
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    impl ::jwt_router::__private::Endpoint for __policy_of_delete {
        const META: ::jwt_router::__private::RouteMeta = ::jwt_router::__private::RouteMeta::new(
                ::jwt_router::__private::Access::Protected,
                &[::jwt_router::__private::Method::Delete],
                "/posts/{id}",
                ::core::concat!(::core::module_path!(), "::delete"),
                ::core::file!(),
                ::core::line!(),
            )
            .roles(
                ::jwt_router::__private::Names::Any(
                    &[
                        || ::jwt_router::__private::role(&Role::Admin),
                        || ::jwt_router::__private::role("editor"),
                    ],
                ),
            )
            .scopes(
                ::jwt_router::__private::Names::All(
                    &[|| ::jwt_router::__private::scope("posts:write")],
                ),
            )
            .fresh(900u64)
            .guard("crate::owns::<Post>");
        type Guard = ::jwt_router::__private::Required;
    }
    impl<AnyState> ::jwt_router::__private::Call<AnyState> for __policy_of_delete
    where
        AnyState: ::jwt_router::__private::HandlerState,
    {
        fn service(
            methods: ::jwt_router::__private::Methods<AnyState>,
            guard: Self::Guard,
        ) -> ::jwt_router::__private::Mounted<AnyState> {
            ::jwt_router::__private::handler_0(
                methods,
                ::jwt_router::__private::InState::<AnyState>::TYPE
                    .checked(guard, crate::owns::<Post>),
                ::jwt_router::__private::Returned::TYPE,
                { delete },
            )
        }
    }
};
