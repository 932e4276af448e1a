fn list() {
    ::jwt_router::Routes::of([
        {
            #[allow(deprecated, unused_qualifications)]
            fn __listed() -> impl ::core::marker::Copy + 'static {
                login
            }
            ::jwt_router::__private::listed(&__listed(), __policy_of_login())
        },
        #[cfg(unix)]
        {
            #[allow(deprecated, unused_qualifications)]
            fn __listed() -> impl ::core::marker::Copy + 'static {
                users::show
            }
            ::jwt_router::__private::listed(&__listed(), users::__policy_of_show())
        },
        {
            #[allow(deprecated, unused_qualifications)]
            fn __listed() -> impl ::core::marker::Copy + 'static {
                crate::r#type
            }
            ::jwt_router::__private::listed(&__listed(), crate::__policy_of_type())
        },
    ])
}
