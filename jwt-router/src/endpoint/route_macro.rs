//! A macro for the part of attributes' expansions that is the same for each handler.

/// Registers the handler with `inventory`, and makes a second route with the same method and path in one crate a
/// compile error: for each method, it defines a macro whose name contains the method and the path, such as
/// `__duplicate_route_PUT___posts___p`, and rustc reports a second macro of the same name. If the attribute has
/// `register = false`, it does neither.
///
/// This is a `macro_rules!` macro for two reasons. The compiler expands it faster than it reads the same tokens
/// from a procedural macro, and most lints skip code from a macro of another crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __route {
    ($(($($registered:tt)*))? $([$($once:tt)*])*) => {
        // The macros are inside of the function. Outside, each lookup of a macro in the module would have to go
        // past all of them.
        $(#[doc(hidden)] #[macro_export] $($once)*)*
        use $crate::__private::{self as __jwt_router, ArgFacts as _};
        $($crate::__private::inventory::submit! { $crate::__private::Registration($($registered)*) })?
    };
}
