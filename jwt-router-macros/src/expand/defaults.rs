//! The defaults of a module: an entry of the registry.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Private;
use super::paths::short;
use crate::model::Defaults;

/// Prints the entry of the registry for `defaults! { .. }`.
pub(crate) fn defaults(defaults: &Defaults, private: &Private) -> TokenStream {
    let Defaults {
        prefix,
        requirements,
    } = defaults;
    let span = Span::call_site();
    // A module can define the name once: rustc reports the second `defaults!` as a duplicate of it
    // (E0428), and underlines both.
    let once = Ident::new("__defaults_of_this_module", span);
    let prefix = prefix.as_ref().map(|prefix| {
        let literal = &prefix.literal;
        quote!(.prefix(#literal))
    });
    let requirements = requirements.expressions(short, span);
    let import = private.import();
    let private = short(span);
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, non_upper_case_globals)]
        const #once: () = ();
        #[allow(deprecated, unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #import
            #private::inventory::submit! {
                #private::Defaults::new(::core::module_path!(), ::core::file!(), ::core::line!())
                    #prefix.requires(&[#(|| #requirements),*])
            }
        };
    }
}
