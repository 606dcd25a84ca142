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
//!     use MakeGenerator as _;
//!     let once = Once;
//!     let start = move |protocol| {
//!         once;
//!         let protocol: Protocol<&str, (), Infallible, NoDelegates> = protocol;
//!         let kept_arguments = (n, item);                // dropped in this order if not started
//!         let arguments = protocol.first_poll_before_one_yield_of_the_generator(&kept_arguments);
//!         let body = async move {
//!             let (mut slot, (n, item)) = arguments.await;
//!             let item: ItemType<&str> = ItemType::new();
//!             if false { return { never::<()>() }; }     // types the body's `return`s
//!             let result: () = 'body: { { .. } };
//!             result
//!         };
//!         (body, kept_arguments)
//!     };
//!     let machine = unsafe { start.make_generator_of_the_generator() };
//!     machine.with_size_hint(size_hint)
//! }
//! ```
//!
//! - There is one `unsafe` block, and in it one call, of a method on the closure. The paths of an expansion
//!   begin with the runtime's, which the user gives (`crate = path`): a type, a function or a trait of
//!   the user's can have the name of one of the runtime's, or be another one under its name. A method
//!   cannot be renamed, and each maker has a name of its own. So whatever the user renames, the call in the
//!   `unsafe` block is the maker's method, a safe method, or an error. Only the maker's method relies on
//!   a macro of this crate having written the closure.
//! - `once` is not `Copy`, and the statement moves it, so the closure can be called once only. If it only read
//!   its captures, rustc would infer that it can be called repeatedly, and compile a second function that
//!   calls it once. A `let` in place of the statement takes rustc longer.
//! - A generator in place has makers of its own. Its closure captures what the body captures, since no token
//!   of the user's is outside of the body: so the body alone is asked whether it is `Send`, and rustc reports a
//!   captured value once.
//! - No token of the user's is in the `unsafe` block. The variables have names that no token of the user's
//!   can refer to, and the values in them types that have no name outside of the runtime.
//! - The tokens of the expansion have mixed-site spans. rustc takes these for tokens of another crate's
//!   macro, and most lints do not report them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, ReturnType, Signature, Type};

use crate::attribute::Arguments;
use crate::lower::{self, LoweredArguments, LoweredBody, Yields, hidden_items, internal};
use crate::parse::Head;
use crate::signature::{self, Form, Output, is_unit};

/// Allows the lints that report the new function but not the user's.
///
/// rustc takes time for each lint that an attribute names, whoever the lint is of. So the lints of clippy
/// are named where clippy runs, and nowhere else: it sets the `cfg`.
pub(crate) fn allowed_lints() -> TokenStream {
    quote! {
        // The method of a trait may return `impl Iterator`. The implementation returns more: a bound is
        // added.
        #[allow(refining_impl_trait)]
        // The added bound implies the user's.
        #[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
    }
}

/// Allows the lints that look for `async` blocks: a generator is none of the user's.
fn lints_of_the_body() -> TokenStream {
    quote! {
        #[cfg_attr(
            clippy,
            allow(
                // A guard across a yield blocks no other task: only the caller runs between two steps.
                clippy::await_holding_invalid_type,
                clippy::await_holding_lock,
                clippy::await_holding_refcell_ref,
                // A generator may return a future.
                clippy::async_yields_async,
                clippy::large_futures,
            )
        )]
    }
}

