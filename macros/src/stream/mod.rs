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
pub(crate) use self::signature::missing_async;
use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::generator::stand_in;
use crate::parse::Function;

/// Everything that `#[generator]` does to an `async fn`.
pub(crate) fn generator(
    function: Function,
    arguments: &Arguments,
    mut errors: Errors,
) -> TokenStream {
    let Function { head, body } = function;
    let runtime = &arguments.runtime;
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
