//! Where many yields keep locals, two methods of the enum of states take a state apart, and put one together.
//!
//! ```text
//! // in outline                          // with methods
//!                                        impl<A, B> State<A, B> {
//!                                            fn entered(&mut self) -> Result<(u32, Option<A>, Option<B>), bool> { .. }
//!                                            fn suspended(&mut self, resume: u32, a: Option<A>, b: Option<B>) { .. }
//!                                        }
//! let mut kept_a = None;                 let (mut resume, mut kept_a, mut kept_b) = match state.entered() {
//! match replace(state, Finished) {           Ok(entered) => entered,
//!     State::At1 { a } => ..,                Err(_) => return Output::Finished,
//! }                                      };
//!                                        let output = 'suspended: {
//! *state = State::At2 { b };                 kept_b = Some(b); resume = 2;
//! return Output::Yielded(value);             break 'suspended Output::Yielded(value);
//!                                        };
//!                                        state.suspended(resume, kept_a, kept_b);
//!                                        output
//! ```
//!
//! In a step, rustc does not know the type parameters of the enum yet. Each variant that the step names has
//! parameters of its own at first, and for each of these something to prove that waits until it is known. rustc goes
//! through all that waits at each call: that takes time with the third power of the number of yields. In the methods
//! the parameters are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lifetime;

use crate::explicit::emit::state::State;
use crate::explicit::emit::{Emitter, number, variant};
use crate::explicit::tree::ir::{VarId, YieldId};
use crate::lower::internal;

/// The most parameters that the variants of an enum without methods mention.
const MOST_PARAMETERS: usize = 150;

/// Whether the enum has methods. `parameters`: how many it has, which each yield mentions.
pub(crate) fn are_worth_it(parameters: usize, yields: usize) -> bool {
    parameters * yields > MOST_PARAMETERS
}

/// The label of the block that a yield leaves.
fn label() -> Lifetime {
    Lifetime::new("'suspended_of_the_generator", Span::mixed_site())
}

impl State<'_, '_> {
    /// The methods of an enum with these parameters.
    pub(crate) fn methods(
        &self,
        parameters: &[(VarId, Ident)],
        generics: &TokenStream,
    ) -> Option<TokenStream> {
        if !self.emitter.has_methods {
            return None;
        }
        let (private, name) = (self.emitter.private, &self.name);
        let here = Span::mixed_site();
        let [entered, suspended, resume] = ["entered", "suspended", "resume"].map(internal);
        let cells: Vec<Ident> =
            self.emitter.fields.iter().map(|var| self.emitter.cell_of(*var)).collect();
        let types: Vec<&Ident> = (self.emitter.fields.iter())
            .flat_map(|var| parameters.iter().filter(move |(other, _)| other == var))
            .map(|(_, name)| name)
            .collect();
        let taken = self.taken();
        let states = (1..=self.yields.len()).map(|id| {
            let (variant, number) = (variant(id), number(id));
            let fields = self.emitter.fields_at(id);
            let cells = fields.iter().map(|var| self.emitter.cell_of(*var));
            let fields = fields.iter().map(|var| &self.emitter.vars.all[*var].ident);
            quote!(#number => Self::#variant { #(#fields: #private::restore(&mut #cells),)* },)
        });
        Some(quote_spanned! {here=>
            #[allow(non_camel_case_types, dead_code, unused_mut, unused_assignments)]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            impl #generics #name #generics {
                #[inline(always)]
                fn #entered(
                    &mut self,
                ) -> #private::Result<(u32, #(#private::Option<#types>,)*), bool> {
                    #(let mut #cells = #private::Option::None;)*
                    let #resume = match #private::replace(self, Self::Finished) { #taken };
                    #private::Result::Ok((#resume, #(#cells,)*))
                }

                #[inline(always)]
                fn #suspended(&mut self, #resume: u32, #(mut #cells: #private::Option<#types>,)*) {
                    *self = match #resume {
                        #(#states)*
                        _ => return,
                    };
                }
            }
        })
    }
}

impl Emitter<'_> {
    /// A step that takes the state apart by a method, and puts the next one together by the other.
    pub(crate) fn step_by_methods(&self, complete: &TokenStream) -> TokenStream {
        let private = self.private;
        let [state, entered, suspended] = ["state", "entered", "suspended"].map(internal);
        let [resume, output] = ["resume", "output"].map(internal);
        let cells: Vec<Ident> = self.fields.iter().map(|var| self.cell_of(*var)).collect();
        let finished = self.returning(&self.gives(&quote!(Finished)));
        let failed = self.fallible.then(|| {
            let complete = self.gives(&quote!(Complete(())));
            quote!(#private::Result::Err(true) => return #complete,)
        });
        let label = label();
        let complete = self.returning(&quote!({ #complete }));
        quote! {
            let (mut #resume, #(mut #cells,)*) = match #state.#entered() {
                #private::Result::Ok(#entered) => #entered,
                #failed
                #private::Result::Err(_) => #finished,
            };
            let #output = #label: {
                #complete;
            };
            #state.#suspended(#resume, #(#cells,)*);
            #output
        }
    }

    /// Keeps these locals at a yield.
    pub(crate) fn keep(&self, id: YieldId, kept: &[VarId], at: Span) -> TokenStream {
        let (private, resume, number) = (self.private, internal("resume"), number(id));
        let cells = kept.iter().map(|var| self.cell_of(*var));
        let values = kept.iter().map(|var| self.moved_at(*var, at));
        quote!(#(#cells = #private::Option::Some(#values);)* #resume = #number;)
    }

    /// Leaves a step that is suspended.
    pub(crate) fn leave(&self, output: &TokenStream) -> TokenStream {
        if self.has_methods {
            let label = label();
            quote!(break #label #output)
        } else {
            self.returning(output)
        }
    }
}
