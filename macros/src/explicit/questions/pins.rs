//! The question to rustc whether what a macro `pin!` gives is pinned in its place. A macro of the user's of this name may
//! pin in a box.
//!
//! ```text
//! // in                        // out
//! let future = pin!(f());      let future = pin!(f());
//! yield_!(1);                  if false { moves_at_yields((&&Probe::of(&future)).pinned_of_the_generator()); }
//! future.as_mut();             (yields 1)
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Path};

use crate::explicit::known::kinds;
use crate::explicit::questions::located::located;

/// Where a value is a call of a macro `pin!`.
pub(crate) fn pinned_at(value: &Expr) -> Option<Span> {
    let Expr::Macro(invocation) = kinds::unparenthesized(value) else { return None };
    let last = &invocation.mac.path.segments.last()?.ident;
    (last == "pin").then(|| last.span())
}

/// The question about a local.
pub(crate) fn check(private: &Path, local: &Ident, at: Span) -> TokenStream {
    let here = Span::mixed_site().located_at(at);
    let located = located(private, here);
    quote_spanned! {here=>
        if false {
            use #private::{PinsElsewhere as _, PinsInPlace as _};
            #located::moves_at_yields((&&#located::Probe::of(&#local)).pinned_of_the_generator());
        }
    }
}
