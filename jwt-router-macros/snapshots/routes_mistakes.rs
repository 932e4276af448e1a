fn list() {
    {
        ::core::compile_error! {
            "the list names handlers, it does not call them\nhelp: write `login`"
        }
        ::core::compile_error! {
            "not the name of a handler\nhelp: name annotated handlers: `routes![login, users::show]`"
        }
        ::jwt_router::Routes::from_entries([
            ::jwt_router::__private::RouteEntry::new::<__policy_of_me, _>(),
        ])
    }
}
