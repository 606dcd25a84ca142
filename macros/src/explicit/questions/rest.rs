//! The question to rustc what has to be kept of a local that is not used any more.
//!
//! ```text
//! use BorrowRest as _; use CopyRest as _; use WholeRest as _;
//! let kind = (&&&Probe::of(&local)).rest_of_the_generator();
//! ```
//!
//! What a destructor would only free is not kept. Where the body may have a raw pointer into it, it is.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::explicit::tree::ir::{Rest, VarId};
use crate::explicit::tree::vars::Vars;
use crate::tokens;

/// The traits that answer, and the question.
pub(crate) fn of(private: &TokenStream, local: VarId, vars: &Vars, here: Span) -> [TokenStream; 2] {
    let local = &vars.all[local];
    let traits = match (local.rest == Rest::Held, vars.has_pointers) {
        (true, true) => quote!(WholeRest as _),
        (true, false) => quote!(ReferenceRest as _, WholeRest as _),
        (false, true) => quote!(CopyRest as _, UnownedRest as _, WholeRest as _),
        (false, false) => quote!(BorrowRest as _, CopyRest as _, WholeRest as _),
    };
    let name = &local.ident;
    [
        quote_spanned!(here=> use #private::{#traits};),
        quote_spanned!(here=> (&&&#private::Probe::of(&#name)).rest_of_the_generator()),
    ]
}

/// Whether a body may have raw pointers into what its locals own: it is unsafe in parts, or asks for one.
pub(crate) fn has_pointers(body: TokenStream) -> bool {
    let says = |name: &Ident| ["unsafe", "as_ptr", "as_mut_ptr"].iter().any(|word| name == word);
    tokens::any(body, &mut |at| matches!(at.token(), TokenTree::Ident(name) if says(name)))
}
