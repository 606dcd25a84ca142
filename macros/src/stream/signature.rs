//! Finds out from the return type what kind of stream is asked for.

use proc_macro2::Span;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;
use syn::{
    Error, Path, PathArguments, PathSegment, ReturnType, Signature, Token, Type, TypeImplTrait,
    TypeParamBound, parse_quote,
};

use crate::advice::text;
use crate::errors::Errors;
use crate::signature::{
    CaptureAll, binding, check_bounds, check_form_qualifiers, ends_at, inferred, is_result,
    only_type, sized, ungrouped,
};
use crate::validate::{End, Ends};

const ACCEPTED: &str = "\
an `async` generator returns one of
    impl Stream<Item = T>, which the caller pins
    impl Stream<Item = T> + Unpin
    BoxStream<'a, T> or LocalBoxStream<'a, T>
    Pin<Box<dyn Stream<Item = T> + Send + 'a>>";

const NEEDS_FEATURE: &str = "\
streams need the feature `stream` of genfn: write `genfn = { version = \"..\", features = \
[\"stream\"] }` in Cargo.toml";

const NEEDS_ALLOC: &str = "\
this stream lies in a box: turn on the feature `alloc` of genfn (it is part of the default feature \
`std`), or return `impl Stream<Item = T>`, which the caller pins";

/// What an asynchronous generator gives its caller.
pub(super) struct StreamOutput {
    /// The return type of the new function.
    pub(super) returned: Type,
    pub(super) form: StreamForm,
    pub(super) item: Type,
    /// Whether `?` and `return Err(..)` in the body give the last item.
    pub(super) fallible: bool,
    /// What the body can end with.
    pub(super) end: End,
}

/// How the state machine is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StreamForm {
    /// As it is: its caller pins it.
    Pinned,
    /// With the body in a box, from the first poll on.
    Movable,
    /// In a pinned box.
    Boxed,
}

/// Checks the signature of an asynchronous generator. `None` if it is of no use; what is wrong is among
/// the errors then, and may be in any case.
pub(super) fn check(
    signature: &Signature,
    runtime: &Path,
    errors: &mut Errors,
) -> Option<StreamOutput> {
    check_form_qualifiers(signature, errors);
    let ReturnType::Type(_, returned) = &signature.output else {
        errors.at(
            &signature.ident,
            format!(
                "an `async` generator needs a return type that says what it yields; {ACCEPTED}"
            ),
        );
        return None;
    };
    if !cfg!(feature = "stream") {
        let place = signature.asyncness.map_or_else(|| signature.ident.span(), |token| token.span);
        errors.add(Error::new(place, NEEDS_FEATURE));
        return None;
    }
    let output = match ungrouped(returned) {
        Type::ImplTrait(opaque) => opaque_output(opaque, runtime, errors),
        Type::Path(path) if path.qself.is_none() => named_output(returned, &path.path, errors),
        _ => {
            errors.at(returned, unusable(returned));
            None
        }
    };
    output.filter(|output| {
        let fits = cfg!(feature = "alloc") || output.form == StreamForm::Pinned;
        if !fits {
            errors.at(returned, NEEDS_ALLOC);
        }
        fits
    })
}

/// Whether a function is an asynchronous generator. One that is `async` and returns an iterator or a
/// coroutine is a generator with a mistake.
pub(crate) fn is_asked_for(signature: &Signature) -> bool {
    let returned = match &signature.output {
        ReturnType::Type(_, returned) => Some(&**returned),
        ReturnType::Default => None,
    };
    signature.asyncness.is_some() && !returned.is_some_and(is_generator)
}

/// The error that a stream is where the function is not `async`.
pub(crate) fn missing_async(signature: &Signature) -> Option<Error> {
    let ReturnType::Type(_, returned) = &signature.output else { return None };
    if signature.asyncness.is_some() || !is_stream(returned) {
        return None;
    }
    let name = &signature.ident;
    Some(Error::new_spanned(
        signature.fn_token,
        format!(
            "a generator that returns a stream is an `async fn`: write `async fn {name}`, or \
             return `impl Iterator` if it waits for nothing"
        ),
    ))
}

/// Whether a return type is one of a stream, or close to one.
fn is_stream(returned: &Type) -> bool {
    struct Finds(bool);

    impl<'ast> Visit<'ast> for Finds {
        fn visit_type_param_bound(&mut self, bound: &'ast TypeParamBound) {
            if let TypeParamBound::Trait(bound) = bound {
                let name = bound.path.segments.last().map(|segment| segment.ident.to_string());
                self.0 |= name.is_some_and(|name| is_stream_trait(&name) || name == "TryStream");
            }
            visit::visit_type_param_bound(self, bound);
        }

        fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
            self.0 |= segment.ident == "BoxStream" || segment.ident == "LocalBoxStream";
            visit::visit_path_segment(self, segment);
        }
    }

    let mut finds = Finds(false);
    finds.visit_type(returned);
    finds.0
}

/// Whether this is the name of a trait that says what a stream yields.
fn is_stream_trait(name: &str) -> bool {
    ["Stream", "FusedStream", "CloseStream", "AsyncGenerator"].contains(&name)
}

/// The message for a return type that makes no stream, with the advice that fits it.
fn unusable(returned: &Type) -> String {
    format!("{}; {ACCEPTED}", advice(returned))
}

