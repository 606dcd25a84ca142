//! `#[generator]`, from its input to its output.
//!
//! ```text
//! // in
//! fn numbers() -> impl Iterator<Item = u32> { yield_!(1); }
//!
//! // out: the same function, whose block makes the generator (`expand`)
//! fn numbers() -> impl Iterator<Item = u32> + Generator { .. }
//!
//! // out, if the signature does not tell what to return
//! compile_error! { ".." }
//! fn numbers() -> .. { unreachable!("this generator did not compile") }
//! ```

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Block, ImplItemFn, Item, ItemFn, Path, ReturnType, Signature, TraitItemFn, Type,
    parse_quote,
};

use crate::advice;
use crate::attribute::{self, Arguments, is_foreign, is_of_tool};
use crate::errors::Errors;
use crate::expand::{Expanded, expand};
use crate::explicit::{self, Asked};
use crate::gen_block::used_trait;
use crate::lower::{self, internal};
use crate::parse::{Body, Function, Head, keywords_as_names, with_raw_names};
use crate::recursion;
use crate::signature::{self, Form, Output, Types};
use crate::stream;
use crate::tokens::{self, is_punct};
use crate::validate::is_generator;
use crate::yields::YieldKind;

/// Everything that `#[generator]` does.
pub(crate) fn generator(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let given = arguments;
    let arguments = Arguments::parse(given.clone(), &mut errors);
    let names = keywords_as_names(item);
    let parsed = match &*names {
        [] => syn::parse2(item.clone()),
        // A keyword in edition 2024 alone. It means the same with the prefix.
        [name] if name == "gen" => syn::parse2(with_raw_names(item.clone(), &names, false)),
        _ => syn::parse2(with_raw_names(item.clone(), &names, true)),
    };
    let Function { mut head, body } = match parsed {
        Ok(function) => function,
        Err(error) => {
            errors.add(error);
            let errors = errors.to_compile_errors();
            let item = with_generators(item, &arguments.runtime);
            return quote!(#errors #item);
        }
    };
    if names.iter().any(|name| name != "gen") {
        // The body may mean the keyword or the name.
        return stand_in(head, &body.braces, &arguments);
    }
    if let Some(error) = stream::missing_async(&head.signature) {
        errors.add(error);
        head.signature.asyncness = Some(syn::token::Async::default());
    }
    attribute::check(&head, &body, &mut errors);
    let mut unexpanded = Vec::new();
    if errors.is_empty() {
        let braces = item.clone().into_iter().last();
        let moved = braces.and_then(|braces| {
            attribute::move_foreign(&given, &arguments, &head, &braces, &mut errors)
        });
        if let Some(moved) = moved {
            return moved;
        }
        if errors.is_empty() {
            unexpanded = head.attributes.iter().filter(|one| is_foreign(one)).cloned().collect();
        }
    }
    head.attributes.retain(|attribute| !is_foreign(attribute) && !is_of_tool(attribute));
    let expanded = if stream::is_asked_for(&head.signature) {
        stream::generator(head, body, &arguments, errors)
    } else {
        of_steps(head, body, &arguments, errors)
    };
    attribute::with_unexpanded(expanded, &unexpanded)
}

/// The return type, if it is the name that the attribute gives the generator.
fn returned_by_name<'h>(signature: &'h Signature, arguments: &Arguments) -> Option<&'h Type> {
    let name = arguments.name.as_ref()?;
    match &signature.output {
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => {
                let last = path.path.segments.last()?;
                (last.ident == *name).then_some(&**ty)
            }
            _ => None,
        },
        ReturnType::Default => None,
    }
}

