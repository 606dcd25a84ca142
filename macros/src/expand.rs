//! Puts the new function together.
//!
//! ```text
//! // in
//! #[generator(size_hint = (n, Some(n)))]
//! fn repeat(n: usize, item: &str) -> impl Iterator<Item = &str> {
//!     for _ in 0..n { yield_!(item); }
//! }
//!
//! // out
//! fn repeat(n: usize, item: &str) -> impl Iterator<Item = &str> + Generator {
//!     let size_hint = Remaining::new((n, Some(n)));
//!     let start = move |token: Token<_, _, _>| {
//!         let _ = (&n, &item);                           // dropped in this order if not started
//!         let token: Token<&str, (), Infallible> = token;
//!         async move {
//!             let _ = (&item, &n);                       // dropped in this order later
//!             let mut slot = unsafe { token.begin() }.await;
//!             if false { return never::<()>(); }         // types the body's `return`s
//!             let result: () = 'body: { if false { break 'body never(); } { .. } };
//!             result
//!         }
//!     };
//!     let machine = unsafe { StateMachine::new(start) };
//!     machine.with_size_hint(size_hint)
//! }
//! ```
//!
//! No token of the user's stands in an `unsafe` block, and lints do not look at what is not the
//! user's: the macro's own tokens have mixed-site spans, which rustc takes for a foreign macro's.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, ReturnType};

use crate::arguments::Arguments;
use crate::body;
use crate::diagnostics::Problems;
use crate::function::Function;
use crate::lower::{self, LoweredArguments, LoweredBody, Yields, internal};
use crate::signature::{self, Form, Output};

/// Everything that `#[generator]` does.
pub(crate) fn generator(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    let arguments = Arguments::parse(arguments, &mut problems);
    let function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            problems.add(error);
            let problems = problems.into_tokens();
            return quote!(#problems #item);
        }
    };
    body::check(&function.body, &mut problems);
    let expanded = match signature::check(&function.signature, &arguments.runtime, &mut problems) {
        Some(output) => {
            let Expanded { signature, block } = expand(function, output, &arguments);
            quote!(#signature #block)
        }
        None => stand_in(function, &arguments.runtime),
    };
    let problems = problems.into_tokens();
    quote!(#problems #expanded)
}

/// The lints that the new function would trip where the old one did not.
fn allowed_lints() -> TokenStream {
    quote! {
        // In the `impl` of a trait that says `impl Iterator`, the added bound is more than it
        // promises.
        #[allow(refining_impl_trait)]
        // Nor does it say less than what is written beside it.
        #[allow(clippy::implied_bounds_in_impls)]
        // A guard that is held across a yield keeps nobody waiting but the caller, who asked for it.
        #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
    }
}

/// A generator function, in its two parts.
pub(crate) struct Expanded {
    /// All before the body.
    pub(crate) signature: TokenStream,
    /// The body, whose value is the generator.
    pub(crate) block: Group,
}

pub(crate) fn expand(function: Function, output: Output, arguments: &Arguments) -> Expanded {
    let Function { attributes, visibility, signature, body } = function;
    let span = body.braces.span();
    let runtime = &arguments.runtime;
    let Output { returned, form, types, fallible } = output;

    let LoweredArguments { mut signature, capture, receive } =
        lower::arguments(signature, &body.braces.to_token_stream());
    if let ReturnType::Type(_, written) = &mut signature.output {
        **written = returned;
    }
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;

    let LoweredBody { block, yields } = lower::body(body, &types, form, fallible, runtime);
    let private = quote!(#runtime::__private);
    let [token, slot, start, machine, result, size_hint] =
        ["token", "slot", "start", "machine", "result", "size_hint"].map(internal);

    let begin = (yields != Yields::Nothing)
        .then(|| quote!(let mut #slot = unsafe { #token.begin() }.await;));
    let signature::Types { item, resume, returned, error } = types;
    let (end, last) = if fallible {
        // A statement: the body's own value is `()`.
        (quote!(<#item as #private::FallibleItem>::End), quote!(#block #private::Result::Ok(())))
    } else {
        (quote!(#returned), quote!(let #result: #returned = #block; #result))
    };

    let hint = arguments
        .size_hint
        .as_ref()
        .map(|hint| quote!(let #size_hint = #private::Remaining::new(#hint);));
    let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
    let make = match form {
        Form::Pinned => quote!(PinnedMachine::new),
        _ if yields == Yields::Delegates => quote!(StateMachine::delegating),
        _ => quote!(StateMachine::new),
    };
    let finished = hand_out(&quote!(#machine #with_hint), form, fallible, runtime);

    let lints = allowed_lints();
    let here = Span::mixed_site();
    let signature = quote_spanned! {here=>
        #(#attributes)*
        #lints
        #visibility #signature
    };
    let block = quote_spanned! {here=>
            #hint
            let #start = move |#token: #private::Token<_, _, _>| {
                #capture
                let #token: #private::Token<#item, #resume, #error> = #token;
                async move {
                    #begin
                    #receive
                    if false { return #private::never::<#end>(); }
                    #last
                }
            };
            let #machine = unsafe { #private::#make(#start) };
            #finished
    };
    // In the braces of the original: an item that ends in a span of the macro's is the macro's to
    // rustc, and it would not say that nobody calls it.
    let mut block = Group::new(Delimiter::Brace, block);
    block.set_span(span);
    Expanded { signature, block }
}

/// The machine as the return type has it.
fn hand_out(machine: &TokenStream, form: Form, fallible: bool, runtime: &Path) -> TokenStream {
    let machine = if fallible {
        quote!(#runtime::__private::Fallible::new(#machine))
    } else {
        machine.clone()
    };
    match form {
        Form::Opaque | Form::Pinned => machine,
        Form::Box => quote!(#runtime::__private::Box::new(#machine)),
        Form::BoxGenerator => quote!(#runtime::BoxGenerator::new(#machine)),
        Form::LocalBoxGenerator => quote!(#runtime::LocalBoxGenerator::new(#machine)),
    }
}

/// A function that callers of a broken generator can go on with, so that they show no errors of
/// their own.
fn stand_in(function: Function, runtime: &Path) -> TokenStream {
    let Function { attributes, visibility, mut signature, .. } = function;
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;
    if let ReturnType::Type(_, returned) = &mut signature.output {
        **returned = signature::stand_in(returned, runtime);
    }
    quote! {
        #(#attributes)*
        #[allow(unused_variables, unused_mut)]
        #visibility #signature {
            ::core::unimplemented!("this generator did not compile")
        }
    }
}
