fn list() {
    {
        #[allow(deprecated, unused_qualifications)]
        fn __listed() -> ::jwt_router::__private::ListedFunctions {
            ::jwt_router::__private::listed(
                &[&login, #[cfg(unix)] &users::show, &crate::r#type],
            )
        }
        ::jwt_router::Routes::of(
            [
                __policy_of_login(),
                #[cfg(unix)]
                users::__policy_of_show(),
                crate::__policy_of_type(),
            ],
            __listed(),
        )
    }
}
