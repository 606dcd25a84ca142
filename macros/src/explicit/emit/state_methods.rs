//! Where many yields keep locals, two methods of the enum of states take a state apart, and put one together.
//!
//! ```text
//! // in outline                          // with methods
//!                                        impl<A, B> State<A, B> {
//!                                            fn entered(&mut self) -> Result<(u32, Option<A>, Option<B>), bool> { .. }
//!                                            fn suspended(&mut self, at: u32, a: Option<A>, b: Option<B>) { .. }
//!                                        }
//! |state, input| {                       let body = |resume, at: &mut u32, kept_a: &mut Option<_>, ..| { ..
//!     let mut kept_a = None;
//!     match replace(state, Finished) {
//!         State::At1 { a } => ..,
//!     }
//!     ..
//!     *state = State::At2 { b };             *kept_b = Some(b); *at = 2;
//!     return Output::Yielded(value);         return Output::Yielded(value);
//!     ..                                     ..
//! }                                      };
//!                                        |state, input| {
//!                                            let (resume, mut kept_a, ..) = match state.entered() {
//!                                                Ok(entered) => entered,
//!                                                Err(_) => return Output::Finished,
//!                                            };
//!                                            let output = body(resume, &mut at, &mut kept_a, ..);
//!                                            state.suspended(at, kept_a, ..);
//!                                            output
//!                                        }
//! ```
//!
//! In a step, rustc does not know the type parameters of the enum yet. Each variant that the step names has
//! parameters of its own at first, and for each of these something to prove that waits until it is known. rustc goes
//! through all that waits at each call: that takes time with the third power of the number of yields. In the methods
//! the parameters are known.
//!
//! The body is a closure of its own in front of the first mention of the enum: so rustc knows all parameters when it
//! comes to the enum, and nothing waits. What the arguments are is passed to the body by types alone (`TypeOf`), so
//! that the body captures nothing that has a size.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

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

impl State<'_, '_> {
    /// The types that the body has to know, and the body as a closure. `contents`: what it does.
    /// `captures`: whether it uses locals of the step.
    pub(crate) fn body_apart(
        &self,
        contents: &TokenStream,
        resume: &Type,
        returned: &TokenStream,
        captures: bool,
    ) -> (TokenStream, TokenStream) {
        let emitter = self.emitter;
        let (private, item, error) = (emitter.private, emitter.item, emitter.error);
        let [types, body, input, at] = ["types", "body", "input", "suspended_at"].map(internal);
        let number = internal("resume");
        let cells = emitter.cells();
        let arguments = self.arguments.iter().filter(|(var, _)| emitter.fields.contains(var));
        let (known, values): (Vec<Ident>, Vec<&TokenStream>) =
            arguments.map(|(var, value)| (emitter.cell_of(*var), value)).unzip();
        let numbers = (1..=known.len()).map(Literal::usize_unsuffixed);
        let here = Span::mixed_site();
        let mutability = captures.then(|| quote!(mut));
        (
            quote_spanned! {here=>
                let #types = (
                    #private::TypeOf::<#private::Input<#resume, #error>>::new(),
                    #(#private::TypeOf::of(&#values),)*
                );
            },
            quote_spanned! {here=>
                let #mutability #body = #private::closure(
                    #[inline(always)]
                    move |
                        mut #number: u32,
                        mut #input,
                        #at: &mut u32,
                        #(#cells: &mut #private::Option<_>,)*
                    | -> #private::Output<#item, #returned, #error> {
                        #types.0.is_of(&#input);
                        #(#types.#numbers.is_kept(#known);)*
                        #contents
                    },
                );
            },
        )
    }
}

impl Emitter<'_> {
    fn cells(&self) -> Vec<Ident> {
        self.fields.iter().map(|var| self.cell_of(*var)).collect()
    }

    /// A step that takes the state apart by a method, and puts the next one together by the other.
    pub(crate) fn step_by_methods(&self) -> TokenStream {
        let private = self.private;
        let [state, entered, suspended] = ["state", "entered", "suspended"].map(internal);
        let [resume, output, input] = ["resume", "output", "input"].map(internal);
        let [body, at] = ["body", "suspended_at"].map(internal);
        let cells = self.cells();
        let failed = self
            .fallible
            .then(|| quote!(#private::Result::Err(true) => return #private::Output::Complete(()),));
        quote! {
            let (#resume, #(mut #cells,)*) = match #state.#entered() {
                #private::Result::Ok(#entered) => #entered,
                #failed
                #private::Result::Err(_) => return #private::Output::Finished,
            };
            let mut #at = 0;
            let #output = #body(#resume, #input, &mut #at, #(&mut #cells,)*);
            #state.#suspended(#at, #(#cells,)*);
            #output
        }
    }

    /// Keeps these locals at a yield.
    pub(crate) fn keep(&self, id: YieldId, kept: &[VarId], at: Span) -> TokenStream {
        let (private, suspended_at) = (self.private, internal("suspended_at"));
        let number = number(id);
        let cells = kept.iter().map(|var| self.cell_of(*var));
        let values = kept.iter().map(|var| self.moved_at(*var, at));
        quote!(#(*#cells = #private::Option::Some(#values);)* *#suspended_at = #number;)
    }
}
