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
#[allow(non_camel_case_types)]
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
type __State0_of_type = App;
#[cfg(feature = "files")]
#[doc(hidden)]
#[allow(non_local_definitions)]
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
pub(crate) fn __policy_of_type<__AnyRoute>() -> __AnyRoute
where
    __AnyRoute: crate::vendored::__private::RouteAs<__State0_of_type>,
{
    crate::vendored::__private::route! {
        (__policy_of_type) [macro_rules! __duplicate_route_GET___users___p__files___r {
        () => {}; }] [macro_rules! __duplicate_route_HEAD___users___p__files___r { () =>
        {}; }]
    }
    type __Argument0 = G;
    type __Argument1 = Path<(i64, String)>;
    __jwt_router::ClaimsOnlyArg::fits(<__jwt_router::Arg<__Argument0>>::HOLDS_ENTITY);
    __jwt_router::ClaimsOnlyArg::fits(<__jwt_router::Arg<__Argument1>>::HOLDS_ENTITY);
    __jwt_router::handler_2(
        __jwt_router::Type::<__State0_of_type>,
        __jwt_router::protected(
                __jwt_router::Get,
                "/users/{id}/files/{*file}",
                ::core::module_path!(),
                "type",
            )
            .and(__jwt_router::Head)
            .claims_only()
            .query("auth")
            .require(__jwt_router::entity(&[__jwt_router::EntityRef::of::<User>()])),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        __jwt_router::Type,
        { r#type },
    )
}
#[allow(unused_imports)]
use {};
