fn list() {
    ::jwt_router::Routes::from_entries([
        ::jwt_router::__private::RouteEntry::new::<__policy_of_login, _>(),
        #[cfg(unix)]
        ::jwt_router::__private::RouteEntry::new::<users::__policy_of_show, _>(),
        ::jwt_router::__private::RouteEntry::new::<crate::__policy_of_type, _>(),
    ])
}
