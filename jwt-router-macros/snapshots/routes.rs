fn list() {
    ::jwt_router::Routes::of([
        __policy_of_login(),
        #[cfg(unix)]
        users::__policy_of_show(),
        crate::__policy_of_type(),
    ])
}
