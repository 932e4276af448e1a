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
    non_local_definitions,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
pub(crate) fn __policy_of_type<__AnyRoute>() -> __AnyRoute
where
    __AnyRoute: crate::vendored::__private::RouteAs<__State0_of_type>,
{
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __duplicate_route_GET___users___p__files___r {
        () => {};
    }
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __duplicate_route_HEAD___users___p__files___r {
        () => {};
    }
    use crate::vendored::__private::{self as __jwt_router, ArgFacts as _};
    __jwt_router::inventory::submit! {
        __jwt_router::Registration(__policy_of_type)
    }
    type __Argument0 = G;
    type __Argument1 = Path<(i64, String)>;
    __jwt_router::ClaimsOnlyArg::fits(<__jwt_router::Arg<__Argument0>>::HOLDS_ENTITY);
    __jwt_router::ClaimsOnlyArg::fits(<__jwt_router::Arg<__Argument1>>::HOLDS_ENTITY);
    __jwt_router::CapturesArg::<
        _,
        2usize,
    >::fits(<__jwt_router::Arg<__Argument1>>::CAPTURES);
    __jwt_router::handler_2(
        __jwt_router::InState::<__State0_of_type>::TYPE,
        __jwt_router::RouteMeta::new(
                __jwt_router::Access::Protected,
                [__jwt_router::Method::Get, __jwt_router::Method::Head],
                "/users/{id}/files/{*file}",
                ::core::module_path!(),
                "type",
            )
            .entity::<User>()
            .claims_only()
            .query("auth"),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        __jwt_router::Returned::TYPE,
        { r#type },
    )
}
#[allow(unused_imports)]
use {};
