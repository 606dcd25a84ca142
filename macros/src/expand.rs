//! Puts the new function together from its checked and lowered parts.
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
//!     let machine = generator(unsafe { Promise::new() }, move |token| {
//!         let arguments = (n, item);                     // dropped in this order if not started
//!         let begin: FirstPoll<&str, (), Infallible, _> =
//!             unsafe { token.first_poll(&arguments) };
//!         let frame = async move {
//!             let (mut slot, (n, item)) = begin.await;
//!             if false { return { never::<()>() }; }     // types the body's `return`s
//!             let result: () = 'body: { { .. } };
//!             result
//!         };
//!         (frame, arguments)
//!     });
//!     machine.with_size_hint(size_hint)
//! }
//! ```
//!
//! - The closure is an argument of the call. If it were bound to a variable, and only read its captures,
//!   rustc would infer that it can be called repeatedly, and compile a second function that calls it
//!   once.
//! - No token of the user's is in an `unsafe` block.
//! - The tokens of the expansion have mixed-site spans. rustc takes these for tokens of another crate's
//!   macro, and most lints do not report them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, ReturnType};

use crate::attribute::Arguments;
use crate::lower::{self, LoweredArguments, LoweredBody, Yields, internal};
use crate::parse::Head;
use crate::signature::{self, Form, Output};

/// Allows the lints that report the new function but not the user's.
pub(crate) fn allowed_lints() -> TokenStream {
    quote! {
        #[allow(
            // The method of a trait may return `impl Iterator`. The implementation returns more: a
            // bound is added.
            refining_impl_trait,
            // The added bound implies the user's.
            clippy::implied_bounds_in_impls,
            // A guard across a yield blocks no other task: only the caller runs between two steps.
            clippy::await_holding_lock,
            clippy::await_holding_refcell_ref,
        )]
    }
}

/// The new function, in two parts.
pub(crate) struct Expanded {
    /// Everything before the body.
    pub(crate) signature: TokenStream,
    /// The body, whose value is the generator.
    pub(crate) block: Group,
}

/// Puts the new function together.
pub(crate) fn expand(
    head: Head,
    body: LoweredBody,
    output: Output,
    arguments: &Arguments,
) -> Expanded {
    let Head { attributes, visibility, signature } = head;
    let LoweredBody { block, yields, returns, braces, open } = body;
    let runtime = &arguments.runtime;
    let Output { returned, form, types, fallible, .. } = output;
    // rustc reports errors about the returned value at the return type.
    let promise = Span::mixed_site().located_at(returned.span());

    let [token, begin, slot, result, size_hint, kept_arguments] =
        ["token", "begin", "slot", "result", "size_hint", "arguments"].map(internal);
    let LoweredArguments { mut signature, keep, pattern, receive } =
        lower::arguments(signature, &kept_arguments);
    if let ReturnType::Type(_, written) = &mut signature.output {
        **written = returned;
    }
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;

    let make = maker(form, yields);
    let make = Ident::new(make, Span::mixed_site());

    let private = quote!(#runtime::__private);
    let signature::Types { item, resume, returned, error } = types;
    // The types are used in a `let`, where rustc infers elided lifetimes.
    let slot = if yields == Yields::Nothing { quote!(_) } else { quote!(mut #slot) };
    let returning = Span::mixed_site().located_at(returned.span());
    let (end, last) = if fallible {
        let end = quote!(<#item as #private::FallibleItem>::End);
        // The block is a statement, so its value has to be `()`.
        let last = quote!(#block let #result: #end = #private::Result::Ok(()); #result);
        (end, last)
    } else {
        (quote!(#returned), quote!(let #result: #returned = #block; #result))
    };
    // rustc infers the type of all `return`s from the first, and reports others "expected due to" it.
    let typed = returns.then(|| {
        let mut never = Group::new(Delimiter::Brace, quote!(#private::never::<#end>()));
        never.set_span(returning);
        quote_spanned!(returning=> if false { return #never; })
    });

    let hint = arguments.size_hint.as_ref().map(|hint| {
        quote! {
            let #size_hint: (usize, #private::Option<usize>) = #hint;
            let #size_hint = #private::Remaining::new(#size_hint);
        }
    });
    let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
    let machine = Ident::new("machine", promise);
    let finished =
        hand_out(&quote_spanned!(promise=> #machine #with_hint), form, fallible, runtime, promise);

    let lints = allowed_lints();
    let here = Span::mixed_site();
    // The blocks have the span of the user's braces. rustc resolves the user's names, and applies the
    // user's lint levels, only inside of that span.
    let in_braces = |tokens: TokenStream| {
        let mut block = Group::new(Delimiter::Brace, tokens);
        block.set_span(braces);
        block
    };
    let frame = in_braces(quote_spanned! {here=>
        let (#slot, #pattern) = #begin.await;
        #receive
        #typed
        #last
    });
    let frame = quote_spanned!(open=> async move #frame);
    let start = in_braces(quote_spanned! {here=>
        #keep
        let #begin: #private::FirstPoll<#item, #resume, #error, _> =
            unsafe { #token.first_poll(&#kept_arguments) };
        (#frame, #kept_arguments)
    });
    // rustc names a closure by its place in messages.
    let start = quote_spanned!(open=> move |#token| #start);
    let block = in_braces(quote_spanned! {here=>
        #hint
        let #machine = #private::#make(unsafe { #private::Promise::new() }, #start);
        #finished
    });
    let signature = quote_spanned! {here=>
        #(#attributes)*
        #lints
        #visibility #signature
    };
    Expanded { signature, block }
}

/// The runtime's function that makes the machine: one for each memory that the body can be in, with
/// and without delegation.
fn maker(form: Form, yields: Yields) -> &'static str {
    match form {
        Form::Pinned => "pinned_generator",
        Form::Opaque | Form::Box => match yields {
            Yields::Delegates => "delegating_generator",
            _ => "generator",
        },
        Form::BoxGenerator | Form::LocalBoxGenerator => match yields {
            Yields::Delegates => "delegating_generator_in_box",
            _ => "generator_in_box",
        },
    }
}

/// Converts the machine to the return type.
fn hand_out(
    machine: &TokenStream,
    form: Form,
    fallible: bool,
    runtime: &Path,
    promise: Span,
) -> TokenStream {
    // rustc reports an error about a call at its first token. So the path gets the place of the rest.
    let runtime: TokenStream = runtime
        .to_token_stream()
        .into_iter()
        .map(|mut token| {
            token.set_span(token.span().located_at(promise));
            token
        })
        .collect();
    let machine = if fallible {
        quote_spanned!(promise=> #runtime::__private::fallible_generator(#machine))
    } else {
        machine.clone()
    };
    match form {
        Form::Opaque | Form::Pinned => machine,
        Form::Box => quote_spanned!(promise=> #runtime::__private::Box::new(#machine)),
        Form::BoxGenerator => {
            quote_spanned!(promise=> #runtime::BoxGenerator::__with_body(#machine))
        }
        Form::LocalBoxGenerator => {
            quote_spanned!(promise=> #runtime::LocalBoxGenerator::__with_body(#machine))
        }
    }
}
