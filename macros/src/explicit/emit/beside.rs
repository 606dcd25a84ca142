//! Where many yields keep many locals, the locals lie beside the enum of states.
//!
//! ```text
//! // in outline                          // beside
//! enum State<A, B> {                     enum State { Start, At1, At2, Finished }
//!     At1 { a: A },                      struct Locals<A, B> { b: Option<B>, a: Option<A> }
//!     At2 { b: B, a: A },
//! }
//! let mut kept_a = None;                 let mut kept_a = place_of_a.take();
//! match replace(state, Finished) {       match replace(state, Finished) {
//!     State::At1 { a } => {                  State::At1 {} => 1,
//!         kept_a = Some(a);                  State::At2 {} => 2,
//!         1                                  ..
//!     }                                  }
//!     ..
//! *state = State::At2 { b, a };          put(place_of_b, b); put(place_of_a, a);
//!                                        *state = State::At2 {};
//! ```
//!
//! A variant with its fields mentions all type parameters of the enum. rustc would have to infer them for each of
//! them: that takes time with the third power of their number.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::explicit::emit::Emitter;
use crate::explicit::flow::Kept;
use crate::explicit::tree::ir::VarId;
use crate::lower::internal;

/// The most locals that variants keep, each counted at each yield.
const MOST_FIELDS: usize = 256;

/// The locals that are to lie beside the states, the last one first: so they are dropped. None where the enum
/// is small.
pub(crate) fn choose(kept: &Kept, fields: &BTreeSet<VarId>) -> Vec<VarId> {
    if kept.at.len() <= MOST_FIELDS {
        return Vec::new();
    }
    let mut beside: Vec<VarId> = fields.iter().copied().collect();
    beside.sort_by_key(|var| std::cmp::Reverse(kept.declared.get(var).copied()));
    beside
}

impl Emitter<'_> {
    /// The name of a step's reference to a local beside the state.
    pub(crate) fn beside_of(&self, var: VarId) -> Ident {
        internal(&format!("beside_{}", self.cell_of(var)))
    }

    fn locals_name() -> Ident {
        Ident::new("Locals", Span::mixed_site())
    }

    /// The struct of the locals.
    pub(crate) fn locals(&self) -> TokenStream {
        if self.beside.is_empty() {
            return TokenStream::new();
        }
        let (private, name) = (self.private, Self::locals_name());
        let fields = self.beside.iter().map(|var| &self.vars.all[*var].ident).collect::<Vec<_>>();
        let here = Span::mixed_site();
        let types: Vec<Ident> =
            (0..fields.len()).map(|number| format_ident!("T{number}", span = here)).collect();
        let empty = self.empty_locals();
        let derives = self.clones.then(|| quote!(#[derive(#private::Clone)]));
        quote! {
            #derives
            #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
            struct #name<#(#types),*> { #(#fields: #private::Option<#types>,)* }

            impl<#(#types),*> #private::Locals for #name<#(#types),*> {
                #[inline]
                fn empty() -> Self {
                    #empty
                }
            }
        }
    }

    fn empty_locals(&self) -> TokenStream {
        let (private, name) = (self.private, Self::locals_name());
        let fields = self.beside.iter().map(|var| &self.vars.all[*var].ident);
        quote!(#name { #(#fields: #private::Option::None,)* })
    }

    /// A state with the locals beside it, and how a step takes it apart.
    pub(crate) fn with_locals(&self, state: TokenStream) -> (TokenStream, TokenStream) {
        if self.beside.is_empty() {
            return (state, TokenStream::new());
        }
        let (private, name, empty) = (self.private, Self::locals_name(), self.empty_locals());
        let value = internal("state");
        let fields = self.beside.iter().map(|var| {
            let (field, cell) = (&self.vars.all[*var].ident, self.beside_of(*var));
            quote!(#field: #cell)
        });
        (
            quote!(#private::Beside { state: #state, locals: #empty }),
            quote! {
                let #private::Beside { state: #value, locals: #name { #(#fields,)* } } = #value;
            },
        )
    }
}
