/// Sends a file.
#[cfg(feature = "files")]
#[deprecated]
pub(crate) async fn r#type(
    g: G,
    Path((id, file)): Path<(i64, String)>,
) -> Result<Vec<u8>, Error> {
    read(id, file).await
}
#[cfg(feature = "files")]
#[doc(hidden)]
#[allow(
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    unreachable_pub,
    clippy::redundant_pub_crate
)]
pub(crate) struct __policy_of_type;
#[cfg(feature = "files")]
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use crate::vendored::__private::{
        ArgExtract as _, ArgIdentity as _, ArgCaptures as _,
    };
    type __Argument0 = G;
    type __Argument1 = Path<(i64, String)>;
    impl crate::vendored::__private::Endpoint for __policy_of_type {
        const META: crate::vendored::__private::RouteMeta = crate::vendored::__private::RouteMeta::new(
                crate::vendored::__private::Access::Protected,
                &[
                    crate::vendored::__private::Method::Get,
                    crate::vendored::__private::Method::Head,
                ],
                "/users/{id}/files/{*file}",
                ::core::concat!(::core::module_path!(), "::type"),
                ::core::file!(),
                ::core::line!(),
            )
            .entity::<User>()
            .claims_only()
            .query("auth")
            .arguments(
                &[
                    <crate::vendored::__private::Arg<__Argument0>>::IDENTITY,
                    <crate::vendored::__private::Arg<__Argument1>>::IDENTITY,
                ],
            );
        type Guard = crate::vendored::__private::Required;
    }
    impl crate::vendored::__private::Call<App> for __policy_of_type {
        fn call(
            guard: Self::Guard,
            request: crate::vendored::__private::Request,
            state: App,
        ) -> impl ::core::future::Future<
            Output = crate::vendored::__private::Response,
        > + ::core::marker::Send {
            async move {
                let (mut parts, body) = crate::vendored::__private::into_parts(request);
                let mut admitted = match crate::vendored::__private::Guard::admit(
                        guard,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(admitted) => admitted,
                    ::core::result::Result::Err(refused) => return refused,
                };
                let argument_0: __Argument0 = match crate::vendored::__private::parts(
                        <crate::vendored::__private::Arg<__Argument0>>::SOURCE,
                        &mut admitted,
                        &mut parts,
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => {
                        return crate::vendored::__private::Admission::finish(
                            &admitted,
                            refused,
                        );
                    }
                };
                let argument_1: __Argument1 = match crate::vendored::__private::last(
                        <crate::vendored::__private::Arg<__Argument1>>::SOURCE,
                        &mut admitted,
                        crate::vendored::__private::from_parts(parts, body),
                        &state,
                    )
                    .await
                {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(refused) => {
                        return crate::vendored::__private::Admission::finish(
                            &admitted,
                            refused,
                        );
                    }
                };
                let __handler = r#type;
                let response = crate::vendored::__private::respond(
                    admitted,
                    crate::vendored::__private::HandlerOutput::response(
                        __handler(argument_0, argument_1).await,
                    ),
                );
                response
            }
        }
    }
    let () = <__Argument0 as crate::vendored::__private::ClaimsOnlyArg<
        { <crate::vendored::__private::Arg<__Argument0>>::IDENTITY.is_loaded() },
    >>::FITS;
    let () = <__Argument1 as crate::vendored::__private::ClaimsOnlyArg<
        { <crate::vendored::__private::Arg<__Argument1>>::IDENTITY.is_loaded() },
    >>::FITS;
    let () = <__Argument1 as crate::vendored::__private::CapturesArg<
        {
            crate::vendored::__private::captures_match(
                <crate::vendored::__private::Arg<__Argument1>>::CAPTURES,
                2usize,
            )
        },
    >>::FITS;
    crate::vendored::__private::inventory::submit! {
        crate ::vendored::__private::Registered::new:: < __policy_of_type, App > ()
    }
};
#[cfg(feature = "files")]
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_route_GET___users___p__files___r {
    () => {};
}
#[cfg(feature = "files")]
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! __duplicate_route_HEAD___users___p__files___r {
    () => {};
}
