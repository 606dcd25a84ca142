//! Writes the enum of states: its variants, their fields, and the `match` that takes a state apart.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::explicit::emit::{self, Emitter, variant};
use crate::explicit::source::asked::{Asked, derives};
use crate::explicit::source::parameters::camel;
use crate::explicit::tree::ir::VarId;
use crate::yields::YieldKind;

/// The enum of states.
pub(crate) struct State<'a, 'b> {
    pub(crate) name: Ident,
    pub(crate) emitter: &'a Emitter<'b>,
    /// The arguments, with what each is called in the function.
    pub(crate) arguments: &'a [(VarId, TokenStream)],
    pub(crate) yields: &'a [YieldKind],
    pub(crate) spans: &'a [Span],
    /// Those that call the function itself.
    pub(crate) calls: &'a BTreeSet<usize>,
    pub(crate) asked: &'a Asked,
    /// The number of the body, where it is the state that has it.
    pub(crate) version: Option<u64>,
    /// Whether the first state has its fields in the order in which the others have them, the last one
    /// first. It drops the arguments in their own order otherwise.
    pub(crate) reversed: bool,
}

impl State<'_, '_> {
    /// The type parameter of an argument that lies in an `Option` once the body has begun.
    fn argument_parameter(&self, var: VarId) -> Option<Ident> {
        let is_optional = self.emitter.kept.optional.contains(&var);
        is_optional.then(|| format_ident!("Given{}", var, span = Span::mixed_site()))
    }

    /// The type parameter of each local that is held anywhere.
    fn parameters(&self) -> Vec<(VarId, Ident)> {
        let kept = &self.emitter.kept;
        let mut held: BTreeSet<VarId> = self.emitter.fields.clone();
        // One that is moved away in front of the first yield is held in the first state alone.
        if !self.emitter.beside.is_empty() {
            held.clear();
        }
        held.retain(|var| {
            !kept.optional.contains(var) || kept.at.iter().any(|(_, kept)| kept == var)
        });
        let held_so_far = held.clone();
        held.extend(
            self.arguments
                .iter()
                .map(|(var, _)| *var)
                .filter(|var| held_so_far.contains(var) || self.argument_parameter(*var).is_none()),
        );
        let mut used: BTreeSet<String> = self
            .arguments
            .iter()
            .filter_map(|(var, _)| self.argument_parameter(*var))
            .map(|name| name.to_string())
            .collect();
        held.into_iter()
            .map(|var| {
                let name = self.emitter.vars.all[var].ident.to_string();
                // Behind a letter: nothing else that the enum mentions is called so.
                let mut text = format!("T{}", camel(name.trim_end_matches("_of_the_generator")));
                while !used.insert(text.clone()) {
                    text.push('X');
                }
                (var, Ident::new(&text, Span::mixed_site()))
            })
            .collect()
    }

