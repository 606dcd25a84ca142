//! The messages that advise on the return type of a function: what makes no generator, and where a `?`
//! has no place to go.

use quote::ToTokens;
use syn::{Generics, Path, PathArguments, Type, TypeParamBound, TypePath};

use crate::signature::{Form, Output, binding, is_plain, is_result, only_type, ungrouped};
use crate::validate::Ends;

pub(crate) const ACCEPTED: &str = "\
a generator returns one of
    impl Iterator<Item = Y>
    impl Coroutine<Yield = Y, Resume = S, Return = R, Error = E>
    BoxGenerator<'a, Y, S, R, E> or LocalBoxGenerator<'a, Y, S, R, E>
    Box<dyn Iterator<Item = Y> + 'a> or Box<dyn Coroutine<Yield = Y, ..> + 'a>
    impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E>, without a heap";

/// The message for a return type that makes no generator, with the advice that fits it.
pub(crate) fn unusable(returned: &Type, generics: &Generics) -> String {
    format!("{}; {ACCEPTED}", advice(returned, generics))
}

/// The message for a generator with a name whose function returns that name.
pub(crate) fn named(returned: &Type) -> String {
    let name = text(returned);
    format!(
        "the return type says what a generator yields, also of one with a name: write `impl Iterator<Item = ..>` or \
         `impl Coroutine<..>`; the function returns the struct, `{name}`, to its callers"
    )
}

/// Why `returned` makes no generator, and what to write instead.
fn advice(returned: &Type, generics: &Generics) -> String {
    let written = text(returned);
    if let Some(item) = bounds_of(returned).find_map(item_of_generator_bound) {
        let item = item.as_ref().map_or_else(|| "..".to_owned(), text);
        return match ungrouped(returned) {
            Type::ImplTrait(_) => format!(
                "`#[generator]` adds the bound `Generator` itself: write \
                 `impl Iterator<Item = {item}>`"
            ),
            _ => format!(
                "a trait object cannot be a `Generator`: write `Box<dyn Iterator<Item = {item}>>`"
            ),
        };
    }
    if let Some(output) = bounds_of(returned).find_map(output_of_future) {
        let item = output.as_ref().map_or_else(|| "..".to_owned(), text);
        return format!(
            "a generator is no future, because its caller steps it and nothing in it waits: to \
             yield values of type `{item}`, write `impl Iterator<Item = {item}>`"
        );
    }
    let holds_generator = ["impl Iterator", "impl Coroutine", "dyn Iterator", "dyn Coroutine"]
        .iter()
        .any(|generator| written.contains(generator));
    let name = match ungrouped(returned) {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
    .unwrap_or_default();
    match ungrouped(returned) {
        Type::TraitObject(_) if holds_generator => {
            format!("a trait object has no size of its own: write `Box<{written}>`")
        }
        Type::Reference(_) if holds_generator => "a generator behind a reference has no owner: \
             return it by value"
            .to_owned(),
        Type::ImplTrait(_) if written.contains("IntoIterator") => {
            "a generator is an iterator already: say `Iterator` in place of `IntoIterator`"
                .to_owned()
        }
        Type::Path(_) if holds_generator && (name == "Result" || name == "Option") => format!(
            "the call of a generator function cannot fail, because nothing of its body runs \
             before the first step: to fail at the call, let a plain function return this \
             `{name}` and call the generator; to fail later, make each item a `Result` \
             (`Item = Result<..>`)"
        ),
        Type::Path(_) if holds_generator && name == "Box" => {
            "a box around `impl ..` is of no use: return `impl ..` without it, or say `dyn` in \
             place of `impl`"
                .to_owned()
        }
        Type::Path(_) if holds_generator && name == "Pin" => {
            "a generator may be moved at any time and needs no pinning: return what is inside"
                .to_owned()
        }
        _ if holds_generator => "a generator function returns its generator and nothing around \
             it: let a plain function call it and wrap what it gives"
            .to_owned(),
        Type::Path(path) => advice_on_path(path, &written, &name, generics),
        _ => "this return type makes no generator".to_owned(),
    }
}

/// The advice on a type that has a name.
fn advice_on_path(path: &TypePath, written: &str, name: &str, generics: &Generics) -> String {
    let is_parameter = |name: &syn::Ident| generics.type_params().any(|known| known.ident == *name);
    let segments = &path.path.segments;
    let first = &segments[0].ident;
    if path.qself.is_some() || (segments.len() > 1 && (first == "Self" || is_parameter(first))) {
        return format!(
            "an associated type cannot be seen through: write out what `{written}` stands for, for \
             instance `BoxGenerator<'a, T>`"
        );
    }
    if segments.len() == 1 && is_parameter(first) {
        return format!(
            "the caller chooses the type `{written}`, and a generator has a type of its own: write \
             `impl Iterator<Item = ..>`"
        );
    }
    let item = match segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) if ["Vec", "VecDeque"].contains(&name) => {
            only_type(arguments).map(text)
        }
        _ => None,
    };
    let is_known = ["Self", "Option", "Result", "VecDeque", "HashMap", "HashSet", "BTreeMap"];
    if item.is_some() || is_plain(&Type::Path(path.clone())) || is_known.contains(&name) {
        return format!(
            "this return type makes no generator: to yield values of type `{item}`, write \
             `impl Iterator<Item = {item}>`",
            item = item.as_deref().unwrap_or(written),
        );
    }
    format!(
        "this return type makes no generator: an alias cannot be seen through, so if `{written}` \
         stands for a generator, write out which, for instance `BoxGenerator<'a, T>`; if it is the \
         type of the items, write `impl Iterator<Item = {written}>`"
    )
}

