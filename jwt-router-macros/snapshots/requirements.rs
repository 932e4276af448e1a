async fn delete() {}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
fn __policy_of_delete<__AnyState, __AnyRoute>() -> __AnyRoute
where
    __AnyState: ::jwt_router::__private::HandlerState,
    __AnyRoute: ::jwt_router::__private::RouteAs<__AnyState>,
{
    ::jwt_router::__private::route! {}
    __jwt_router::handler_0(
        __jwt_router::Type::<__AnyState>,
        __jwt_router::protected(
                __jwt_router::Delete,
                "/posts/{id}",
                ::core::module_path!(),
                "delete",
            )
            .require(
                __jwt_router::entity(
                    &[
                        __jwt_router::EntityRef::of::<User>(),
                        __jwt_router::EntityRef::of::<keys::ApiKey>(),
                    ],
                ),
            )
            .require(
                __jwt_router::roles(
                    __jwt_router::Names::Any(
                        &[
                            || __jwt_router::role(&Role::Admin),
                            || __jwt_router::role("editor"),
                        ],
                    ),
                ),
            )
            .require(
                __jwt_router::scopes(
                    __jwt_router::Names::All(&[|| __jwt_router::scope("posts:write")]),
                ),
            )
            .require(
                __jwt_router::acrs(
                    __jwt_router::Names::Any(
                        &[|| __jwt_router::acr("aal2"), || __jwt_router::acr("aal3")],
                    ),
                ),
            )
            .require(
                __jwt_router::factors(
                    __jwt_router::Names::All(
                        &[|| __jwt_router::factor("pwd"), || __jwt_router::factor("otp")],
                    ),
                ),
            )
            .require(__jwt_router::fresh(900u64))
            .require(
                __jwt_router::predicate("crate::owns::<Post>", ::core::module_path!()),
            ),
        {
            #[allow(unused_imports)]
            use __jwt_router::KnownArg as _;
            let __asked = __jwt_router::Protected
                .predicate(__jwt_router::Type::<__AnyState>, crate::owns::<Post>);
            let (
                __argument0,
                __argument1,
                __argument2,
                __argument3,
                __argument4,
                __argument5,
                __argument6,
                __argument7,
            ) = __asked.1;
            __jwt_router::Asked::checked(
                __asked.0,
                __jwt_router::Count::<1>,
                __argument0.facts(),
                __argument1.facts(),
                __argument2.facts(),
                __argument3.facts(),
                __argument4.facts(),
                __argument5.facts(),
                __argument6.facts(),
                __argument7.facts(),
            )
        },
        __jwt_router::Type,
        { delete },
    )
}
#[allow(unused_imports)]
use {};
