fn list() {
    {
        ::core::compile_error! {
            "not the name of a handler\nhelp: name annotated handlers: `routes![login, users::show]`"
        }
        ::core::compile_error! {
            "the list names handlers, it does not call them\nhelp: write `login`"
        }
        ::jwt_router::Routes::of([__policy_of_me()])
    }
}
