fn list() {
    {
        ::core::compile_error! {
            "not the name of a handler\nhelp: name annotated handlers: `routes![login, users::show]`"
        }
        ::core::compile_error! {
            "the list names handlers, it does not call them\nhelp: write `login`"
        }
        ::jwt_router::Routes::of([
            {
                #[allow(deprecated, unused_qualifications)]
                fn __listed() -> impl ::core::marker::Copy + 'static {
                    me
                }
                ::jwt_router::__private::listed(&__listed(), __policy_of_me())
            },
        ])
    }
}
