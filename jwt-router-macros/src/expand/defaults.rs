//! The defaults of a module: an entry of the registry.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::paths::short;
use super::requirements::requirements;
use crate::model::{Defaults, ends};

/// Everything that `defaults! { .. }` leaves behind.
pub(crate) fn defaults(defaults: &Defaults, private: &Private) -> TokenStream {
    let Defaults {
        prefix,
        entity,
        requirements: demanded,
    } = defaults;
    let span = Span::call_site();
    // Of this name there can be one in a module: rustc says so at the second.
    let once = Ident::new("__defaults_of_this_module", span);
    let prefix = prefix.as_ref().map(|prefix| {
        let literal = &prefix.literal;
        quote!(.prefix(#literal))
    });
    let entity = entity
        .as_ref()
        .map(|entity| quote_spanned!(ends(entity).0=> .entity::<#entity>()));
    let demanded = requirements(demanded, span);
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
                    #prefix #entity #demanded
            }
        };
    }
}