/// Everything that `#[generator]` does to a function that is not `async`.
fn of_steps(mut head: Head, body: Body, arguments: &Arguments, mut errors: Errors) -> TokenStream {
    let runtime = &arguments.runtime;
    let explicit = Asked::by(&mut head, arguments, &mut errors);
    let output = match returned_by_name(&head.signature, arguments) {
        Some(returned) => {
            errors.at(returned, advice::named(returned));
            None
        }
        None => signature::check(&head.signature, runtime, explicit.is_some(), &mut errors),
    };
    let braces = body.braces.clone();
    let itself = output.as_ref().filter(|output| output.has_opaque_values()).and_then(|_| {
        let statements = body.statements.as_deref()?;
        recursion::gives_itself(&head.signature.ident, statements)
    });
    if let Some(place) = itself {
        errors.add(syn::Error::new(place, recursion::RULE));
        let function = stand_in(head, &braces, arguments);
        let errors = errors.to_compile_errors();
        return quote!(#errors #function);
    }
    let expanded = if let (Some(output), Some(asked)) = (&output, &explicit) {
        match explicit::expand(&head, body, output, arguments, asked, &mut errors) {
            Some(expanded) => expanded,
            None => match explicit::stand_in(&head, &braces, output, arguments, asked) {
                Some(expanded) => expanded,
                None => failed(head, &braces, arguments, output),
            },
        }
    } else if let Some(output) = output {
        let body = lower::body(body, &output, runtime, &mut errors);
        let Expanded { signature, block } = expand(head, body, output, arguments);
        quote!(#signature #block)
    } else {
        // Reports the mistakes in the body. Its code is not used.
        lower::body(body, &Output::unknown(), runtime, &mut errors);
        stand_in(head, &braces, arguments)
    };
    let errors = errors.to_compile_errors();
    quote!(#errors #expanded)
}

/// An `impl`, a trait or a module with the attribute on each function in it that yields, so that its
/// yields show no errors of their own. All other items stay as they are.
fn with_generators(item: &TokenStream, runtime: &Path) -> TokenStream {
    struct Mark<'a>(&'a Path);

    impl Mark<'_> {
        fn mark(&self, attributes: &mut Vec<Attribute>, body: &Block) {
            if !attributes.iter().any(is_generator) && contains_yield(body.to_token_stream()) {
                let runtime = self.0;
                attributes.push(parse_quote!(#[#runtime::generator(crate = #runtime)]));
            }
        }
    }

    impl VisitMut for Mark<'_> {
        fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
            self.mark(&mut function.attrs, &function.block);
        }

        fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
            self.mark(&mut method.attrs, &method.block);
        }

        fn visit_trait_item_fn_mut(&mut self, method: &mut TraitItemFn) {
            if let Some(body) = &method.default {
                self.mark(&mut method.attrs, body);
            }
        }
    }

    match syn::parse2(item.clone()) {
        Ok(mut marked @ (Item::Impl(_) | Item::Trait(_) | Item::Mod(_))) => {
            Mark(runtime).visit_item_mut(&mut marked);
            marked.into_token_stream()
        }
        _ => item.clone(),
    }
}

/// Whether a yield is among these tokens.
fn contains_yield(tokens: TokenStream) -> bool {
    tokens::any(tokens, &mut |at| match at.token() {
        TokenTree::Ident(name) => is_punct(at.next(), '!') && YieldKind::of_name(name).is_some(),
        _ => false,
    })
}

/// A function whose head makes a generator, and whose body cannot be lowered: what it returns has all the
/// traits of the generator.
fn failed(mut head: Head, braces: &Group, arguments: &Arguments, output: &Output) -> TokenStream {
    if output.form != Form::Opaque || output.has_opaque_values() {
        return stand_in(head, braces, arguments);
    }
    let runtime = &arguments.runtime;
    let Types { item, resume, returned, error } = &output.types;
    let returned = if output.fallible { &parse_quote!(()) } else { returned };
    if let ReturnType::Type(_, written) = &mut head.signature.output {
        **written = output.returned.clone();
    }
    let value = internal("stand_in");
    with_block(
        head,
        braces,
        &quote! {
            let #value: #runtime::__private::FailedGenerator<#item, #resume, #returned, #error> =
                ::core::unreachable!("this generator did not compile");
            #value
        },
    )
}

/// A function with the head of a generator that has mistakes, so that its callers compile without
/// errors of their own.
pub(crate) fn stand_in(mut head: Head, braces: &Group, arguments: &Arguments) -> TokenStream {
    let mut value = quote!(::core::unreachable!("this generator did not compile"));
    if let ReturnType::Type(_, returned) = &mut head.signature.output {
        let named = used_trait(returned);
        value = quote!(#named #value);
        let stand_in = signature::stand_in(returned, &arguments.runtime);
        **returned = stand_in.returned;
        if let Some(hidden) = stand_in.hidden {
            let stand_in = internal("stand_in");
            value = quote!(let #stand_in: #hidden = { #value }; #stand_in);
        }
    }
    with_block(head, braces, &value)
}

/// A function with this head, which never returns.
fn with_block(head: Head, braces: &Group, contents: &TokenStream) -> TokenStream {
    let Head { attributes, visibility, mut signature, .. } = head;
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;
    let mut block = Group::new(braces.delimiter(), contents.clone());
    block.set_span(braces.span());
    quote! {
        #(#attributes)*
        #[allow(unused_variables, unused_mut, unreachable_code)]
        #visibility #signature #block
    }
}
