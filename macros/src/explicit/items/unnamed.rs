//! A generator whose type has no name: the enum and the step are in the function, which returns the machine
//! that is made of them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, ReturnType, Signature};

use crate::expand::allowed_lints;
use crate::explicit::emit::lints::Lints;
use crate::explicit::emit::own_names::OwnNames;
use crate::explicit::emit::state::State;
use crate::explicit::emit::step::{complete, lints_of_the_step, step_body};
use crate::explicit::emit::{Emitter, tuple};
use crate::explicit::places::placed;
use crate::explicit::questions::standard;
use crate::explicit::tree::ir::VarId;
use crate::lower::internal;
use crate::parse::Head;
use crate::signature::{Form, Output, Types};

pub(crate) struct Unnamed<'a> {
    pub(crate) head: &'a Head,
    /// The signature of the new function, but for its output.
    pub(crate) signature: &'a Signature,
    pub(crate) braces: &'a Group,
    pub(crate) output: &'a Output,
    pub(crate) runtime: &'a Path,
    /// The locals that stay in place in the state, each with its first value.
    pub(crate) in_place: &'a [(VarId, TokenStream)],
    pub(crate) own_names: &'a OwnNames,
    /// What brings the runtime's hidden items into scope.
    pub(crate) import: &'a TokenStream,
    pub(crate) lints: Lints<'a>,
}

impl Unnamed<'_> {
    /// The new function. `contents`: the step's part that is the body.
    pub(crate) fn expand(
        &self,
        state: &State<'_, '_>,
        emitter: &Emitter<'_>,
        contents: &TokenStream,
    ) -> TokenStream {
        let private = emitter.private;
        let Types { item, resume, returned, error } = &self.output.types;
        let definition = state.definition();
        let locals_of_state = emitter.locals();
        let complete = complete(contents, returned, emitter);
        let step_body = step_body(state, &complete, emitter, error);
        let returned = if emitter.fallible { quote!(()) } else { quote!(#returned) };
        let here = Span::mixed_site();
        let [state_value, input, size_hint] = ["state", "input", "size_hint"].map(internal);
        let hint = state.asked.size_hint.as_ref().map(|hint| {
            quote! {
                let #size_hint: (usize, #private::Option<usize>) = #hint;
                let #size_hint = #private::Remaining::new(#size_hint);
            }
        });
        let machine = Ident::new("machine", self.span_of_the_output());
        let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
        let hinted = quote!(#machine #with_hint);
        let hinted = self.if_shown(private, &machine, &hinted, emitter);
        let finished = self.finished(&hinted, private);
        let make =
            if state.calls.is_empty() { "explicit_generator" } else { "recursive_generator" };
        let make = Ident::new(make, here);
        let (start, locals_beside) = emitter.with_locals(start(state));
        let (start, locals_in_place) = self.with_locals_in_place(emitter, start);
        let arguments = state.arguments.iter().map(|(var, value)| emitter.clone_check(*var, value));
        let arguments = emitter.clone_checks(arguments);
        let names = standard::of_arguments(private, emitter.vars, state.arguments);
        let dead = self.lints.dead;
        let step_lints = lints_of_the_step(self.lints);
        let step = quote_spanned! {here=>
            #[inline(always)] |#state_value, mut #input|
                -> #private::Output<#item, #returned, #error, _> {
                #locals_in_place
                #locals_beside
                #step_body
            }
        };
        let import = self.import;
        self.function(quote_spanned! {here=>
            #import
            #definition
            #locals_of_state
            #hint
            #arguments
            #names
            #dead
            #step_lints
            let #machine = #private::#make::<#item, #resume, #returned, #error, _, _>(
                #start,
                #step,
            );
            return #finished;
        })
    }

    /// Where an error about the return type is reported.
    fn span_of_the_output(&self) -> Span {
        Span::mixed_site().located_at(self.output.returned.span())
    }

    /// What the function returns: the machine, in a box where the signature says so.
    fn finished(&self, machine: &TokenStream, private: &Path) -> TokenStream {
        let (runtime, span) = (self.runtime, self.span_of_the_output());
        match self.output.form {
            Form::Box => quote_spanned!(span=> #private::Box::new(#machine)),
            Form::BoxGenerator => quote_spanned!(span=> #runtime::BoxGenerator::new(#machine)),
            Form::LocalBoxGenerator => {
                quote_spanned!(span=> #runtime::LocalBoxGenerator::new(#machine))
            }
            _ => machine.clone(),
        }
    }

    /// The machine, if it is to be `Clone`, `Copy` or `Debug` and is; what stands in for it otherwise: the locals that
    /// are not are reported where they are kept.
    fn if_shown(
        &self,
        private: &Path,
        machine: &Ident,
        hinted: &TokenStream,
        emitter: &Emitter<'_>,
    ) -> TokenStream {
        let is_boxed =
            matches!(self.output.form, Form::Box | Form::BoxGenerator | Form::LocalBoxGenerator);
        let asks = match () {
            () if emitter.copies && !is_boxed => "CopyGenerator",
            () if emitter.clones && !is_boxed => "CloneGenerator",
            () if emitter.is_debug => "ShownGenerator",
            () => return hinted.clone(),
        };
        let here = self.span_of_the_output();
        let asks = Ident::new(asks, here);
        quote_spanned! {here=>
            {
                use #private::{#asks as _, OtherGenerator as _};
                let #machine = #hinted;
                (&&#private::Probe::of(&#machine)).kind_of_the_generator().of(#machine)
            }
        }
    }

    /// The first state with the locals that stay in place, and what a step does to reach these.
    fn with_locals_in_place(
        &self,
        emitter: &Emitter<'_>,
        start: TokenStream,
    ) -> (TokenStream, TokenStream) {
        if self.in_place.is_empty() {
            return (start, TokenStream::new());
        }
        let private = emitter.private;
        let [state, locals] = ["state", "locals"].map(internal);
        let levels = || self.in_place.chunks(placed::in_a_level(self.in_place.len()));
        let values = levels().rev().fold(quote!(()), |rest, level| {
            let values = tuple(level.iter().map(|(_, value)| value.clone()));
            quote!((#values, #rest))
        });
        let names = levels().map(|level| {
            let name = |var: VarId| self.own_names.name(&emitter.vars.all[var].ident);
            tuple(level.iter().map(|(var, _)| name(*var).to_token_stream()))
        });
        (
            quote!(#private::InPlace { state: #start, locals: #values }),
            quote! {
                let #private::InPlace { state: #state, locals: #locals } = #state;
                #(let (#names, #locals) = #locals;)*
            },
        )
    }

    /// The function around what it does now.
    fn function(&self, tokens: TokenStream) -> TokenStream {
        let here = Span::mixed_site();
        let mut signature = self.signature.clone();
        if let ReturnType::Type(_, written) = &mut signature.output {
            **written = self.output.returned.clone();
        }
        signature.asyncness = None;
        signature.constness = None;
        signature.abi = None;
        signature.variadic = None;
        let mut block = Group::new(Delimiter::Brace, tokens);
        block.set_span(self.braces.span());
        let Head { attributes, visibility, .. } = self.head;
        let lints = allowed_lints();
        quote_spanned! {here=>
            #(#attributes)*
            #lints
            #visibility #signature #block
        }
    }
}

/// The first state.
fn start(state: &State<'_, '_>) -> TokenStream {
    let enumeration = &state.name;
    let given = state.arguments.iter().map(|(var, value)| {
        let name = &state.emitter.vars.all[*var].ident;
        quote!(#name: #value)
    });
    quote!(#enumeration::Start { #(#given,)* })
}