/// The message for a `?` in a body that can end neither with an error nor with `None`.
pub(crate) fn no_question_mark(output: &Output, ends: Ends) -> String {
    let item = text(&output.types.item);
    let items =
        if is_result(&output.types.item) { item.clone() } else { format!("Result<{item}, ..>") };
    let rule = "`?` ends the generator with an error or with `None`";
    let here = "or handle it here, with `match` or `let .. else`";
    let returned = text(&output.types.returned);
    let remedy = match (ends, output.form) {
        (Ends::Iterator, _) if is_plain(&output.types.item) || item.starts_with("Option") => {
            return format!(
                "{rule}, and the items of this iterator have no room for one: make them `Result`s \
                 (`Item = {items}`), so that the error is the last item, {here}"
            );
        }
        (Ends::Iterator, _) => {
            return format!(
                "{rule}, and the items of an iterator have room for one only where the name of \
                 their type is `Result`: write out what `{item}` stands for \
                 (`Item = Result<.., ..>`), {here}"
            );
        }
        (Ends::Coroutine, Form::BoxGenerator) => "`BoxGenerator<'a, Y, S, Result<.., ..>>`",
        (Ends::Coroutine, Form::LocalBoxGenerator) => {
            "`LocalBoxGenerator<'a, Y, S, Result<.., ..>>`"
        }
        (Ends::Coroutine, Form::Pinned) => {
            return format!(
                "{rule}, and this one returns `{returned}`: say what it returns \
                 (`Return = Result<.., ..>`), {here}"
            );
        }
        (Ends::Coroutine, Form::Opaque | Form::Box) => "`Return = Result<.., ..>`",
    };
    format!(
        "{rule}, and this one returns `{returned}`: for an iterator whose last item is the error, \
         return `impl Iterator<Item = {items}>` or `Box<dyn Iterator<Item = {items}>>`; for a \
         coroutine that returns it, say {remedy}; {here}"
    )
}

/// The bounds of `impl ..`, of `dyn ..`, and of a `dyn ..` in boxes.
fn bounds_of(written: &Type) -> impl Iterator<Item = &TypeParamBound> {
    let mut written = ungrouped(written);
    while let Type::Path(path) = written {
        let inside = match path.path.segments.last().map(|segment| &segment.arguments) {
            Some(PathArguments::AngleBracketed(arguments)) => only_type(arguments),
            _ => None,
        };
        let Some(inside) = inside else { break };
        written = ungrouped(inside);
    }
    let bounds = match written {
        Type::ImplTrait(opaque) => Some(&opaque.bounds),
        Type::TraitObject(object) => Some(&object.bounds),
        _ => None,
    };
    bounds.into_iter().flatten()
}

/// The type of the items, if a bound is the trait `Generator` or `CoroutineIterator`. `Some(None)` if
/// the bound does not tell the type.
#[expect(clippy::option_option, reason = "the bound is another one, or it tells no type")]
pub(crate) fn item_of_generator_bound(bound: &TypeParamBound) -> Option<Option<Type>> {
    let path = trait_of(bound)?;
    let last = path.segments.last()?;
    let name = last.ident.to_string();
    (name == "Generator" || name == "CoroutineIterator").then(|| {
        let bound = |name| binding(&last.arguments, name);
        bound("Item").or_else(|| bound("Yield"))
    })
}

/// The type of the output, if a bound is the trait `Future`.
#[expect(clippy::option_option, reason = "the bound is another one, or it tells no type")]
fn output_of_future(bound: &TypeParamBound) -> Option<Option<Type>> {
    let last = trait_of(bound)?.segments.last()?;
    (last.ident == "Future" || last.ident == "IntoFuture")
        .then(|| binding(&last.arguments, "Output"))
}

fn trait_of(bound: &TypeParamBound) -> Option<&Path> {
    match bound {
        TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    }
}

/// The source text of a type, with the usual spaces.
pub(crate) fn text(written: &Type) -> String {
    let mut text = written.to_token_stream().to_string();
    for (spaced, tight) in [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ::", "::"),
        (":: ", "::"),
        (" ,", ","),
        ("& ", "&"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}
