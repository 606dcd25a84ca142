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

mod check;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, Path, ReturnType, Type};

use crate::errors::Errors;
use crate::expand::allowed_lints;
use crate::explicit::emit::Emitter;
use crate::explicit::emit::lints::{self, Lints};
use crate::explicit::emit::state::State;
use crate::explicit::emit::step::{complete, lints_of_the_step, step_body};
use crate::explicit::questions::located::located_at;
use crate::explicit::questions::standard;
use crate::explicit::source::asked::Asked;
use crate::explicit::tree::ir::VarId;
use crate::gen_block::used_trait;
use crate::lower::internal;
use crate::parse::Head;
use crate::signature::{Form, Output, Types, is_default_error, is_unit};

/// The enum of a generator called `name`.
pub(crate) fn state_name(name: &Ident) -> Ident {
    format_ident!("{name}State", span = name.span())
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

pub(crate) struct Named<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) head: &'a Head,
    pub(crate) output: &'a Output,
    pub(crate) runtime: &'a Path,
    pub(crate) version: u64,
    pub(crate) asked: &'a Asked,
    pub(crate) lints: Lints<'a>,
}

impl Named<'_> {
    pub(crate) fn expand(
        &self,
        state: &State<'_, '_>,
        emitter: &Emitter<'_>,
        contents: &TokenStream,
        braces: &Group,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        self.check(state, emitter, braces, errors);
        if !errors.is_empty() {
            return None;
        }
        let items = Items::of(self, state);
        let definition = items.definition();
        let steps = items.steps(contents);
        let implementations = items.implementations();
        let function = items.function(braces);
        let here = Span::mixed_site();
        Some(items.structure(&quote_spanned! {here=>
            #definition
            #steps
            #implementations
            #function
        }))
    }
}

/// What the items of the expansion are written from.
struct Items<'a> {
    named: &'a Named<'a>,
    state: &'a State<'a, 'a>,
    /// The generic parameters with their bounds, without them, and the `where` clause.
    parameters: TokenStream,
    arguments: TokenStream,
    bounds: TokenStream,
    /// The type that the generator returns.
    returned: Type,
    /// What a generator that calls itself adds to the types of a step.
    called: Option<TokenStream>,
    calling: Option<TokenStream>,
    /// How the runtime's macros are told of the size hint, and of calls.
    hint_kind: TokenStream,
}

