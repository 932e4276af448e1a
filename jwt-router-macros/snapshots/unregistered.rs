async fn create(
    State(db): State<Db>,
    State(mailer): State<Mailer>,
    Json(new): Json<NewUser>,
) {}
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State0_of_create = Db;
#[doc(hidden)]
#[allow(deprecated, non_camel_case_types, unused_qualifications)]
type __State1_of_create = Mailer;
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
fn __policy_of_create<AnyState>() -> ::jwt_router::__private::Route<AnyState>
where
    AnyState: ::jwt_router::__private::HandlerState,
    __State0_of_create: ::jwt_router::__private::FromRef<AnyState>,
    __State1_of_create: ::jwt_router::__private::FromRef<AnyState>,
{
    use ::jwt_router::__private::ArgFacts as _;
    type __Argument0 = State<Db>;
    type __Argument1 = State<Mailer>;
    type __Argument2 = Json<NewUser>;
    ::jwt_router::__private::handler_3(
        ::jwt_router::__private::InState::<AnyState>::TYPE,
        ::jwt_router::__private::RouteMeta::new(
            ::jwt_router::__private::Access::Protected,
            &[::jwt_router::__private::Method::Post],
            "/users",
            ::core::concat!(::core::module_path!(), "::create"),
            ::core::file!(),
            ::core::line!(),
        ),
        ::jwt_router::__private::Protected,
        <::jwt_router::__private::Arg<__Argument0>>::SOURCE,
        <::jwt_router::__private::Arg<__Argument1>>::SOURCE,
        <::jwt_router::__private::Arg<__Argument2>>::SOURCE,
        ::jwt_router::__private::Returned::TYPE,
        { create },
    )
}
