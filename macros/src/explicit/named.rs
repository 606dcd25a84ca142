//! A generator whose type has a name.
//!
//! ```text
//! // in
//! #[generator(struct Lines)]
//! #[derive(Clone)]
//! fn lines(text: String) -> impl Iterator<Item = String> { .. }
//!
//! // out, in outline
//! #[derive(Clone)] struct Lines { state: LinesState, returned: Option<()> }
//! #[derive(Clone)] enum LinesState { Start { text: String }, At1 { .. }, Finished }
//! impl Lines { fn __step(state: &mut LinesState, input: ..) -> Output<..> { .. } }
//! impl Coroutine for Lines { .. }
//! impl Iterator for Lines { .. }
//! fn lines(text: String) -> Lines { Lines { state: LinesState::Start { text }, returned: None } }
//! ```
//!
//! A local that a yield keeps is a field of the enum, so its type has to be known: it is written, or that
//! of an argument, a literal, a range or an iteration over one of these.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, GenericParam, Path, Type};

use crate::errors::Errors;
use crate::expand::{Expanded, allowed_lints};
use crate::explicit::emit::Emitter;
use crate::explicit::ir::VarId;
use crate::explicit::{Asked, State, complete, entry, lints_of_the_step, step_body};
use crate::lower::internal;
use crate::parse::Head;
use crate::signature::{Form, Output, is_unit};

/// The enum of a generator called `name`.
pub(crate) fn state_name(name: &Ident) -> Ident {
    format_ident!("{name}State", span = name.span())
}

/// The same tokens, at another place.
fn located_at(tokens: TokenStream, place: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), located_at(group.stream(), place)).into();
            }
            token.set_span(token.span().located_at(place));
            token
        })
        .collect()
}

/// A number that is another one where the arguments or the body are other ones. Comments and white space
/// change nothing.
pub(crate) fn version(signature: &syn::Signature, body: &Group) -> u64 {
    fn add(hash: &mut u64, text: &str) {
        for byte in text.bytes().chain([0]) {
            *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add_tokens(hash: &mut u64, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    add(hash, &format!("{:?}", group.delimiter()));
                    add_tokens(hash, group.stream());
                    add(hash, "");
                }
                TokenTree::Punct(punct) => add(hash, &punct.as_char().to_string()),
                other => add(hash, &other.to_string()),
            }
        }
    }

    let mut hash = 0xcbf2_9ce4_8422_2325;
    let (generics, arguments) = (&signature.generics, &signature.inputs);
    add_tokens(&mut hash, quote!(#generics (#arguments)));
    add_tokens(&mut hash, body.stream());
    hash
}

pub(crate) struct Named<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) head: &'a Head,
    pub(crate) output: &'a Output,
    pub(crate) runtime: &'a Path,
    pub(crate) version: u64,
    pub(crate) asked: &'a Asked,
}

