//! Asynchronous generators: `#[generator] async fn .. -> impl Stream`, and `async_gen!`.
//!
//! They go through the same stages as generators, with a lowering of their own: every `.await` in the
//! body polls with the waker of the task, and a yield asks for the slot of the poll that runs.
//!
//! ```text
//! // in
//! async fn numbers() -> impl Stream<Item = u32> { yield_!(fetch().await); }
//!
//! // out
//! fn numbers() -> impl Stream<Item = u32> + AsyncGenerator { .. }
//! ```

mod expand;
mod in_place;
mod lower;
mod signature;
mod suspend;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::in_place::async_gen;
use self::signature::StreamOutput;
pub(crate) use self::signature::{is_asked_for, missing_async};
use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::generator::stand_in;
use crate::parse::{Body, Head};

/// Everything that `#[generator]` does to an `async fn`.
pub(crate) fn generator(
    head: Head,
    body: Body,
    arguments: &Arguments,
    mut errors: Errors,
) -> TokenStream {
    let runtime = &arguments.runtime;
    if let Some(word) = arguments.state.as_ref().or(arguments.name.as_ref()) {
        errors.at(
            word,
            "a stream keeps the future that it awaits, which borrows from the stream: it has no explicit \
             state; leave this word, or write a generator, without `async`",
        );
    }
    let output = signature::check(&head.signature, runtime, &mut errors);
    let braces = body.braces.clone();
    let expanded = if let Some(output) = output {
        let body = lower::body(body, &output, runtime, &mut errors);
        expand::function(head, body, &output, arguments)
    } else {
        // For the errors alone.
        lower::body(body, &StreamOutput::unknown(), runtime, &mut errors);
        stand_in(head, &braces, arguments)
    };
    let errors = errors.to_compile_errors();
    quote!(#errors #expanded)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn expanded(function: &TokenStream) -> String {
        crate::generator::generator(TokenStream::new(), function).to_string()
    }

    #[test]
    fn without_the_feature_the_only_error_names_it() {
        let function = quote!(
            async fn numbers() -> impl Stream<Item = u32> {
                yield_!(number().await);
            }
        );
        let expanded = expanded(&function);
        let errors = expanded.matches("compile_error").count();
        let names_the_feature = expanded.contains("streams need the feature `stream` of genfn");
        let missing = cfg!(not(feature = "stream"));
        assert_eq!((errors, names_the_feature), (usize::from(missing), missing), "{expanded}");
    }

    #[cfg(feature = "stream")]
    #[test]
    fn no_token_of_the_user_is_in_the_unsafe_block_which_is_the_only_one() {
        let function = quote!(
            async fn numbers(first: u32) -> impl Stream<Item = u32> {
                yield_!(first);
                vec![yield_!(second().await), yield_from!(numbers(third))];
            }
        );
        let expanded = expanded(&function);
        let (_, after) = expanded.split_once("unsafe").expect("there is one");
        assert!(!after.contains("unsafe"), "{expanded}");
        let (promise, _) = after.split_once('}').expect("it is a block");
        let call = "start_of_the_generator . make_pinned_stream_of_the_generator ()";
        assert_eq!(promise.trim(), format!("{{ {call}"));
    }

    #[cfg(feature = "stream")]
    #[test]
    fn what_an_attribute_of_a_statement_may_be_given_stays_as_it_is() {
        for attribute in [quote!(#[rustfmt::skip]), quote!(#[derive(x)]), quote!(#[others])] {
            let function = quote!(
                async fn numbers() -> impl Stream<Item = u32> {
                    #attribute
                    {
                        yield_!(1);
                    }
                    let _ = #attribute (yield_!(2));
                }
            );
            let expanded = expanded(&function);
            for given in [quote!(#attribute { yield_!(1); }), quote!(#attribute (yield_!(2)))] {
                assert!(expanded.contains(&given.to_string()), "{expanded}");
            }
        }
    }

    #[cfg(feature = "stream")]
    #[test]
    fn arguments_of_other_macros_stay_as_they_are() {
        let function = quote!(
            async fn numbers() -> impl Stream<Item = u32> {
                if ready {
                    log!(at yield_!(1) and (genfn::yield_!(2), future.await));
                }
            }
        );
        let expanded = expanded(&function);
        let arguments = "log ! (at yield_ ! (1) and (yield_ ! (2) , future . await))";
        assert!(expanded.contains(arguments), "{expanded}");
        assert_eq!(expanded.matches("macro_rules !").count(), 1, "{expanded}");
    }
}
