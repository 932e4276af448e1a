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
        ArgExtract as _, ArgIdentity as _, ArgCaptures as _, ArgHoldsEntity as _,
    };
    type __Argument0 = G;
    type __Argument1 = Path<(i64, String)>;
    type __State0 = App;
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
    impl crate::vendored::__private::Call<__State0> for __policy_of_type {
        fn service(
            __methods: crate::vendored::__private::Methods<__State0>,
            guard: Self::Guard,
        ) -> crate::vendored::__private::Mounted<__State0> {
            crate::vendored::__private::ClaimsOnlyArg::fits(
                <crate::vendored::__private::Arg<__Argument0>>::HOLDS_ENTITY,
            );
            crate::vendored::__private::ClaimsOnlyArg::fits(
                <crate::vendored::__private::Arg<__Argument1>>::HOLDS_ENTITY,
            );
            crate::vendored::__private::CapturesArg::<
                _,
                2usize,
            >::fits(<crate::vendored::__private::Arg<__Argument1>>::CAPTURES);
            crate::vendored::__private::handler_2(
                __methods,
                guard,
                <crate::vendored::__private::Arg<__Argument0>>::SOURCE,
                <crate::vendored::__private::Arg<__Argument1>>::SOURCE,
                crate::vendored::__private::Returned::TYPE,
                { r#type },
            )
        }
    }
    crate::vendored::__private::inventory::submit! {
        crate ::vendored::__private::Registration::named:: < __policy_of_type, __State0 >
        ()
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
