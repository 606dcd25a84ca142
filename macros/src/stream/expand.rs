//! Puts the new function together.
//!
//! ```text
//! // in
//! #[generator(size_hint = (n, Some(n)))]
//! async fn repeat(n: usize, item: &str) -> impl Stream<Item = &str> {
//!     for _ in 0..n { yield_!(item); }
//! }
//!
//! // out
//! fn repeat(n: usize, item: &str) -> impl Stream<Item = &str> + AsyncGenerator {
//!     let size_hint = Remaining::new((n, Some(n)));
//!     use MakePinnedStream as _;
//!     let start = move |protocol| {
//!         let protocol: StreamProtocol<&str, YieldsOnly> = protocol;
//!         let arguments = (n, item);                     // dropped in this order if not polled
//!         let first = protocol.first_poll(&arguments);
//!         let body = async move {
//!             let (n, item) = first.await;
//!             let item: ItemType<&str> = ItemType::new();    // if items in the body may shadow names
//!             if false { return { never::<()>() }; }     // types the body's `return`s
//!             let result: () = 'body: { { .. } };
//!             result
//!         };
//!         (body, arguments)
//!     };
//!     let machine = unsafe { start.make_pinned_stream() };
//!     machine.with_size_hint(size_hint)
//! }
//! ```
//!
//! The `unsafe` block holds the one promise of the expansion, and nothing of the user's: that the
//! closure was made here. All else that the body does with the protocol are safe methods, on values that
//! only the expansion can name.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ReturnType;
use syn::spanned::Spanned;

use super::lower::{LoweredBody, Yields};
use super::signature::{StreamForm, StreamOutput};
use crate::attribute::Arguments;
use crate::expand::out_of_a_block;
use crate::lower::{self, LoweredArguments, internal};
use crate::parse::Head;

/// The new function.
pub(super) fn function(
    head: Head,
    body: LoweredBody,
    output: &StreamOutput,
    arguments: &Arguments,
) -> TokenStream {
    let Head { attributes, visibility, signature, .. } = head;
    let returned = output.returned.clone();
    let kept = internal("arguments");
    let mut lowered = lower::arguments(signature, &kept, &arguments.runtime);
    if let ReturnType::Type(_, written) = &mut lowered.signature.output {
        **written = returned;
    }
    lowered.signature.asyncness = None;
    lowered.signature.constness = None;
    lowered.signature.abi = None;
    lowered.signature.variadic = None;
    let signature = lowered.signature.clone();
    let block = block(&lowered, body, output, arguments, true);
    let here = Span::mixed_site();
    quote_spanned! {here=>
        #(#attributes)*
        // In the `impl` of a trait that says `impl Stream`, the added bound is more than it promises.
        #[allow(refining_impl_trait)]
        // Nor does it say less than what is written beside it.
        #[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
        #visibility #signature #block
    }
}

