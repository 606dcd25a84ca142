//! The question to rustc what has to be kept of a local that is not used any more.
//!
//! ```text
//! use BorrowRest as _; use CopyRest as _; use WholeRest as _;
//! let kind = (&&&Probe::of(&local)).rest_of_the_generator();
//! ```
//!
//! What a destructor would only free is not kept. Where the body may have a raw pointer into it, it is. So the traits
//! that are in scope differ, and the first that fits answers:
//!
//! | the local | no raw pointers | raw pointers |
//! |---|---|---|
//! | any | what borrows or is `Copy` is not kept | what owns no memory or is `Copy` is not kept |
//! | may hold a closure | references and collections of these are not kept | all is kept |

use proc_macro2::{Span, TokenStream, TokenTree};
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

/// What a body that has raw pointers names: what makes one, the type of one, or what uses one.
const POINTERS: [&str; 11] = [
    "NonNull",
    "addr_of",
    "addr_of_mut",
    "as_mut_ptr",
    "as_mut_ptr_range",
    "as_non_null",
    "as_ptr",
    "as_ptr_range",
    "from_mut",
    "from_ref",
    "unsafe",
];

/// Whether a body may have raw pointers into what its locals own.
pub(crate) fn has_pointers(body: TokenStream) -> bool {
    tokens::any(body, &mut |at| {
        let TokenTree::Ident(name) = at.token() else { return false };
        let is_behind = |sign| tokens::is_punct(at.before(1), sign);
        POINTERS.iter().any(|word| name == word)
            || name == "raw" && is_behind('&')
            || (name == "const" || name == "mut") && is_behind('*')
    })
}
