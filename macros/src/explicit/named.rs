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
//! All but the struct is given to a derive of it, which gives it back: where no struct can stand, as in an
//! `impl`, rustc reports the struct alone.
//!
//! ```text
//! // out
//! #[derive(Clone, Beside)]
//! #[beside_the_generator(enum LinesState { .. } impl Lines { .. } .. fn lines(text: String) -> Lines { .. })]
//! struct Lines { state: LinesState, returned: Option<()> }
//! ```
//!
//! A local that a yield keeps is a field of the enum, so its type has to be known: it is written, or that
//! of an argument, a literal, a range or an iteration over one of these.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, Path, ReturnType, Type};

use crate::errors::Errors;
use crate::expand::allowed_lints;
use crate::explicit::asked::{Asked, derives};
use crate::explicit::emit::Emitter;
use crate::explicit::ir::{Bound, VarId};
use crate::explicit::state::State;
use crate::explicit::step::{complete, entry, lints_of_the_step, step_body};
use crate::explicit::{kinds, parameters};
use crate::gen_block::used_trait;
use crate::lower::internal;
use crate::parse::Head;
use crate::signature::{Form, Output, is_default_error, is_unit};

const SEVERAL_LIFETIMES: &str = "a yield keeps a local of this type, which names its lifetimes where the signature has several: write \
     `<'a>` behind the function's name, and `'a` at the argument and here";

const NOT_SAVED: &str = "a saved state keeps the iterator of this loop, and those of collections cannot be saved: loop over the \
     indices, or write `while let Some(item) = items.pop_front()` for a `VecDeque`";

const PLACEHOLDER: &str = "a yield keeps a local of this type, which a generator with a name has to know: write the type that \
     this `_` stands for";

/// The enum of a generator called `name`.
pub(crate) fn state_name(name: &Ident) -> Ident {
    format_ident!("{name}State", span = name.span())
}

/// The same tokens, at another place.
pub(crate) fn located_at(tokens: TokenStream, place: Span) -> TokenStream {
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

/// What `#[derive(Beside)]` makes of a struct: the items that are in its attribute.
pub(crate) fn beside(item: TokenStream) -> TokenStream {
    let mut tokens = item.into_iter();
    while let Some(token) = tokens.next() {
        let attribute = match (&token, tokens.next()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(attribute)))
                if hash.as_char() == '#' =>
            {
                attribute
            }
            _ => break,
        };
        let mut inside = attribute.stream().into_iter();
        if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(items))) =
            (inside.next(), inside.next())
        {
            if name == "beside_the_generator" {
                return items.stream();
            }
        }
    }
    TokenStream::new()
}

