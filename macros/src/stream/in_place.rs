//! `async_gen! { .. }`: a stream in place, over its environment.
//!
//! It is an asynchronous generator function without a name and arguments. What its body mentions is
//! captured by the closure that the function's expansion makes anyway.
//!
//! ```text
//! async_gen! { yield_!(name.len()); }
//! async_gen! { -> impl Stream<Item = usize> { yield_!(name.len()); } }
//! async_gen!({ yield_!(name.len()); })
//! ```

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Error, Path, Signature, Token, Type, parse_quote};

use super::signature::{self, StreamOutput};
use super::{expand, lower};
use crate::attribute::{self, Arguments};
use crate::errors::Errors;
use crate::exits::{self, Exit};
use crate::gen_block::{check_type, runtime, used_trait};
use crate::lower::internal;
use crate::parse::Body;
use crate::validate::End;

const WITH_TYPE: &str = "`async_gen! { -> impl Stream<Item = Result<_, Error>> { .. } }`";

struct StreamBlock {
    /// The runtime's path, which the macro in front of this one passes.
    runtime: Path,
    returned: Option<Type>,
    braces: Group,
}

impl Parse for StreamBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = runtime(input)?;
        let returned = if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        let rest: TokenStream = input.parse()?;
        let mut tokens = rest.clone().into_iter();
        let only = tokens.next().filter(|_| tokens.next().is_none());
        let braces = match only {
            // rustfmt formats the call if its argument is a block in parentheses.
            Some(proc_macro2::TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                group
            }
            _ if returned.is_some() => {
                return Err(Error::new_spanned(
                    rest,
                    format!("a stream that says its type has a body in braces: {WITH_TYPE}"),
                ));
            }
            _ => {
                let span =
                    rest.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span());
                let mut braces = Group::new(Delimiter::Brace, rest);
                braces.set_span(span);
                braces
            }
        };
        Ok(Self { runtime, returned, braces })
    }
}

/// Everything that `async_gen!` does.
pub(crate) fn async_gen(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let StreamBlock { runtime, returned, braces } = match syn::parse2(input) {
        Ok(block) => block,
        Err(error) => {
            errors.add(error);
            return stand_in(&errors);
        }
    };
    let mut attributes = Vec::new();
    let body = Body::parse(&braces, &mut attributes);
    attribute::check_inner(&mut attributes, &mut errors);
    let output = if let Some(returned) = &returned {
        check_type(returned, &mut errors);
        if signature::is_generator(returned) {
            errors.at(
                returned,
                "`async_gen!` makes a stream: say `impl Stream<Item = ..>` before the body, or use \
                 `gen_!`, which makes an iterator or a coroutine",
            );
            None
        } else {
            let signature: Signature = parse_quote!(async fn generator() -> #returned);
            signature::check(&signature, &runtime, &mut errors)
        }
    } else {
        check_untyped(&body, &mut errors);
        let mut output = StreamOutput::inferred(Span::mixed_site().located_at(braces.span()));
        // `check_untyped` reports each `?`.
        output.end = End::Error;
        Some(output)
    };
    let unknown = StreamOutput::unknown();
    let lowered = lower::body(body, output.as_ref().unwrap_or(&unknown), &runtime, &mut errors);
    let Some(output) = output.filter(|_| errors.is_empty()) else {
        return stand_in(&errors);
    };
    let nothing: Signature = parse_quote!(fn generator());
    let arguments =
        Arguments { size_hint: None, runtime, moved: Vec::new(), state: None, name: None };
    let captured = crate::lower::arguments(nothing, &internal("arguments"), &arguments.runtime);
    let block = expand::block(&captured, lowered, &output, &arguments, false);
    let named = returned.as_ref().and_then(used_trait);
    let boxed = output.form == signature::StreamForm::Boxed;
    // What is erased is coerced here, where a function has its return type.
    let returned = returned.filter(|_| boxed).map(|returned| quote!(: #returned));
    let stream = internal("stream");
    let here = Span::mixed_site();
    quote_spanned! {here=>
        {
            #named
            #(#attributes)*
            // The body may be the only argument, in braces, and then looks like a last expression.
            #[allow(clippy::semicolon_if_nothing_returned)]
            let #stream #returned = #block;
            #stream
        }
    }
}

/// Where there is no stream: the errors, which rustc takes for a value of any type.
fn stand_in(errors: &Errors) -> TokenStream {
    let errors = errors.to_compile_errors();
    quote!({ #errors })
}

/// Reports what needs a type before the body.
fn check_untyped(body: &Body, errors: &mut Errors) {
    for (exit, span) in exits::of_statements(body.statements.as_deref().unwrap_or_default()) {
        if exit == Exit::QuestionMark {
            errors.add(Error::new(
                span,
                format!(
                    "`?` has nowhere to go to: say before the body that the items are `Result`s, \
                     {WITH_TYPE}, and the error is the last one"
                ),
            ));
        }
    }
}
