//! Checks the signature of a generator function, and finds its kind and its types in the return type.

mod bounds;
mod forms;
mod stand_in;
mod types;

use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Path, PathArguments, ReturnType, Signature, Type, parse_quote};

use crate::advice::{self, ACCEPTED};
use crate::errors::Errors;
use crate::signature::forms::{named_output, opaque_output};
use crate::signature::types::{unit, without_groups};
use crate::validate::{End, Ends};

pub(crate) use bounds::{CaptureAll, check_bounds, ends_at};
pub(crate) use forms::sized;
pub(crate) use stand_in::stand_in;
pub(crate) use types::{
    binding, inferred, is_default_error, is_inferred, is_plain, is_result, is_unit, only_type,
    ungrouped,
};

const NEEDS_ALLOC: &str = "\
this generator can be moved while it is suspended, so its body needs the heap: turn on the feature \
`alloc` of genfn (it is part of the default feature `std`), write `#[generator(state)]`, which needs no \
heap, or return `impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E>`, which the caller pins with \
`genfn::pin!`";

const BOX_NEEDS_ALLOC: &str = "\
this generator lies in a box, which needs the heap: turn on the feature `alloc` of genfn (it is part of the \
default feature `std`), or return `impl Iterator<Item = Y>` or \
`impl Coroutine<Yield = Y, Resume = S, Return = R, Error = E>`, which `#[generator(state)]` makes without a \
heap";

/// What a generator function returns.
pub(crate) struct Output {
    /// The return type of the new function.
    pub(crate) returned: Type,
    pub(crate) form: Form,
    pub(crate) types: Types,
    /// Whether `?` and `return Err(..)` in the body yield the last item.
    pub(crate) fallible: bool,
    /// How the body can end.
    pub(crate) end: End,
}

/// The form in which a function returns its generator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `impl Iterator` or `impl Coroutine`.
    Opaque,
    /// `Box<dyn Iterator>` or `Box<dyn Coroutine>`.
    Box,
    BoxGenerator,
    LocalBoxGenerator,
    /// `impl PinCoroutine`, which needs no heap.
    Pinned,
}

/// The types of the values that pass in and out of the body. Each `impl ..` in them is replaced by `_`.
pub(crate) struct Types {
    pub(crate) item: Type,
    pub(crate) resume: Type,
    pub(crate) returned: Type,
    pub(crate) error: Type,
}

/// Checks the signature of a generator. `None` if it does not tell what to return: then at least one
/// error is reported.
pub(crate) fn check(
    signature: &Signature,
    runtime: &Path,
    explicit: bool,
    errors: &mut Errors,
) -> Option<Output> {
    check_qualifiers(signature, errors);
    let returned = match &signature.output {
        ReturnType::Type(_, returned) => &**returned,
        ReturnType::Default => {
            errors.at(
                &signature.ident,
                format!("a generator needs a return type that says what it yields; {ACCEPTED}"),
            );
            return None;
        }
    };
    let output = match ungrouped(returned) {
        Type::ImplTrait(opaque) => opaque_output(opaque, signature, runtime, explicit, errors),
        Type::Path(path) if path.qself.is_none() => {
            named_output(returned, &path.path, signature, errors)
        }
        _ => {
            errors.at(returned, advice::unusable(returned, &signature.generics));
            None
        }
    };
    output.filter(|output| {
        let fits = cfg!(feature = "alloc")
            || output.form == Form::Pinned
            || (explicit && output.form == Form::Opaque);
        if !fits {
            let is_in_box = output.form != Form::Opaque;
            errors.at(returned, if is_in_box { BOX_NEEDS_ALLOC } else { NEEDS_ALLOC });
        }
        fits
    })
}

fn check_qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(asyncness) = &signature.asyncness {
        errors.at(
            asyncness,
            "a generator cannot be `async`: its caller steps it, and nothing in it waits; remove \
             `async`, or write a stream, `impl Stream<Item = ..>`",
        );
    }
    check_form_qualifiers(signature, errors);
}

/// Reports the qualifiers that no generator has, asynchronous or not.
pub(crate) fn check_form_qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(constness) = &signature.constness {
        errors.at(
            constness,
            "a generator cannot be `const`: its body runs step by step at run time; remove `const`",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.at(
            abi,
            "a generator cannot be `extern`: what it returns has no layout that another language \
             knows; remove the ABI and wrap the generator in an `extern` function",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a generator takes no variadic arguments: take a slice instead");
    }
}

impl Output {
    fn new(returned: Type, form: Form, types: Types, ends: Ends) -> Self {
        let fallible = ends == Ends::Iterator && is_result(&types.item);
        let end =
            if fallible || !is_plain(&types.returned) { End::Error } else { End::Value(ends) };
        Self { returned, form, types, fallible, end }
    }

    /// Whether values are yielded, passed in or returned whose type is written as `impl ..`.
    pub(crate) fn has_opaque_values(&self) -> bool {
        let types = &self.types;
        let given = [&types.item, &types.resume, &types.returned, &types.error];
        // In a generator in place, `_` is written.
        given.into_iter().any(is_inferred)
            && self
                .returned
                .to_token_stream()
                .into_iter()
                .skip(1)
                .any(|token| matches!(token, TokenTree::Ident(word) if word == "impl"))
    }

    /// The output of a function whose signature does not tell it. It serves to find mistakes in the
    /// body.
    pub(crate) fn unknown() -> Self {
        let unknown: Type = parse_quote!(_);
        let types = Types {
            item: unknown.clone(),
            resume: unknown.clone(),
            returned: unknown.clone(),
            error: unknown.clone(),
        };
        Self::new(unknown, Form::Opaque, types, Ends::Coroutine)
    }
}

impl Types {
    /// The item type of an iterator over `Result`s, as it determines the type of the errors.
    ///
    /// Nothing determines an `impl Trait` among the values of the `Result`s at the end of a body, which
    /// mentions the errors alone: `()` replaces such a type.
    pub(crate) fn fallible_item(&self) -> Type {
        let mut item = self.item.clone();
        if let Type::Path(path) = without_groups(&mut item) {
            if let Some(PathArguments::AngleBracketed(arguments)) =
                path.path.segments.last_mut().map(|last| &mut last.arguments)
            {
                let values = arguments.args.iter_mut().find_map(|argument| match argument {
                    GenericArgument::Type(values) => Some(values),
                    _ => None,
                });
                if let Some(values) = values.filter(|values| is_inferred(values)) {
                    *values = unit(Span::mixed_site());
                }
            }
        }
        item
    }
}