fn advice(returned: &Type) -> String {
    let written = text(returned);
    let holds = |what: &str| written.contains(what);
    match ungrouped(returned) {
        Type::TraitObject(_) if holds("Stream") => {
            format!("a trait object has no size of its own: write `Pin<Box<{written}>>`")
        }
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Box") => {
            format!("a stream in a box has to be pinned there: write `Pin<{written}>`")
        }
        Type::Path(_) if holds("Result<impl Stream") || holds("Option<impl Stream") => {
            "the call of a generator cannot fail, because nothing of its body runs before the first \
             poll: to fail at the call, let a plain `async fn` return this and call the generator; \
             to fail later, make each item a `Result` (`Item = Result<..>`)"
                .to_owned()
        }
        Type::Path(path) if is_value(&path.path) => format!(
            "an `async` generator is a stream: to yield values of type `{written}`, write `impl \
             Stream<Item = {written}>`"
        ),
        Type::Path(_) => format!(
            "what `{written}` is cannot be seen here: if it is another name of a boxed stream, \
             remove `#[generator]` and `async`, and let the function return \
             `Box::pin(async_gen! {{ .. }})`"
        ),
        _ => "this return type makes no stream".to_owned(),
    }
}

/// Whether this is one of the types of the language and its library that are no streams.
fn is_value(path: &Path) -> bool {
    let values = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize", "String", "Vec", "Option", "Result",
    ];
    path.segments.last().is_some_and(|last| values.iter().any(|value| last.ident == value))
}

/// Whether a return type is one of a generator that is not `async`.
pub(super) fn is_generator(returned: &Type) -> bool {
    let written = text(returned);
    ["impl Iterator", "impl Coroutine", "impl PinCoroutine", "BoxGenerator", "dyn Iterator"]
        .iter()
        .any(|generator| written.contains(generator))
}

/// `impl Stream<..> + ..`.
fn opaque_output(
    opaque: &TypeImplTrait,
    runtime: &Path,
    errors: &mut Errors,
) -> Option<StreamOutput> {
    check_bounds(&opaque.bounds, false, errors)?;
    let item = item_of(&opaque.bounds, &Type::ImplTrait(opaque.clone()), errors)?;
    let mut opaque = opaque.clone();
    let movable = opaque.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Unpin" && bound.maybe.is_none()),
        _ => false,
    });
    let end = opaque.to_token_stream().into_iter().last().map(|token| token.span());
    opaque.bounds.push(ends_at(end, parse_quote!(#runtime::AsyncGenerator)));
    let mut returned = Type::ImplTrait(opaque);
    CaptureAll.visit_type_mut(&mut returned);
    let form = if movable { StreamForm::Movable } else { StreamForm::Pinned };
    Some(StreamOutput::new(returned, form, item))
}

/// `BoxStream<..>`, `LocalBoxStream<..>` and `Pin<Box<dyn Stream<..> + ..>>`.
fn named_output(written: &Type, path: &Path, errors: &mut Errors) -> Option<StreamOutput> {
    let last = path.segments.last()?;
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments),
        _ => None,
    };
    let item = match &*last.ident.to_string() {
        "BoxStream" | "LocalBoxStream" => {
            let item = arguments.and_then(|arguments| {
                arguments.args.iter().find_map(|argument| match argument {
                    syn::GenericArgument::Type(item) => Some(inferred(item)),
                    _ => None,
                })
            });
            let Some(item) = item else {
                errors.at(written, format!("say what the stream yields: `{}<'_, ..>`", last.ident));
                return None;
            };
            sized(item, errors)?
        }
        "Pin" => {
            let object = arguments.and_then(only_type).map(ungrouped).and_then(boxed_object);
            let Some(object) = object else {
                errors.at(written, unusable(written));
                return None;
            };
            item_of(&object.bounds, written, errors)?
        }
        _ => {
            errors.at(written, unusable(written));
            return None;
        }
    };
    Some(StreamOutput::new(written.clone(), StreamForm::Boxed, item))
}

/// The trait object in a `Box<dyn ..>`.
fn boxed_object(written: &Type) -> Option<&syn::TypeTraitObject> {
    let Type::Path(path) = written else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match ungrouped(only_type(arguments)?) {
        Type::TraitObject(object) => Some(object),
        _ => None,
    }
}

/// The items that the bounds of a stream name.
fn item_of(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    written: &Type,
    errors: &mut Errors,
) -> Option<Type> {
    let mut stream = None;
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else { continue };
        let Some(last) = bound.path.segments.last() else { continue };
        let name = last.ident.to_string();
        if name == "TryStream" {
            errors.at(
                &bound.path,
                "`TryStream` is implemented for every stream of `Result`s: say \
                 `impl Stream<Item = Result<T, E>>`, and `?` in the body gives the last item",
            );
            return None;
        }
        if is_stream_trait(&name) {
            if let Some(item) = binding(&last.arguments, "Item") {
                return sized(item, errors);
            }
            stream = Some(last);
        }
    }
    match stream {
        Some(last) => {
            errors.at(last, format!("say what the stream yields: `{}<Item = ..>`", last.ident));
        }
        None => errors.at(written, unusable(written)),
    }
    None
}

impl StreamOutput {
    fn new(returned: Type, form: StreamForm, item: Type) -> Self {
        let fallible = is_result(&item);
        let end = if fallible { End::Error } else { End::Value(Ends::Iterator) };
        Self { returned, form, item, fallible, end }
    }

    /// That of a stream in place, whose items are inferred.
    pub(super) fn inferred(here: Span) -> Self {
        let inferred =
            Type::Infer(syn::TypeInfer { attrs: Vec::new(), underscore_token: Token![_](here) });
        Self::new(inferred.clone(), StreamForm::Pinned, inferred)
    }

    /// What is known where a signature is of no stream.
    pub(super) fn unknown() -> Self {
        let mut unknown = Self::inferred(Span::call_site());
        unknown.end = End::Error;
        unknown
    }
}
