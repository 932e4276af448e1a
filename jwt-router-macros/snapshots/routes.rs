fn list() {
    ::jwt_router::Routes::from_entries([
        ::jwt_router::__private::RouteEntry::new::<__route_login>(),
        #[cfg(unix)]
        ::jwt_router::__private::RouteEntry::new::<users::__route_show>(),
        ::jwt_router::__private::RouteEntry::new::<crate::__route_type>(),
    ])
}
