async fn create(
    State(db): State<Db>,
    State(mailer): State<Mailer>,
    Json(new): Json<NewUser>,
) {}
#[doc(hidden)]
#[allow(non_camel_case_types)]
type __State0_of_create = ::jwt_router::__private::Same<Db>;
#[doc(hidden)]
#[allow(non_camel_case_types)]
type __State1_of_create = ::jwt_router::__private::Same<Mailer>;
#[doc(hidden)]
#[allow(non_local_definitions)]
fn __policy_of_create<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_create: ::jwt_router::__private::StatePart<__AnyState>,
    __State1_of_create: ::jwt_router::__private::StatePart<__AnyState>,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {}
    type __Argument0 = State<Db>;
    type __Argument1 = State<Mailer>;
    type __Argument2 = Json<NewUser>;
    __jwt_router::handler_3(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::protected(
            __jwt_router::Post,
            "/users",
            ::core::module_path!(),
            "create",
        ),
        __jwt_router::Protected,
        <__jwt_router::Arg<__Argument0>>::SOURCE,
        <__jwt_router::Arg<__Argument1>>::SOURCE,
        <__jwt_router::Arg<__Argument2>>::SOURCE,
        __jwt_router::Type,
        { create },
    )
}
#[allow(unused_imports)]
use {};