impl<'a> Items<'a> {
    fn of(named: &'a Named<'a>, state: &'a State<'a, 'a>) -> Self {
        let generics = &named.head.signature.generics;
        let (_, arguments, bounds) = generics.split_for_impl();
        let parameters = &generics.params;
        let returned = if named.output.fallible {
            syn::parse_quote!(())
        } else {
            named.output.types.returned.clone()
        };
        let calls = !state.calls.is_empty();
        let enumeration = &state.name;
        let hint_kind = match (named.asked.size_hint.is_some(), calls) {
            (true, false) => quote!(known),
            (false, false) => quote!(unknown),
            (true, true) => quote!(known_of_calls),
            (false, true) => quote!(unknown_of_calls),
        };
        Self {
            named,
            state,
            parameters: quote!(#parameters),
            called: calls.then(|| quote!(, #returned)),
            calling: calls.then(|| quote!(, #enumeration #arguments)),
            arguments: quote!(#arguments),
            bounds: quote!(#bounds),
            returned,
            hint_kind,
        }
    }

    fn private(&self) -> &'a Path {
        self.state.emitter.private
    }

    fn calls_itself(&self) -> bool {
        !self.state.calls.is_empty()
    }

    /// The enum of states.
    fn definition(&self) -> TokenStream {
        let vars = &self.state.emitter.vars.all;
        let field = |var: VarId| {
            let (declared, ty) = (&vars[var], self.field_type(var));
            let mut field = declared.ident.clone();
            if let Some(span) = declared.at {
                field.set_span(field.span().located_at(span));
            }
            quote!(#field: #ty)
        };
        let start = self.state.arguments.iter().map(|(var, _)| {
            let (field, ty) = (&vars[*var].ident, &vars[*var].written);
            quote!(#field: #ty)
        });
        let start: Vec<TokenStream> = start.collect();
        let Self { parameters, arguments, bounds, .. } = self;
        let generics = quote!(<#parameters>);
        self.state.definition_of(&generics, arguments, bounds, None, &start, &field)
    }

    fn field_type(&self, var: VarId) -> TokenStream {
        let declared = &self.state.emitter.vars.all[var];
        let written = declared.written.to_token_stream();
        // rustc reports an error in the type at the value that the local holds.
        let written = if declared.hidden && declared.advice.is_none() {
            located_at(written, declared.at.unwrap_or_else(|| declared.ident.span()))
        } else {
            written
        };
        self.state.emitter.type_of_field(var, written)
    }

    /// The step, and what the runtime runs it with.
    fn steps(&self, contents: &TokenStream) -> TokenStream {
        let Self { parameters, arguments, bounds, returned, called, calling, .. } = self;
        let (state, emitter, private) = (self.state, self.state.emitter, self.private());
        let Named { name, output, .. } = self.named;
        let Types { item, resume, returned: result, error } = &output.types;
        let step_body = step_body(state, &complete(contents, result, emitter), emitter, error);
        let [state_value, input] = ["state", "input"].map(internal);
        let enumeration = &state.name;
        let here = Span::mixed_site();
        let (hint_type, hint_part) = if self.named.asked.size_hint.is_some() {
            (quote!(&mut #private::Remaining), quote_spanned!(here=> &mut self.size_hint))
        } else {
            (quote!(#private::Unknown), quote!(#private::Unknown))
        };
        // A generator that calls itself holds the states of the calls, and its steps give and take them.
        let (parts, kept_return) = if self.calls_itself() {
            (quote!(RecursiveParts), quote!(#returned))
        } else {
            (quote!(Parts), quote!(#private::Option<#returned>))
        };
        let callers =
            self.calls_itself().then(|| quote_spanned!(here=> callers: &mut self.callers,));
        let slot = self.state.is_saved().then(|| quote!(.0));
        let step_lints = lints_of_the_step(self.named.lints);
        let levels = lints::levels(&self.named.head.attributes);
        quote_spanned! {here=>
            impl<#parameters> #name #arguments #bounds {
                #(#levels)*
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
                        #callers
                        returned: &mut self.returned #slot,
                        size_hint: #hint_part,
                        step: Self::__step,
                    }
                }
            }
        }
    }

    /// The traits of the generator.
    fn implementations(&self) -> TokenStream {
        let Self { parameters, arguments, bounds, returned, hint_kind, .. } = self;
        let private = self.private();
        let Named { name, head, output, runtime, .. } = self.named;
        let Types { item, resume, error, .. } = &output.types;
        let show = if self.state.derives("Debug") { quote!(derived) } else { quote!(status) };
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
        let mut shown = head.signature.generics.clone();
        if self.state.derives("Debug") && shown.type_params().next().is_some() {
            let bound = syn::parse_quote!(#name #arguments: ::core::fmt::Debug);
            shown.make_where_clause().predicates.push(bound);
        }
        let shown = &shown.where_clause;
        let generator = is_generator
            .then(|| quote!(impl<#parameters> #runtime::Generator for #name #arguments #shown {}));
        quote_spanned! {Span::mixed_site()=>
            #runtime::implement_named!(
                [#parameters] #name #arguments, [#bounds] #item, #resume, #returned, #error, #show, #hint_kind, { #step }
            );
            #iterator
            #generator
        }
    }

    /// The function, which makes the struct.
    fn function(&self, braces: &Group) -> TokenStream {
        let private = self.private();
        let Named { name, head, asked, .. } = self.named;
        let Head { attributes, visibility, signature, .. } = head;
        let (arguments, enumeration) = (&self.arguments, &self.state.name);
        let mut signature = signature.clone();
        for (argument, (_, value)) in signature.inputs.iter_mut().zip(self.state.arguments) {
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
        let hint = asked.size_hint.as_ref().map(|hint| {
            quote! {
                size_hint: {
                    let size_hint: (usize, #private::Option<usize>) = #hint;
                    #private::Remaining::new(size_hint)
                },
            }
        });
        let given = self.state.arguments.iter().map(|(var, value)| {
            let field = &self.state.emitter.vars.all[*var].ident;
            quote!(#field: #value)
        });
        let callers = self.calls_itself().then(|| quote!(callers: #private::Callers::new(),));
        let version = self.state.is_saved().then(|| quote!(version: #private::Version,));
        let nothing = if self.state.is_saved() {
            quote!(#private::SavedOption(#private::Option::None))
        } else {
            quote!(#private::Option::None)
        };
        let here = Span::mixed_site();
        let names = standard::of_arguments(private, self.state.emitter.vars, self.state.arguments);
        let dead = self.named.lints.dead;
        let tokens = quote_spanned! {here=>
            #used
            #dead
            #names
            #name {
                #hint
                state: #enumeration::Start { #(#given,)* },
                returned: #nothing,
                #callers
                #version
            }
        };
        let mut block = Group::new(braces.delimiter(), tokens);
        block.set_span(braces.span());
        let lints = allowed_lints();
        quote_spanned! {here=>
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
        }
    }

    /// The struct, with a derive that gives the other items back.
    fn structure(&self, beside: &TokenStream) -> TokenStream {
        let Self { parameters, arguments, bounds, returned, .. } = self;
        let (private, enumeration) = (self.private(), &self.state.name);
        let Named { name, head, asked, version, .. } = self.named;
        let here = Span::mixed_site();
        let hint = asked.size_hint.is_some().then(|| quote!(size_hint: #private::Remaining,));
        let callers = self
            .calls_itself()
            .then(|| quote!(callers: #private::Callers<#enumeration #arguments>,));
        let version = self.state.is_saved().then(|| quote!(version: #private::Version<#version>,));
        let option = if self.state.is_saved() { "SavedOption" } else { "Option" };
        let option = Ident::new(option, here);
        // The innermost call is dropped first: the state, and then its callers.
        let fields = quote_spanned! {here=>
            #version
            #hint
            state: #enumeration #arguments,
            #callers
            returned: #private::#option<#returned>,
        };
        // In an `impl` or a trait, rustc reports the struct, from the keyword to the braces.
        let keyword = Ident::new("struct", here.located_at(name.span()));
        let mut fields = Group::new(Delimiter::Brace, fields);
        fields.set_span(here.located_at(name.span()));
        let visibility = &head.visibility;
        let head_of_struct = located_at(quote!(#visibility), name.span());
        let documentation = format!("The generator that [`{}`] gives.", head.signature.ident);
        let derives = &asked.derives;
        let clone = (asked.clone && !self.state.derives("Clone"))
            .then(|| quote!(#[derive(#private::Clone)]));
        let generics = quote!(<#parameters>);
        quote_spanned! {here=>
            #[doc = #documentation]
            #(#derives)*
            #clone
            #[derive(#private::Beside)]
            #[beside_the_generator(#beside)]
            #[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
            #head_of_struct #keyword #name #generics #bounds #fields
        }
    }
}