/// The block whose value is the stream.
pub(super) fn block(
    lowered: &LoweredArguments,
    body: LoweredBody,
    output: &StreamOutput,
    arguments: &Arguments,
    is_function: bool,
) -> Group {
    let LoweredBody { block, yields, values, returns, ends_with_result, braces, open } = body;
    let StreamOutput { returned, form, item, fallible, .. } = output;
    let LoweredArguments { keep, pattern, types, receive, .. } = lowered;
    let runtime = &arguments.runtime;
    let private = quote!(#runtime::__private);
    let here = Span::mixed_site();
    // Messages about what the function returns are about its return type.
    let return_type = here.located_at(returned.span());
    let [protocol, first, start, result, size_hint, kept] =
        ["protocol", "first", "start", "result", "size_hint", "arguments"].map(internal);

    let driver = match yields {
        Yields::Nothing | Yields::Values => quote!(YieldsOnly),
        Yields::Delegates if cfg!(feature = "alloc") => quote!(StreamStack),
        Yields::Catches | Yields::Delegates => quote!(Catches),
    };
    let item_type = values.then(|| {
        let name = internal("item");
        quote!(let #name: #private::ItemType<#item> = #private::ItemType::new();)
    });
    let (end, last) = if *fallible {
        let end = quote!(<#item as #private::FallibleItem>::End);
        // The block is a statement, so its value has to be `()`.
        let last = if ends_with_result {
            quote!(let #result: #end = #block; return #result;)
        } else {
            quote!(#block let #result: #end = #private::Result::Ok(()); return #result;)
        };
        (end, last)
    } else {
        (quote!(()), quote!(let #result: () = #block; return #result;))
    };
    // rustc takes the type of the first `return` for that of all of them, and says so at it.
    let typed_return = returns.then(|| {
        let mut never = Group::new(Delimiter::Brace, quote!(#private::never::<#end>()));
        never.set_span(here.located_at(returned.span()));
        quote_spanned!(return_type=> if false { return #never; })
    });
    let hint = arguments.size_hint.as_ref().map(|hint| {
        quote! {
            let #size_hint: (usize, #private::Option<usize>) = #hint;
            let #size_hint = #private::Remaining::new(#size_hint);
        }
    });
    let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
    let mut machine = internal("machine");
    machine.set_span(return_type);
    let [maker, make] = maker(*form, is_function).map(|name| Ident::new(&name, here));
    let machine_with_hint = quote_spanned!(return_type=> #machine #with_hint);
    let finished = match form {
        StreamForm::Boxed => quote_spanned!(return_type=> #private::Box::pin(#machine_with_hint)),
        StreamForm::Pinned | StreamForm::Movable => machine_with_hint,
    };

    let finished =
        if is_function { quote_spanned!(return_type=> return #finished;) } else { finished };

    // The blocks are in the braces of the original: rustc takes names and lints for the user's
    // only where the function, or the block, is.
    let types = types.as_ref().map(|types| quote_spanned!(here=> : #types));
    let in_braces = |tokens: TokenStream| {
        let mut block = Group::new(Delimiter::Brace, tokens);
        block.set_span(braces);
        block
    };
    let body = in_braces(quote_spanned! {here=>
        #[allow(clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated)]
        let #pattern #types = #first.await;
        #item_type
        #receive
        #typed_return
        #last
    });
    let body = quote_spanned!(open=> async move #body);
    let body_name = internal("body");
    let first_poll = match form {
        StreamForm::Boxed => "first_poll_in_a_box_of_the_generator",
        StreamForm::Pinned | StreamForm::Movable => "first_poll_of_the_generator",
    };
    let first_poll = Ident::new(first_poll, here);
    let closure = in_braces(quote_spanned! {here=>
        let #protocol: #private::StreamProtocol<#item, #private::#driver> = #protocol;
        #keep
        let #first = #protocol.#first_poll(&#kept);
        let #body_name = #body;
        return (#body_name, #kept);
    });
    // Messages name the closure by where it is.
    let closure = quote_spanned!(open=> move |#protocol| #closure);
    let closure = if is_function { closure } else { out_of_a_block(closure, open, braces) };
    in_braces(quote_spanned! {here=>
        #hint
        #[allow(unused_imports)]
        use #private::{#maker as _, NoFuture as _};
        let #start = #closure;
        let #machine = unsafe { #start.#make() };
        #finished
    })
}

/// What makes the stream: a trait of the runtime and its method, for a function and in place.
fn maker(form: StreamForm, is_function: bool) -> [String; 2] {
    let [made, method] = match form {
        StreamForm::Pinned => ["PinnedStream", "pinned_stream"],
        StreamForm::Movable => ["MovableStream", "movable_stream"],
        StreamForm::Boxed => ["BoxedStream", "boxed_stream"],
    };
    let [kind, method_kind] = if is_function { ["", ""] } else { ["InPlace", "_in_place"] };
    [format!("Make{made}{kind}"), format!("make_{method}{method_kind}_of_the_generator")]
}
