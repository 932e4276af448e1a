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
                let __handler = delete;
                let response = ::jwt_router::__private::respond(
                    admitted,
                    ::jwt_router::__private::HandlerOutput::response(__handler().await),
                );
                response
            }
        }
    }
};
