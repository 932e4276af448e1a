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
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State0_of_type = App;
#[cfg(feature = "files")]
#[doc(hidden)]
#[allow(
    dead_code,
    deprecated,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
pub(crate) fn __policy_of_type() -> crate::vendored::__private::Route<__State0_of_type> {
    crate::vendored::__private::inventory::submit! {
        crate ::vendored::__private::Registration::new(& __policy_of_type)
    }
    use crate::vendored::__private::ArgFacts as _;
    type __Argument0 = G;
    type __Argument1 = Path<(i64, String)>;
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
        crate::vendored::__private::InState::<__State0_of_type>::TYPE,
        crate::vendored::__private::RouteMeta::new(
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
            .query("auth"),
        crate::vendored::__private::Protected,
        <crate::vendored::__private::Arg<__Argument0>>::SOURCE,
        <crate::vendored::__private::Arg<__Argument1>>::SOURCE,
        crate::vendored::__private::Returned::TYPE,
        { r#type },
    )
}
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
