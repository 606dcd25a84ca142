//! The question to rustc whether names of one text are those of several locals, as their origins say.
//!
//! ```text
//! if false { let x = FirstLocal; let x = (); is_first_local(&x); }    // the three `x` from where the locals have theirs
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::explicit::questions::located::located;
use crate::explicit::tree::hygiene::Hygiene;

/// Asks whether the names of each text are those of several locals, where nothing runs.
pub(crate) fn ask(hygiene: &Hygiene, private: &Path) -> Option<TokenStream> {
    let mut asked = TokenStream::new();
    for names in hygiene.of_each_text() {
        for pair in names.windows(2) {
            let [first, second] = pair else { continue };
            let here = Span::mixed_site().located_at(second.span());
            let private = located(private, here);
            asked.extend(quote_spanned! {here=>
                let #first = #private::FirstLocal;
                let #second = ();
                #private::is_first_local(&#first);
            });
        }
    }
    (!asked.is_empty()).then(|| quote!(if false { #[allow(unused)] { #asked } }))
}
