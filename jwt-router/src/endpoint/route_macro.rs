//! The part of a handler's hidden function that is the same in each expansion.

/// Registers the handler, and defines macros whose names make a second route with the same method and path in
/// one crate a compile error.
///
/// This is a `macro_rules!`, because the compiler expands it faster than it reads the same tokens from a
/// procedural macro, and because most lints skip code from a macro of another crate.
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
