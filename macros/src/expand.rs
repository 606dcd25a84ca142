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
//!         let begin: Begin<&str, (), Infallible, _, true> =
//!             unsafe { token.begin_to_yield(&arguments) };
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

use crate::arguments::Arguments;
use crate::body::{self, End};
use crate::diagnostics::Problems;
use crate::explicit::{self, Asked};
use crate::function::{Body, Function};
use crate::lower::{self, LoweredArguments, LoweredBody, Yields, internal};
use crate::signature::{self, Form, Output};
use crate::unknown;

/// Everything that `#[generator]` does.
pub(crate) fn generator(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    let arguments = Arguments::parse(arguments, &mut problems);
    let mut function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            problems.add(error);
            let problems = problems.into_tokens();
            return quote!(#problems #item);
        }
    };
    let explicit = Asked::by(&mut function, &arguments);
    let output = signature::check(
        &function.signature,
        &arguments.runtime,
        explicit.is_some(),
        &mut problems,
    );
    let end = output.as_ref().map_or(End::Error, Output::end);
    body::check(&function.body, end, &mut problems);
    let expanded = match (output, explicit) {
        (Some(output), Some(asked)) => {
            let broken = Broken::of(&function);
            let expanded = if problems.is_empty() {
                explicit::expand(function, output, &arguments, &asked, &mut problems)
            } else {
                None
            };
            match expanded {
                Some(Expanded { signature, block }) => quote!(#signature #block),
                None => stand_in(broken.0, &arguments.runtime),
            }
        }
        (Some(output), None) => {
            let Expanded { signature, block } = expand(function, output, end, &arguments);
            quote!(#signature #block)
        }
        (None, _) => stand_in(function, &arguments.runtime),
    };
    let problems = problems.into_tokens();
    quote!(#problems #expanded)
}

/// The lints that the new function would trip where the old one did not.
pub(crate) fn allowed_lints() -> TokenStream {
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

/// What is left of a function that cannot be lowered: its signature, and its braces.
struct Broken(Function);

impl Broken {
    fn of(function: &Function) -> Self {
        Self(Function {
            attributes: function.attributes.clone(),
            visibility: function.visibility.clone(),
            signature: function.signature.clone(),
            body: Body {
                braces: function.body.braces.clone(),
                open: function.body.open,
                statements: None,
            },
        })
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
    function: Function,
    output: Output,
    end: End,
    arguments: &Arguments,
) -> Expanded {
    let Function { attributes, visibility, signature, body } = function;
    let span = body.braces.span();
    let open = body.open;
    let runtime = &arguments.runtime;
    let Output { returned, form, types, fallible } = output;
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

    let returns = lower::may_return(body.braces.stream());
    let known = !unknown::in_attributes(&attributes) && !unknown::in_tokens(body.braces.stream());
    let LoweredBody { block, yields } = lower::body(body, &types, form, fallible, end, runtime);
    let make = maker(form, yields, known);
    let make = Ident::new(make, Span::mixed_site());

    let private = quote!(#runtime::__private);
    let signature::Types { item, resume, returned, error } = types;
    // The types stand in a `let`, where lifetimes that are left out are inferred.
    let only_yields = known && yields == Yields::Values;
    let (future, begins) = if let Form::Expression { only_yields } = form {
        (quote!(BeginExpression<#item, _, #only_yields>), quote!(begin_expression))
    } else {
        let begins = if only_yields { quote!(begin_to_yield) } else { quote!(begin) };
        (quote!(Begin<#item, #resume, #error, _, #only_yields>), begins)
    };
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
        block.set_span(span);
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
        let #begin: #private::#future = unsafe { #token.#begins(&#kept_arguments) };
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

/// What makes the machine. It goes by where its frame lies, and by what its body waits for: `known` is
/// whether no macro is called there but the yields, which could make it wait for more.
fn maker(form: Form, yields: Yields, known: bool) -> &'static str {
    let only_yields = known && yields != Yields::Delegates;
    match form {
        Form::Expression { .. } => "expression",
        Form::Pinned if only_yields => "yielding_pinned_generator",
        Form::Pinned => "pinned_generator",
        Form::Opaque | Form::Box => match yields {
            Yields::Delegates => "delegating_generator",
            _ if only_yields => "yielding_generator",
            _ => "generator",
        },
        Form::BoxGenerator | Form::LocalBoxGenerator => match yields {
            Yields::Delegates => "delegating_generator_in_box",
            _ if only_yields => "yielding_generator_in_box",
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
        Form::Opaque | Form::Pinned | Form::Expression { .. } => machine,
        Form::Box => quote_spanned!(promise=> #runtime::__private::Box::new(#machine)),
        Form::BoxGenerator => {
            quote_spanned!(promise=> #runtime::BoxGenerator::__with_frame(#machine))
        }
        Form::LocalBoxGenerator => {
            quote_spanned!(promise=> #runtime::LocalBoxGenerator::__with_frame(#machine))
        }
    }
}

/// A function that callers of a broken generator can go on with, so that they show no errors of
/// their own.
fn stand_in(function: Function, runtime: &Path) -> TokenStream {
    let Function { attributes, visibility, mut signature, body } = function;
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;
    let mut value = quote!(::core::unreachable!("this generator did not compile"));
    if let ReturnType::Type(_, returned) = &mut signature.output {
        let stand_in = signature::stand_in(returned, runtime);
        **returned = stand_in.returned;
        if let Some(hidden) = stand_in.hidden {
            let stand_in = internal("stand_in");
            value = quote!(let #stand_in: #hidden = #value; #stand_in);
        }
    }
    let mut block = Group::new(Delimiter::Brace, value);
    block.set_span(body.braces.span());
    quote! {
        #(#attributes)*
        #[allow(unused_variables, unused_mut, unreachable_code)]
        #visibility #signature #block
    }
}
