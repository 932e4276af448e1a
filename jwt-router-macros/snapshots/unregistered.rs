async fn create(
    State(db): State<Db>,
    State(mailer): State<Mailer>,
    Json(new): Json<NewUser>,
) {}
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State0_of_create = ::jwt_router::__private::Same<Db>;
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State1_of_create = ::jwt_router::__private::Same<Mailer>;
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
fn __policy_of_create<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_create: ::jwt_router::__private::StatePart<__AnyState>,
    __State1_of_create: ::jwt_router::__private::StatePart<__AnyState>,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    use ::jwt_router::__private::{self as __jwt_router, ArgFacts as _};
    type __Argument0 = State<Db>;
    type __Argument1 = State<Mailer>;
    type __Argument2 = Json<NewUser>;
    __jwt_router::handler_3(
        __jwt_router::InState::<__AnyState>::TYPE,
        __jwt_router::RouteMeta::new(
            __jwt_router::Access::Protected,
            [__jwt_router::Method::Post],
            "/users",
            ::core::module_path!(),
            "create",
        ),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        <__jwt_router::Arg<__Argument2>>::SOURCE,
        __jwt_router::Returned::TYPE,
        { create },
    )
}
#[allow(unused_imports)]
use {};