/// Allows the lints that report the locals which the arguments become: the body has the names of the arguments.
fn lints_of_the_locals() -> TokenStream {
    quote! {
        #[cfg_attr(
            clippy,
            allow(clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated)
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
    let Head { attributes, visibility, signature, is_function } = head;
    let LoweredBody { block, yields, one_yield, values, returns, ends_with_result, braces, open } =
        body;
    let runtime = &arguments.runtime;
    let Output { returned, form, types, fallible, .. } = output;
    // rustc reports errors about the returned value at the return type.
    let returning = Span::mixed_site().located_at(returned.span());

    let [protocol, slot, result, size_hint, kept_arguments, once, start, body_name] =
        ["protocol", "slot", "result", "size_hint", "kept_arguments", "once", "start", "body"]
            .map(internal);
    let begin = arguments_at(&signature);
    let LoweredArguments { mut signature, keep, pattern, types: argument_types, receive } =
        lower::arguments(signature, &kept_arguments, runtime);
    make_ordinary(&mut signature, &returned);

    let [maker, make, driver] =
        maker(form, yields, is_function).map(|name| Ident::new(&name, Span::mixed_site()));
    let first_poll = first_poll(form, one_yield);

    let private = hidden_items(runtime);
    let fallible_item = fallible.then(|| types.fallible_item());
    let signature::Types { item, resume, returned, error } = types;
    // The types are used in a `let`, where rustc infers elided lifetimes.
    let slot = if yields == Yields::Nothing { quote!(_) } else { quote!(mut #slot) };
    let item_type = values.then(|| {
        let name = internal("item");
        quote!(let #name: #private::ItemType<#item> = #private::ItemType::new();)
    });
    let resume_with = (yields == Yields::Delegates).then(|| resume_with(&resume, runtime));
    let (end, last) = if fallible {
        let end = quote!(<#fallible_item as #private::FallibleItem>::End);
        // The block is a statement, so its value has to be `()`.
        let last = if ends_with_result {
            quote!(let #result: #end = #block; return #result;)
        } else {
            quote!(#block let #result: #end = #private::Result::Ok(()); return #result;)
        };
        (end, last)
    } else {
        (quote!(#returned), quote!(let #result: #returned = #block; return #result;))
    };
    let typed = returns.then(|| first_return(&end, returned.span(), &private));

    let hint = arguments.size_hint.as_ref().map(|hint| {
        quote! {
            let #size_hint: (usize, #private::Option<usize>) = #hint;
            let #size_hint = #private::Remaining::new(#size_hint);
        }
    });
    let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
    let mut machine = internal("machine");
    machine.set_span(returning);
    let kind = fallible_item.map(|item| quote!(<#item as #private::FallibleItem>::Kind));
    let hinted = quote_spanned!(returning=> #machine #with_hint);
    let finished = hand_out(&hinted, form, kind, runtime, returning);
    let finished =
        if is_function { quote_spanned!(returning=> return #finished;) } else { finished };

    let lints = allowed_lints();
    let here = Span::mixed_site();
    // The blocks have the span of the user's braces. rustc resolves the user's names, and applies the
    // user's lint levels, only inside of that span.
    let argument_types = argument_types.map(|types| {
        let mut of_both = Group::new(Delimiter::Parenthesis, quote_spanned!(here=> _, #types));
        // A message about a type that is given here is on the list of arguments.
        of_both.set_span(begin.span());
        quote_spanned!(here=> : #of_both)
    });
    let in_braces = |tokens: TokenStream| {
        let mut block = Group::new(Delimiter::Brace, tokens);
        block.set_span(braces);
        block
    };
    let (local_lints, body_lints) = (lints_of_the_locals(), lints_of_the_body());
    let body = in_braces(quote_spanned! {here=>
        #local_lints
        let (#slot, #pattern) #argument_types = #begin.await;
        #receive
        #item_type
        #resume_with
        #typed
        #last
    });
    let body = quote_spanned!(open=> async move #body);
    let closure = in_braces(quote_spanned! {here=>
        #once;
        let #protocol: #private::Protocol<#item, #resume, #error, #private::#driver> = #protocol;
        #keep
        let #begin = #protocol.#first_poll(&#kept_arguments);
        #body_lints
        let #body_name = #body;
        return (#body_name, #kept_arguments);
    });
    // rustc names a closure by its place in messages.
    let closure = quote_spanned!(open=> move |#protocol| #closure);
    let start_with = if is_function { closure } else { out_of_a_block(closure, open, braces) };
    let block = in_braces(quote_spanned! {here=>
        #hint
        use #private::#maker as _;
        let #once = #private::Once;
        let #start = #start_with;
        let #machine = unsafe { #start.#make() };
        #finished
    });
    let signature = quote_spanned! {here=>
        #(#attributes)*
        #lints
        #visibility #signature
    };
    Expanded { signature, block }
}

/// Puts the closure of a generator in place into an `async` block: see `StartInPlace` in the runtime.
///
/// ```text
/// move |protocol| { .. }
/// async move { move |protocol| { .. } }
/// ```
pub(crate) fn out_of_a_block(closure: TokenStream, open: Span, braces: Span) -> TokenStream {
    let mut block = Group::new(Delimiter::Brace, closure);
    block.set_span(braces);
    quote_spanned!(open=> async move #block)
}

/// A `return` that never runs, at the type of the value that the body returns. rustc infers the type of all
/// `return`s from the first, and reports others "expected due to" it.
fn first_return(end: &TokenStream, returned: Span, private: &Path) -> TokenStream {
    let here = Span::mixed_site().located_at(returned);
    let mut never = Group::new(Delimiter::Brace, quote!(#private::never::<#end>()));
    never.set_span(here);
    quote_spanned!(here=> if false { return #never; })
}

/// Makes the signature that of an ordinary function, which returns the generator.
fn make_ordinary(signature: &mut Signature, returned: &Type) {
    if let ReturnType::Type(_, written) = &mut signature.output {
        **written = returned.clone();
    }
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;
}

/// The variable for the arguments in the body. rustc names it, and shows its place, where an argument is
/// given a reference to a local.
fn arguments_at(signature: &Signature) -> Ident {
    let mut arguments = internal("arguments");
    arguments.set_span(Span::mixed_site().located_at(signature.paren_token.span.join()));
    arguments
}

/// What makes the machine: a trait of the runtime, its method, and what drives the machine. There is one
/// for each memory that the body can be in, with and without delegation, for a function and in place.
fn maker(form: Form, yields: Yields, is_function: bool) -> [String; 3] {
    let delegates = yields == Yields::Delegates;
    let [made, method, driver] = match form {
        Form::Pinned => ["PinnedGenerator", "pinned_generator", "DrivesInPlace"],
        Form::Opaque | Form::Box if delegates => {
            ["DelegatingGenerator", "delegating_generator", "DelegateStack"]
        }
        Form::Opaque => ["Generator", "generator", "NoDelegates"],
        Form::Box => ["GeneratorBehindDyn", "generator_behind_dyn", "NoDelegatesBehindDyn"],
        Form::BoxGenerator | Form::LocalBoxGenerator if delegates => {
            ["DelegatingGeneratorInBox", "delegating_generator_in_box", "DelegateStack"]
        }
        Form::BoxGenerator | Form::LocalBoxGenerator => {
            ["GeneratorInBox", "generator_in_box", "NoDelegatesBehindDyn"]
        }
    };
    let [kind, method_kind] = if is_function { ["", ""] } else { ["InPlace", "_in_place"] };
    [
        format!("Make{made}{kind}"),
        format!("make_{method}{method_kind}_of_the_generator"),
        driver.to_owned(),
    ]
}

/// Returns the method that gives the future which the body awaits first.
///
/// The method for one yield makes a step smaller, and only where the step is inlined and the body is in a
/// box (`docs/decisions/0004-a-step-is-inlined.md`). Both methods are right for each body.
fn first_poll(form: Form, one_yield: bool) -> Ident {
    let name = if form == Form::Opaque && one_yield {
        "first_poll_before_one_yield_of_the_generator"
    } else {
        "first_poll_of_the_generator"
    };
    Ident::new(name, Span::mixed_site())
}

/// Finds out, in front of the user's block, what a delegate is resumed with that was started before.
fn resume_with(resume: &Type, runtime: &Path) -> TokenStream {
    let name = internal("resume");
    if is_unit(resume) {
        return quote!(let #name = #runtime::__private::with_default::<()>(););
    }
    quote! {
        let #name = #runtime::__private::resume_with({
            use #runtime::__private::{HasDefault as _, NoDefault as _};
            (&&#runtime::__private::ResumeType::<#resume>::new())
                .resume_of_the_delegate_of_the_generator()
        });
    }
}

/// Converts the machine to the return type.
fn hand_out(
    machine: &TokenStream,
    form: Form,
    of_results: Option<TokenStream>,
    runtime: &Path,
    returning: Span,
) -> TokenStream {
    // rustc reports an error about a call at its first token. So the path gets the place of the rest.
    let runtime: TokenStream = runtime
        .to_token_stream()
        .into_iter()
        .map(|mut token| {
            token.set_span(token.span().located_at(returning));
            token
        })
        .collect();
    let machine = match of_results {
        Some(kind) => {
            let kind = quote_spanned!(returning=> ::<#kind, _>);
            quote_spanned!(returning=> #runtime::__private::fallible_generator #kind (#machine))
        }
        None => machine.clone(),
    };
    match form {
        Form::Opaque | Form::Pinned => machine,
        Form::Box => quote_spanned!(returning=> #runtime::__private::Box::new(#machine)),
        Form::BoxGenerator => {
            let make = Ident::new("__needs_send_as_a_LocalBoxGenerator_does_not", returning);
            quote_spanned!(returning=> #runtime::BoxGenerator::#make(#machine))
        }
        Form::LocalBoxGenerator => {
            quote_spanned!(returning=> #runtime::LocalBoxGenerator::__with_body(#machine))
        }
    }
}