impl Named<'_> {
    #[expect(clippy::too_many_lines, reason = "it is mostly what is emitted")]
    pub(crate) fn expand(
        &self,
        state: &State<'_, '_>,
        emitter: &Emitter<'_>,
        contents: &TokenStream,
        braces: &Group,
        errors: &mut Errors,
    ) -> Option<Expanded> {
        self.check(state, emitter, errors);
        if !errors.is_empty() {
            return None;
        }
        let Self { name, head, output, runtime, version, asked } = self;
        let Head { attributes, visibility, signature, .. } = head;
        let private = emitter.private;
        let generics = &signature.generics;
        let (_, arguments, bounds) = generics.split_for_impl();
        let parameters = &generics.params;
        let with_bounds = quote!(<#parameters>);
        let without_defaults = quote!(#with_bounds);
        let field_type = |var: VarId| -> TokenStream {
            let declared = &emitter.vars.all[var];
            let written = declared.written.to_token_stream();
            // What rustc says of the type is about what it is the type of.
            let written = if declared.hidden || declared.source.is_some() {
                located_at(written, declared.at.unwrap_or_else(|| declared.ident.span()))
            } else {
                written
            };
            if emitter.kept.slots.contains(&var) {
                quote!(#private::Option<#written>)
            } else {
                quote!(#written)
            }
        };
        let field = |var: VarId| {
            let (declared, ty) = (&emitter.vars.all[var], field_type(var));
            let mut field = declared.ident.clone();
            if let Some(place) = declared.at {
                field.set_span(field.span().located_at(place));
            }
            quote!(#field: #ty)
        };
        let start: Vec<TokenStream> = state
            .arguments
            .iter()
            .map(|(var, _)| {
                let (field, ty) = (&emitter.vars.all[*var].ident, &emitter.vars.all[*var].written);
                quote!(#field: #ty)
            })
            .collect();
        let arguments = quote!(#arguments);
        let bounds = quote!(#bounds);
        let definition =
            state.definition_of(&without_defaults, &arguments, &bounds, &bounds, &start, &field);
        let taken = state.taken();
        let entry = entry(emitter, state, &taken);
        let types = &output.types;
        let (item, resume, error) = (&types.item, &types.resume, &types.error);
        let complete = complete(contents, &types.returned, emitter);
        let step_body = step_body(&entry, &complete, emitter, error);
        let unit: Type = syn::parse_quote!(());
        let returned = if output.fallible { &unit } else { &types.returned };
        let [state_value, input] = ["state", "input"].map(internal);
        let enumeration = &state.name;
        let derives = &asked.derives;
        let serializes = state.derives("Serialize") || state.derives("Deserialize");
        let version_field = serializes.then(|| quote!(version: #private::Version<#version>,));
        let version_value = serializes.then(|| quote!(version: #private::Version,));
        // What is given for it, what it is called in the struct, and its type.
        let hint_value = asked.size_hint.as_ref().map(|hint| {
            quote! {
                size_hint: {
                    let size_hint: (usize, #private::Option<usize>) = #hint;
                    #private::Remaining::new(size_hint)
                },
            }
        });
        let has_hint = hint_value.is_some();
        let hint_field = has_hint.then(|| quote!(size_hint: #private::Remaining,));
        let calls = !state.calls.is_empty();
        let hint_kind = match (has_hint, calls) {
            (true, false) => quote!(known),
            (false, false) => quote!(unknown),
            (true, true) => quote!(known_of_calls),
            (false, true) => quote!(unknown_of_calls),
        };
        let hint_type =
            if has_hint { quote!(&mut #private::Remaining) } else { quote!(#private::Unknown) };
        let hint_part = if has_hint {
            quote_spanned!(Span::mixed_site()=> &mut self.size_hint)
        } else {
            quote!(#private::Unknown)
        };
        let show = if state.derives("Debug") { quote!(derived) } else { quote!(status) };
        let clone =
            (asked.clone && !state.derives("Clone")).then(|| quote!(#[derive(#private::Clone)]));
        let given = state.arguments.iter().map(|(var, value)| {
            let field = &emitter.vars.all[*var].ident;
            quote!(#field: #value)
        });
        let here = Span::mixed_site();
        // A generator that calls itself holds the states of the calls, and its steps give and take them.
        let enumeration_type = quote!(#enumeration #arguments);
        let (callers_field, callers_value, callers_part, parts, called, calling) = if calls {
            (
                quote!(callers: #private::Callers<#enumeration_type>,),
                quote!(callers: #private::Callers::new(),),
                quote_spanned!(here=> callers: &mut self.callers,),
                quote!(RecursiveParts),
                quote!(, #returned),
                quote!(, #enumeration_type),
            )
        } else {
            let none = TokenStream::new;
            (none(), none(), none(), quote!(Parts), none(), none())
        };
        let iterator = is_unit(resume).then(|| {
            quote!(#runtime::implement_named_iterator!([#parameters] #name #arguments, [#bounds] #item, #hint_kind);)
        });
        let step = is_unit(resume).then(|| {
            quote! {
                #[inline]
                fn __step_by_default(&mut self) -> #private::Option<#item> {
                    self.__parts().step_by_default()
                }
            }
        });
        let is_generator = is_unit(resume)
            && is_unit(returned)
            && output.form == Form::Opaque
            && quote!(#error).to_string() == ":: core :: convert :: Infallible";
        let generator = is_generator
            .then(|| quote!(impl #with_bounds #runtime::Generator for #name #arguments #bounds {}));
        let documentation = format!("The generator that [`{}`] gives.", signature.ident);
        let (lints, step_lints) = (allowed_lints(), lints_of_the_step());
        let mut signature = signature.clone();
        for (argument, (_, value)) in signature.inputs.iter_mut().zip(state.arguments) {
            if let FnArg::Typed(typed) = argument {
                // The body takes it apart.
                *typed.pat = syn::parse_quote!(#value);
            }
        }
        signature.output = syn::parse_quote!(-> #name #arguments);
        let tokens = quote_spanned! {here=>
            #name {
                #hint_value
                state: #enumeration::Start { #(#given,)* },
                returned: #private::Option::None,
                #callers_value
                #version_value
            }
        };
        let mut block = Group::new(braces.delimiter(), tokens);
        block.set_span(braces.span());
        let signature = quote_spanned! {here=>
            #[doc = #documentation]
            #(#derives)*
            #clone
            #[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
            #visibility struct #name #without_defaults #bounds {
                #version_field
                #hint_field
                #callers_field
                state: #enumeration #arguments,
                returned: #private::Option<#returned>,
            }

            #definition

            impl #with_bounds #name #arguments #bounds {
                #step_lints
                #[inline]
                fn __step(
                    #state_value: &mut #enumeration #arguments,
                    mut #input: #private::Input<#resume, #error #called>,
                ) -> #private::Output<#item, #returned, #error #calling> {
                    #step_body
                }

                #[inline]
                fn __parts(&mut self) -> #private::#parts<
                    '_,
                    #enumeration #arguments,
                    #returned,
                    #hint_type,
                    impl Fn(
                        &mut #enumeration #arguments,
                        #private::Input<#resume, #error #called>,
                    ) -> #private::Output<#item, #returned, #error #calling>,
                > {
                    #private::#parts {
                        state: &mut self.state,
                        #callers_part
                        returned: &mut self.returned,
                        size_hint: #hint_part,
                        step: Self::__step,
                    }
                }
            }

            #runtime::implement_named!(
                [#parameters] #name #arguments, [#bounds] #item, #resume, #returned, #error, #show, #hint_kind, { #step }
            );
            #iterator
            #generator

            #(#attributes)*
            #lints
            #[cfg_attr(clippy, allow(clippy::redundant_field_names))]
            // The struct needs the name.
            #[cfg_attr(
                clippy,
                allow(
                    clippy::elidable_lifetime_names, clippy::needless_lifetimes,
                    clippy::missing_const_for_fn,
                )
            )]
            #visibility #signature
        };
        Some(Expanded { signature, block })
    }

    /// Checks that all types can be written.
    fn check(&self, state: &State<'_, '_>, emitter: &Emitter<'_>, errors: &mut Errors) {
        let signature = &self.head.signature;
        if self.output.form != Form::Opaque {
            errors.at(
                &signature.output,
                "a generator with a name is returned by value: write `impl Iterator<Item = ..>` or \
                 `impl Coroutine<..>`; the function returns the struct",
            );
        }
        if let Some(FnArg::Receiver(receiver)) = signature.inputs.first() {
            errors.at(
                receiver,
                "a method cannot make a generator with a name, for an `impl` has no room for its struct: \
                 write a function beside the `impl` that takes the value as an argument, and call it in \
                 the method, which returns the struct",
            );
            return;
        }
        for parameter in &signature.generics.params {
            if let GenericParam::Type(parameter) = parameter {
                if parameter.default.is_some() {
                    errors.at(parameter, "a type of a generator has no default");
                }
            }
        }
        let serde = |attribute: &&syn::Attribute| {
            ["Serialize", "Deserialize"]
                .iter()
                .any(|name| super::derives(&[(*attribute).clone()], name))
        };
        if let Some(derive) =
            self.asked.derives.iter().find(serde).filter(|_| cfg!(not(feature = "serde")))
        {
            errors.at(
                derive,
                "to save a generator needs the feature `serde` of genfn: write \
                 `genfn = { version = \"..\", features = [\"serde\"] }` in Cargo.toml",
            );
        }
        let mut reported = std::collections::BTreeSet::new();
        for var in emitter.kept.at.iter().map(|(_, var)| *var).chain(emitter.fields.iter().copied())
        {
            let declared = &emitter.vars.all[var];
            if declared.written.is_some() || !reported.insert(var) {
                continue;
            }
            // Its iterator is reported.
            let unknown =
                declared.source.is_some_and(|source| emitter.vars.all[source].written.is_none());
            if unknown {
                continue;
            }
            let message = if declared.source.is_some() {
                format!(
                    "a yield keeps `{}`, a part of an item of this loop, whose type a generator with a name \
                     has to know: bind the item with a name, and take it apart with `let .. : Type = ..` in \
                     the loop",
                    declared.name()
                )
            } else if declared.ident.to_string().starts_with("iterator") && declared.hidden {
                "a yield keeps the iterator of this loop, whose type a generator with a name has to \
                 know: bind what is iterated over with `let items: Type = ..`, and loop over that"
                    .to_owned()
            } else if declared.hidden {
                "a yield keeps this value, whose type a generator with a name has to know: bind it with \
                 `let name: Type = ..` in front of the statement"
                    .to_owned()
            } else {
                format!(
                    "a yield keeps this local, whose type a generator with a name has to know: write \
                     `let {}: Type = ..`",
                    declared.name()
                )
            };
            errors.add(syn::Error::new(
                declared.at.unwrap_or_else(|| declared.ident.span()),
                message,
            ));
        }
        let _ = state;
    }
}
