fn list() {
    {
        ::core::compile_error! {
            "not the name of a handler\nhelp: name annotated handlers: `routes![login, users::show]`"
        }
        ::core::compile_error! {
            "the list names handlers, it does not call them\nhelp: write `login`"
        }
        {
            #[allow(deprecated, unused_qualifications)]
            fn __listed() -> ::jwt_router::__private::ListedFunctions {
                ::jwt_router::__private::listed(&[&me])
            }
            ::jwt_router::Routes::of([__policy_of_me()], __listed())
        }
    }
}
