//! What stands in a handler's hidden function before what is said of the handler.

/// Registers the handler, and makes what there may be once in a crate an error at the second.
///
/// It is the same for each handler, so it stands here: the compiler expands a `macro_rules!` itself, which
/// costs it less than tokens do that come from a procedural macro, and most lints leave alone what
/// another crate's macro has written.
#[doc(hidden)]
#[macro_export]
macro_rules! __route {
    ($(($($registered:tt)*))? $([$($once:tt)*])*) => {
        // They stand in the function: whoever looks a macro up beside it would pass by them all.
        $(#[doc(hidden)] #[macro_export] $($once)*)*
        use $crate::__private::{self as __jwt_router, ArgFacts as _};
        $($crate::__private::inventory::submit! { $crate::__private::Registration($($registered)*) })?
    };
}