/// `Self`, which a function has in an `impl` or a trait alone.
fn name_of_self(tokens: TokenStream) -> Option<TokenStream> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => name_of_self(group.stream()),
        TokenTree::Ident(name) => (name == "Self").then(|| name.into_token_stream()),
        _ => None,
    })
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
    ) -> Option<TokenStream> {
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
            // rustc reports an error in the type at the value that the local holds.
            let written = if declared.hidden && declared.advice.is_none() {
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
            state.definition_of(&without_defaults, &arguments, &bounds, None, &start, &field);
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
        let serializes = state.is_saved();
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
        let kept_return =
            if calls { quote!(#returned) } else { quote!(#private::Option<#returned>) };
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
            && is_default_error(error);
        // With a derive it is `Debug` where its types are, as any struct.
        let mut shown = generics.clone();
        if state.derives("Debug") && generics.type_params().next().is_some() {
            let bound = syn::parse_quote!(#name #arguments: ::core::fmt::Debug);
            shown.make_where_clause().predicates.push(bound);
        }
        let shown = &shown.where_clause;
        let generator = is_generator
            .then(|| quote!(impl #with_bounds #runtime::Generator for #name #arguments #shown {}));
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
        // The rest of the expansion does not mention the trait that the user has imported.
        let used = match &head.signature.output {
            ReturnType::Type(_, returned) => used_trait(returned),
            ReturnType::Default => None,
        };
        let tokens = quote_spanned! {here=>
            #used
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
        let fields = quote_spanned! {here=>
            #version_field
            #hint_field
            #callers_field
            state: #enumeration #arguments,
            returned: #private::Option<#returned>,
        };
        // In an `impl` or a trait, rustc reports the struct, from the keyword to the braces.
        let keyword = Ident::new("struct", here.located_at(name.span()));
        let mut fields = Group::new(Delimiter::Brace, fields);
        fields.set_span(here.located_at(name.span()));
        let head_of_struct = located_at(quote!(#visibility), name.span());
        let beside = quote_spanned! {here=>
            #definition

            impl #with_bounds #name #arguments #bounds {
                #step_lints
                #[inline(always)]
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
                    #kept_return,
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
            #visibility #signature #block
        };
        Some(quote_spanned! {here=>
            #[doc = #documentation]
            #(#derives)*
            #clone
            #[derive(#private::Beside)]
            #[beside_the_generator(#beside)]
            #[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
            #head_of_struct #keyword #name #without_defaults #bounds #fields
        })
    }

    /// Reports what a generator with a name cannot have, and each kept local whose type is not known.
    fn check(&self, state: &State<'_, '_>, emitter: &Emitter<'_>, errors: &mut Errors) {
        let signature = &self.head.signature;
        if self.output.form != Form::Opaque {
            errors.at(
                &signature.output,
                "a generator with a name is returned by value: write `impl Iterator<Item = ..>` or \
                 `impl Coroutine<..>`; the function returns the struct",
            );
        }
        let in_impl = match signature.inputs.first() {
            Some(FnArg::Receiver(receiver)) => Some(receiver.to_token_stream()),
            _ => name_of_self(signature.to_token_stream()),
        };
        if let Some(place) = in_impl {
            errors.at(
                place,
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
            ["Serialize", "Deserialize"].iter().any(|name| derives(&[(*attribute).clone()], name))
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
        let (mut reported, mut places) = (BTreeSet::new(), BTreeSet::new());
        for var in emitter.kept.at.iter().map(|(_, var)| *var).chain(emitter.fields.iter().copied())
        {
            let declared = &emitter.vars.all[var];
            if !reported.insert(var) {
                continue;
            }
            if let (Some(head), true) = (declared.unsaved, state.is_saved()) {
                errors.add(syn::Error::new(head, NOT_SAVED));
                continue;
            }
            if let Some(ty) = &declared.written {
                let unnamed = parameters::unnamed(ty).map(|place| (place, SEVERAL_LIFETIMES));
                let open = unnamed.or_else(|| Some((kinds::placeholder(ty)?, PLACEHOLDER)));
                // The iterator and the items of a loop have the same tokens in their types.
                if let Some((place, message)) =
                    open.filter(|(place, _)| places.insert(format!("{place:?}")))
                {
                    errors.add(syn::Error::new(place, message));
                }
                continue;
            }
            // Its iterator is reported.
            let unknown =
                declared.source.is_some_and(|source| emitter.vars.all[source].written.is_none());
            if unknown {
                continue;
            }
            let message = if let Some(advice) = &declared.advice {
                format!(
                    "a yield keeps the iterator of this loop, whose type a generator with a name has to \
                     know: {advice}"
                )
            } else if declared.hidden {
                "a yield keeps this value, whose type a generator with a name has to know: bind it with \
                 `let name: Type = ..` in front of the statement"
                    .to_owned()
            } else {
                let name = declared.name();
                let mutability = declared.mutability.map_or("", |_| "mut ");
                let advice = match declared.bound {
                    Bound::Let => format!("`let {mutability}{name}: Type = ..`"),
                    Bound::PatternOfLet => {
                        format!("`let {mutability}{name}: Type = {name};` behind this `let`")
                    }
                    Bound::Pattern => {
                        format!("`let {mutability}{name}: Type = {name};` first in the block")
                    }
                };
                format!(
                    "a yield keeps this local, whose type a generator with a name has to know: write {advice}"
                )
            };
            errors.add(syn::Error::new(
                declared.at.unwrap_or_else(|| declared.ident.span()),
                message,
            ));
        }
    }
}
