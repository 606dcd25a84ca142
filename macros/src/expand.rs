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
//! The closure stands in the call: by itself rustc takes one that only reads what it captured for one
//! that can be called again, and compiles another function which calls it once. No token of the
//! user's stands in an `unsafe` block, and lints do not look at what is not the user's: the macro's
//! own tokens have mixed-site spans, which rustc takes for a foreign macro's.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, ReturnType};

use crate::attribute::Arguments;
use crate::lower::{self, LoweredArguments, LoweredBody, Yields, internal};
use crate::parse::Head;
use crate::signature::{self, Form, Output};

/// The lints that the new function would trip where the old one did not.
fn allowed_lints() -> TokenStream {
    quote! {
        #[allow(
            // In the `impl` of a trait that says `impl Iterator`, the added bound is more than it
            // promises.
            refining_impl_trait,
            // Nor does it say less than what is written beside it.
            clippy::implied_bounds_in_impls,
            // A guard that is held across a yield keeps nobody waiting but the caller, who asked
            // for it.
            clippy::await_holding_lock,
            clippy::await_holding_refcell_ref,
        )]
    }
}

/// A generator function, in its two parts.
pub(crate) struct Expanded {
    /// All before the body.
    pub(crate) signature: TokenStream,
    /// The body, whose value is the generator.
    pub(crate) block: Group,
}

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
    // Messages about what the function returns are about its return type.
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
    // The types stand in a `let`, where lifetimes that are left out are inferred.
    let slot = if yields == Yields::Nothing { quote!(_) } else { quote!(mut #slot) };
    let returning = Span::mixed_site().located_at(returned.span());
    let (end, last) = if fallible {
        let end = quote!(<#item as #private::FallibleItem>::End);
        // A statement: the body's own value is `()`.
        let last = quote!(#block let #result: #end = #private::Result::Ok(()); #result);
        (end, last)
    } else {
        (quote!(#returned), quote!(let #result: #returned = #block; #result))
    };
    // rustc takes the type of the first `return` for that of all of them, and says so at it.
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
    // The blocks are in the braces of the original: rustc takes names and lints for the user's
    // only where the function, or the block, is.
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
    // Messages name the closure by where it is.
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

/// What makes the machine. It goes by where its body lies, and by whether that delegates.
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

/// The machine as the return type has it.
fn hand_out(
    machine: &TokenStream,
    form: Form,
    fallible: bool,
    runtime: &Path,
    promise: Span,
) -> TokenStream {
    // All of it is at one place, or rustc would take its first token for where it is.
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
