#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const __defaults_of_this_module: () = ();
#[allow(
    deprecated,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::jwt_router::__private as __jwt_router;
    __jwt_router::inventory::submit! {
        __jwt_router::Defaults::new(::core::module_path!(), ::core::file!(),
        ::core::line!()).prefix("/admin").entity:: < User > ()
        .roles(__jwt_router::Names::All(& [|| __jwt_router::role(& Role::Admin), ||
        __jwt_router::role("staff")])).fresh(3600u64)
    }
};
