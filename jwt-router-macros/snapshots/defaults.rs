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
        ::core::line!()).prefix("/admin").requires(& [|| __jwt_router::entity(&
        [__jwt_router::EntityRef::of:: < User > ()]), ||
        __jwt_router::roles(__jwt_router::Names::All(& [|| __jwt_router::role(&
        Role::Admin), || __jwt_router::role("staff")])), ||
        __jwt_router::fresh(3600u64)])
    }
};
