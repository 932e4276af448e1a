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
    ::jwt_router::__private::inventory::submit! {
        ::jwt_router::__private::Defaults::new(::core::module_path!(), ::core::file!(),
        ::core::line!()).prefix("/admin").entity:: < User > ()
        .roles(::jwt_router::__private::Names::All(& [|| ::jwt_router::__private::role(&
        Role::Admin), || ::jwt_router::__private::role("staff")])).fresh(3600u64)
    }
};