    pub(crate) fn definition(&self) -> TokenStream {
        let parameters = self.parameters();
        let parameter =
            |var: VarId| parameters.iter().find(|(other, _)| *other == var).map(|(_, name)| name);
        let arguments: Vec<Ident> =
            self.arguments.iter().filter_map(|(var, _)| self.argument_parameter(*var)).collect();
        let names: Vec<&Ident> =
            parameters.iter().map(|(_, name)| name).chain(&arguments).collect();
        let field = |var: VarId| {
            let (field, parameter) = (&self.emitter.vars.all[var].ident, parameter(var));
            quote!(#field: #parameter)
        };
        let start = self.arguments.iter().map(|(var, _)| match self.argument_parameter(*var) {
            Some(parameter) => {
                let field = &self.emitter.vars.all[*var].ident;
                quote!(#field: #parameter)
            }
            None => field(*var),
        });
        let mut start: Vec<TokenStream> = start.collect();
        if self.reversed {
            start.reverse();
        }
        let generics = quote!(<#(#names),*>);
        let debug_bounds =
            self.derives("Debug").then(|| quote!(where #(#names: ::core::fmt::Debug,)*));
        let no_bounds = TokenStream::new();
        let methods = self.methods(&parameters, &generics);
        let definition = self.definition_of(
            &generics,
            &generics,
            &no_bounds,
            debug_bounds.as_ref(),
            &start,
            &field,
        );
        quote!(#definition #methods)
    }

    /// The fields of each variant, in their order: what a saved state consists of.
    pub(crate) fn layout(&self) -> TokenStream {
        let field = |var: VarId| {
            let name = &self.emitter.vars.all[var].ident;
            let mark = self.emitter.kept.optional.contains(&var).then(|| quote!(?));
            quote!(#name #mark)
        };
        let arguments = self.arguments.iter().map(|(var, _)| field(*var));
        let yields = (1..=self.yields.len()).map(|id| {
            let fields = self.emitter.kept_at(id).into_iter().map(field);
            quote!({ #(#fields,)* })
        });
        quote!({ #(#arguments,)* } #(#yields)*)
    }

    /// Whether it can be saved, or read back.
    pub(crate) fn is_saved(&self) -> bool {
        self.derives("Serialize") || self.derives("Deserialize")
    }

    /// Whether the user derives a trait of this name.
    pub(crate) fn derives(&self, name: &str) -> bool {
        derives(&self.asked.derives, name)
    }

    /// The enum, with these generics, and these fields. `debug_bounds`: what it needs to be shown by the generator
    /// around it.
    pub(crate) fn definition_of(
        &self,
        generics: &TokenStream,
        arguments: &TokenStream,
        bounds: &TokenStream,
        debug_bounds: Option<&TokenStream>,
        start: &[TokenStream],
        field: &dyn Fn(VarId) -> TokenStream,
    ) -> TokenStream {
        let private = self.emitter.private;
        let name = &self.name;
        let variants = (1..=self.yields.len()).map(|id| {
            let variant = variant(id);
            let fields = self.emitter.fields_at(id).into_iter().map(field);
            quote!(#variant { #(#fields,)* })
        });
        let begins = quote!(Start { #(#start,)* },);
        // A step asks for the variants in their order.
        let (first, last) = if self.reversed { (None, Some(begins)) } else { (Some(begins), None) };
        let failed = self.emitter.fallible.then(|| quote!(Failed,));
        let failed_point =
            self.emitter.fallible.then(|| quote!(Self::Failed => #private::Point::Failed,));
        let failed_state = self.failed_state();
        let points = self.yields.iter().enumerate().map(|(index, kind)| {
            let variant = variant(index + 1);
            let point = match (*kind, self.calls.contains(&(index + 1))) {
                (YieldKind::Yield, _) => quote!(Yield),
                (YieldKind::TryYieldFrom, true) => quote!(CatchingCall),
                (_, true) => quote!(Calling),
                (_, false) => quote!(Catching),
            };
            quote!(Self::#variant { .. } => #private::Point::#point,)
        });
        let spans = self.spans.iter().enumerate().map(|(index, span)| {
            let variant = variant(index + 1);
            // In the user's own context: so it is where the yield is, and not where the attribute is.
            let location = quote_spanned!(*span=> ::core::panic::Location::caller());
            quote!(Self::#variant { .. } => #private::Option::Some(#location),)
        });
        let mut derives: Vec<TokenStream> =
            self.asked.derives.iter().map(ToTokens::to_token_stream).collect();
        if self.asked.clone && !self.derives("Clone") {
            derives.push(quote!(#[derive(#private::Clone)]));
        }
        if self.asked.copy && !self.derives("Copy") {
            derives.push(quote!(#[derive(#private::Copy)]));
        }
        let (debug_bounds, debug) = if let Some(debug_bounds) = debug_bounds {
            (
                debug_bounds.clone(),
                quote! {
                    fn shown(&self) -> #private::Option<&dyn ::core::fmt::Debug> {
                        #private::Option::Some(self)
                    }
                },
            )
        } else {
            (bounds.clone(), TokenStream::new())
        };
        let version = self.version.map(|version| quote!(const VERSION: u64 = #version;));
        let takes_values = self.emitter.resume.map(|_| {
            quote!(
                const TAKES_VALUES: bool = true;
            )
        });
        let taken = self.method_that_takes_it();
        let here = Span::mixed_site();
        quote_spanned! {here=>
            #(#derives)*
            #[allow(non_camel_case_types, non_snake_case, dead_code)]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            enum #name #generics #bounds {
                #first
                #(#variants,)*
                #last
                #failed
                Finished,
            }

            #[allow(non_camel_case_types)]
            impl #generics #private::ExplicitState for #name #arguments #debug_bounds {
                #version
                #takes_values

                #[inline]
                fn finish(&mut self) {
                    *self = Self::Finished;
                }

                #taken

                #failed_state

                #[inline]
                fn point(&self) -> #private::Point {
                    match self {
                        Self::Start { .. } => #private::Point::Start,
                        #(#points)*
                        #failed_point
                        Self::Finished => #private::Point::Finished,
                    }
                }

                // It is asked for in debug builds alone.
                #[cfg(debug_assertions)]
                fn location(
                    &self,
                ) -> #private::Option<&'static ::core::panic::Location<'static>> {
                    match self {
                        #(#spans)*
                        _ => #private::Option::None,
                    }
                }

                #debug
            }
        }
    }

    /// How a generator that calls itself takes its state.
    fn method_that_takes_it(&self) -> Option<TokenStream> {
        let private = self.emitter.private;
        (!self.calls.is_empty()).then(|| {
            quote! {
                #[inline(always)]
                fn taken(&mut self) -> Self {
                    #private::replace(self, Self::Finished)
                }
            }
        })
    }

    /// Notes an error that is the last item, where the items are `Result`s.
    fn failed_state(&self) -> Option<TokenStream> {
        self.emitter.fallible.then(|| {
            quote! {
                const GIVES_ERROR: bool = true;

                fn fail(&mut self) {
                    *self = Self::Failed;
                }
            }
        })
    }

    /// The arms that take a state apart, and say where the step goes on.
    pub(crate) fn taken(&self) -> TokenStream {
        let private = self.emitter.private;
        let name = &self.name;
        let hold = |var: &VarId| {
            let (field, cell) = (&self.emitter.vars.all[*var].ident, self.emitter.cell_of(*var));
            self.emitter.fields.contains(var).then(|| {
                let value = match (self.emitter.reads_in_place, self.emitter.vars.all[*var].copies)
                {
                    (false, _) => quote!(#field),
                    (true, true) => quote!(#private::copied(#field)),
                    (true, false) => quote!(#private::Clone::clone(#field)),
                };
                quote!(#cell = #private::Option::Some(#value);)
            })
        };
        let field = |var: &VarId| self.emitter.vars.all[*var].ident.clone();
        let arguments: Vec<VarId> = self.arguments.iter().map(|(var, _)| *var).collect();
        let hold_argument = |var: &VarId| {
            if !self.emitter.kept.optional.contains(var) {
                return hold(var);
            }
            let (field, cell) = (&self.emitter.vars.all[*var].ident, self.emitter.cell_of(*var));
            let value = if self.emitter.reads_in_place {
                quote!(#private::copied(#field))
            } else {
                quote!(#field)
            };
            let local = self.emitter.as_field(*var, quote!(#private::Option::Some(#value)));
            Some(quote!(#cell = #private::Option::Some(#local);))
        };
        let (fields, holds) = (arguments.iter().map(field), arguments.iter().map(hold_argument));
        let start = quote!(#name::Start { #(#fields,)* } => { #(#holds)* 0 });
        let yields = (1..=self.yields.len()).map(|id| {
            let (variant, number) = (variant(id), emit::number(id));
            let kept = self.emitter.fields_at(id);
            if kept.is_empty() {
                return quote!(#name::#variant {} => #number,);
            }
            let (fields, holds) = (kept.iter().map(field), kept.iter().map(hold));
            quote!(#name::#variant { #(#fields,)* } => { #(#holds)* #number })
        });
        let methods = self.emitter.has_methods;
        let failed = self.emitter.fallible.then(|| {
            let gives = if methods {
                quote!(#private::Result::Err(true))
            } else {
                self.emitter.gives(&quote!(Complete(())))
            };
            quote!(#name::Failed => return #gives,)
        });
        let finished = if methods {
            quote!(return #private::Result::Err(false))
        } else {
            self.emitter.returning(&self.emitter.gives(&quote!(Finished)))
        };
        quote! {
            #start
            #(#yields)*
            #failed
            #name::Finished => {
                #private::finished();
                #finished;
            }
        }
    }
}
