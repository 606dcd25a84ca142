//! Checks the signature of a generator function, and finds its kind and its types in the return type.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::token::Paren;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, ReturnType, Signature,
    Token, Type, TypeImplTrait, TypeInfer, TypeParamBound, TypeTuple, parse_quote,
    parse_quote_spanned,
};

use crate::advice::{self, ACCEPTED};
use crate::errors::Errors;
use crate::validate::{End, Ends};

const NEEDS_ALLOC: &str = "\
this generator can be moved while it is suspended, so its body needs the heap: turn on the feature \
`alloc` of genfn (it is part of the default feature `std`), write `#[generator(state)]`, which needs no \
heap, or return `impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E>`, which the caller pins with \
`genfn::pin!`";

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

/// The trait that a return type names. If it names several, the greatest decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GeneratorTrait {
    Iterator,
    Coroutine,
    PinCoroutine,
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
            errors.at(returned, NEEDS_ALLOC);
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

/// Reads `impl Iterator<..> + ..`, `impl Coroutine<..> + ..` and `impl PinCoroutine<..> + ..`.
fn opaque_output(
    opaque: &TypeImplTrait,
    signature: &Signature,
    runtime: &Path,
    explicit: bool,
    errors: &mut Errors,
) -> Option<Output> {
    check_bounds(&opaque.bounds, explicit, errors)?;
    let mut opaque = opaque.clone();
    let (generator_trait, types) =
        generator_trait_of(&mut opaque.bounds, errors).unwrap_or_else(|| {
            let written = Type::ImplTrait(opaque.clone());
            errors.at(&opaque, advice::unusable(&written, &signature.generics));
            None
        })?;
    let form = match generator_trait {
        GeneratorTrait::Iterator | GeneratorTrait::Coroutine => Form::Opaque,
        GeneratorTrait::PinCoroutine => Form::Pinned,
    };
    let end = opaque.to_token_stream().into_iter().last().map(|token| token.span());
    let item = &types.item;
    let added: Vec<TypeParamBound> = match generator_trait {
        GeneratorTrait::Iterator => vec![parse_quote!(#runtime::Generator)],
        GeneratorTrait::Coroutine if types.are_those_of_an_iterator() => vec![
            parse_quote!(::core::iter::Iterator<Item = #item>),
            parse_quote!(#runtime::Generator),
        ],
        GeneratorTrait::Coroutine if is_unit(&types.resume) => {
            vec![parse_quote!(#runtime::CoroutineIterator)]
        }
        GeneratorTrait::Coroutine | GeneratorTrait::PinCoroutine => {
            vec![parse_quote!(::core::fmt::Debug)]
        }
    };
    opaque.bounds.extend(added.into_iter().map(|bound| ends_at(end, bound)));
    let mut returned = Type::ImplTrait(opaque);
    CaptureAll.visit_type_mut(&mut returned);
    Some(Output::new(returned, form, types, generator_trait.ends()))
}

/// Reads `Box<dyn ..>`, `BoxGenerator<..>` and `LocalBoxGenerator<..>`.
fn named_output(
    written: &Type,
    path: &Path,
    signature: &Signature,
    errors: &mut Errors,
) -> Option<Output> {
    let last = path.segments.last()?;
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments),
        _ => None,
    };
    let form = match &*last.ident.to_string() {
        "BoxGenerator" => Form::BoxGenerator,
        "LocalBoxGenerator" => Form::LocalBoxGenerator,
        "Box" => {
            if let Some(Type::TraitObject(object)) = arguments.and_then(only_type).map(ungrouped) {
                return boxed_output(written, object, signature, errors);
            }
            errors.at(written, advice::unusable(written, &signature.generics));
            return None;
        }
        _ => {
            errors.at(written, advice::unusable(written, &signature.generics));
            return None;
        }
    };
    let mut given =
        arguments.into_iter().flat_map(|arguments| &arguments.args).filter_map(|argument| {
            match argument {
                GenericArgument::Type(argument) => Some(inferred(argument)),
                _ => None,
            }
        });
    let Some(item) = given.next() else {
        errors.at(written, format!("say what the generator yields: `{}<'_, ..>`", last.ident));
        return None;
    };
    let mut types = Types::yielding(sized(item, errors)?, last.ident.span());
    for place in [&mut types.resume, &mut types.returned, &mut types.error] {
        if let Some(argument) = given.next() {
            *place = argument;
        }
    }
    Some(Output::new(written.clone(), form, types, Ends::Coroutine))
}

/// Reads `Box<dyn Iterator<..> + ..>` and `Box<dyn Coroutine<..> + ..>`.
fn boxed_output(
    written: &Type,
    object: &syn::TypeTraitObject,
    signature: &Signature,
    errors: &mut Errors,
) -> Option<Output> {
    check_bounds(&object.bounds, false, errors)?;
    let mut object = object.clone();
    let (generator_trait, types) =
        generator_trait_of(&mut object.bounds, errors).unwrap_or_else(|| {
            errors.at(written, advice::unusable(written, &signature.generics));
            None
        })?;
    let mut returned = written.clone();
    ReplaceTraitObject(&object).visit_type_mut(&mut returned);
    Some(Output::new(returned, Form::Box, types, generator_trait.ends()))
}

/// Replaces a trait object by this one, which has all its bindings.
struct ReplaceTraitObject<'a>(&'a syn::TypeTraitObject);

impl VisitMut for ReplaceTraitObject<'_> {
    fn visit_type_trait_object_mut(&mut self, object: &mut syn::TypeTraitObject) {
        self.0.clone_into(object);
    }
}

/// Reports the bounds that no generator satisfies. `None` if there are any.
pub(crate) fn check_bounds(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    explicit: bool,
    errors: &mut Errors,
) -> Option<()> {
    let mut met = Some(());
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let Some(name) = bound.path.segments.last().map(|segment| &segment.ident) else {
            continue;
        };
        let message = match &*name.to_string() {
            "DoubleEndedIterator" => {
                "a generator cannot be a `DoubleEndedIterator`: its body runs forwards only; \
                 collect it and reverse the collection, or write a second generator that goes \
                 backwards"
            }
            "ExactSizeIterator" => {
                "a generator cannot be an `ExactSizeIterator`: how many items there are is known \
                 once its body has run; tell what you know with `#[generator(size_hint = ..)]`"
            }
            "Clone" | "Copy" if explicit => continue,
            "Clone" | "Copy" => {
                "only a generator function that returns `impl Iterator<..>` or `impl Coroutine<..>` \
                 can be cloned: write a function that returns one of these with `+ Clone`"
            }
            _ => continue,
        };
        errors.at(bound, message);
        met = None;
    }
    met
}

/// Moves the last token of an added `bound` to the `end` of the user's type. rustc underlines a type
/// from its first token to its last.
pub(crate) fn ends_at(end: Option<Span>, mut bound: TypeParamBound) -> TypeParamBound {
    if let (TypeParamBound::Trait(bound), Some(end)) = (&mut bound, end) {
        if let Some(last) = bound.path.segments.last_mut() {
            last.ident.set_span(end);
        }
    }
    bound
}

/// Finds the trait of a generator among the bounds, with its types. It adds the bindings that a
/// `Coroutine` needs and the user left out.
///
/// `None` if no bound is such a trait. `Some(None)` if the trait does not tell what the generator yields,
/// which is reported.
#[expect(clippy::option_option, reason = "neither is an error that the other one could stand for")]
fn generator_trait_of(
    bounds: &mut Punctuated<TypeParamBound, Token![+]>,
    errors: &mut Errors,
) -> Option<Option<(GeneratorTrait, Types)>> {
    let named = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => GeneratorTrait::named_by(&bound.path),
        _ => None,
    };
    // `impl Iterator + Coroutine` is a coroutine, in any order.
    let generator_trait = bounds.iter().filter_map(named).max()?;
    let bound = bounds.iter_mut().find(|bound| named(bound) == Some(generator_trait))?;
    let TypeParamBound::Trait(bound) = bound else { return None };
    let segment = bound.path.segments.last_mut()?;
    let name = match generator_trait {
        GeneratorTrait::Iterator => "Item",
        GeneratorTrait::Coroutine | GeneratorTrait::PinCoroutine => "Yield",
    };
    let Some(item) = binding(&segment.arguments, name) else {
        errors.at(
            &segment,
            format!("say what the generator yields: `{}<{name} = ..>`", segment.ident),
        );
        return Some(None);
    };
    let Some(item) = sized(item, errors) else {
        return Some(None);
    };
    let mut types = Types::yielding(item, segment.ident.span());
    if generator_trait != GeneratorTrait::Iterator {
        types.complete(&mut segment.arguments);
    }
    Some(Some((generator_trait, types)))
}

impl GeneratorTrait {
    /// The trait that `path` names.
    fn named_by(path: &Path) -> Option<Self> {
        match &*path.segments.last()?.ident.to_string() {
            "Iterator" | "FusedIterator" => Some(Self::Iterator),
            "Coroutine" => Some(Self::Coroutine),
            "PinCoroutine" => Some(Self::PinCoroutine),
            _ => None,
        }
    }

    /// What a body of such a generator returns.
    fn ends(self) -> Ends {
        match self {
            Self::Iterator => Ends::Iterator,
            Self::Coroutine | Self::PinCoroutine => Ends::Coroutine,
        }
    }
}

impl Types {
    /// The types of a generator that yields `item`, with the defaults for the others. An error about a
    /// default is reported at `place`.
    fn yielding(item: Type, place: Span) -> Self {
        let place = Span::mixed_site().located_at(place);
        Self {
            item,
            resume: unit(Span::call_site()),
            returned: unit(place),
            // rustc parses these tokens later. To parse them here as well would take longer.
            error: Type::Verbatim(default_error()),
        }
    }

    /// Whether the item type has a name, and the other types are the defaults.
    fn are_those_of_an_iterator(&self) -> bool {
        is_unit(&self.resume)
            && is_unit(&self.returned)
            && is_default_error(&self.error)
            && !is_inferred(&self.item)
    }

    /// Takes the types that `arguments` bind, and adds bindings of the defaults for the others.
    fn complete(&mut self, arguments: &mut PathArguments) {
        let places = [
            ("Resume", &mut self.resume),
            ("Return", &mut self.returned),
            ("Error", &mut self.error),
        ];
        for (name, place) in places {
            if let Some(bound) = binding(arguments, name) {
                *place = bound;
            } else if let PathArguments::AngleBracketed(arguments) = arguments {
                let name = Ident::new(name, Span::mixed_site());
                let default = &*place;
                arguments.args.push(parse_quote!(#name = #default));
            }
        }
    }
}

/// The type that `arguments` bind to `name`: `_` for a bound in place of a binding.
pub(crate) fn binding(arguments: &PathArguments, name: &str) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(bound) if bound.ident == name => Some(inferred(&bound.ty)),
        GenericArgument::Constraint(bound) if bound.ident == name => Some(parse_quote!(_)),
        _ => None,
    })
}

/// The only type among generic arguments.
pub(crate) fn only_type(arguments: &AngleBracketedGenericArguments) -> Option<&Type> {
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if arguments.args.len() == 1 => Some(argument),
        _ => None,
    }
}

/// The type `written` with `_` in place of each `impl ..`, which a body cannot mention.
pub(crate) fn inferred(written: &Type) -> Type {
    struct Infer;

    impl VisitMut for Infer {
        fn visit_type_mut(&mut self, written: &mut Type) {
            if let Type::ImplTrait(_) = written {
                *written = parse_quote!(_);
            } else {
                visit_mut::visit_type_mut(self, written);
            }
        }
    }

    let mut inferred = written.clone();
    Infer.visit_type_mut(&mut inferred);
    inferred
}

/// Whether a type contains `_`.
pub(crate) fn is_inferred(written: &Type) -> bool {
    struct Inferred(bool);

    impl VisitMut for Inferred {
        fn visit_type_infer_mut(&mut self, _: &mut TypeInfer) {
            self.0 = true;
        }
    }

    let mut inferred = Inferred(false);
    inferred.visit_type_mut(&mut written.clone());
    inferred.0
}

/// Makes an opaque type capture every lifetime in scope, as the opaque type of an `async fn` does,
/// because a generator owns all its arguments.
///
/// Edition 2024 has this rule for every opaque type (RFC 3498). The edition of the token `impl` decides
/// whether it applies. This visitor replaces the token by one of this crate, whose edition is 2024. A
/// bound `use<..>` still has precedence.
pub(crate) struct CaptureAll;

impl VisitMut for CaptureAll {
    fn visit_type_impl_trait_mut(&mut self, opaque: &mut TypeImplTrait) {
        opaque.impl_token.span = Span::mixed_site().located_at(opaque.impl_token.span);
        visit_mut::visit_type_impl_trait_mut(self, opaque);
    }
}

/// The type of the items. `None` if its size is not known, which is reported.
pub(crate) fn sized(item: Type, errors: &mut Errors) -> Option<Type> {
    let Some(remedy) = remedy_for_unsized(&item) else {
        return Some(item);
    };
    errors.at(
        &item,
        format!(
            "items are given out by value, so that their type has to have a size: yield {remedy}"
        ),
    );
    None
}

/// What to yield in place of a type that cannot have a known size, as its syntax tells.
fn remedy_for_unsized(item: &Type) -> Option<&'static str> {
    match ungrouped(item) {
        Type::Path(path) if path.path.is_ident("str") => Some("`&str` or `String`"),
        Type::Slice(_) => Some("a reference to it, or a `Vec`"),
        Type::TraitObject(_) => Some("a `Box` of it"),
        _ => None,
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

/// Whether the syntax of a type tells that it is neither a `Result` nor an `Option`.
pub(crate) fn is_plain(written: &Type) -> bool {
    let plain = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize", "String", "Vec",
    ];
    match ungrouped(written) {
        Type::Tuple(_) | Type::Array(_) | Type::Reference(_) => true,
        Type::Path(path) => {
            path.path.segments.len() == 1
                && plain.iter().any(|name| path.path.segments[0].ident == name)
        }
        _ => false,
    }
}

/// The type `()` with the span `place`.
fn unit(place: Span) -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Paren(place),
        elems: Punctuated::new(),
    })
}

/// The type that a generator throws whose signature names none.
fn default_error() -> TokenStream {
    quote!(::core::convert::Infallible)
}

/// Whether a type is written as the default of what is thrown.
pub(crate) fn is_default_error(written: &Type) -> bool {
    let words = |tokens: TokenStream| tokens.into_iter().map(|token| token.to_string());
    words(written.to_token_stream()).eq(words(default_error()))
}

/// Whether a type is written as `()`.
pub(crate) fn is_unit(written: &Type) -> bool {
    matches!(ungrouped(written), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether the name of a type is `Result`: `Result<..>`, `io::Result<..>`.
pub(crate) fn is_result(written: &Type) -> bool {
    match ungrouped(written) {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "Result")
        }
        _ => false,
    }
}

/// The type inside of parentheses and of the invisible groups that macros make.
pub(crate) fn ungrouped(written: &Type) -> &Type {
    match written {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// [`ungrouped`], to change the type.
fn without_groups(written: &mut Type) -> &mut Type {
    match written {
        Type::Group(group) => without_groups(&mut group.elem),
        Type::Paren(paren) => without_groups(&mut paren.elem),
        other => other,
    }
}

/// What stands in for the return type of a generator with mistakes, so that its callers compile.
pub(crate) struct StandIn {
    /// The return type.
    pub(crate) returned: Type,
    /// The return type with a known type in place of each `impl ..`, if there are any.
    pub(crate) hidden: Option<Type>,
}

/// The return type that is nearest to `written` and that rustc accepts.
pub(crate) fn stand_in(written: &Type, runtime: &Path) -> StandIn {
    if let Type::TraitObject(object) = ungrouped(written) {
        return StandIn { returned: boxed(object, runtime), hidden: None };
    }
    let mut returned = written.clone();
    Complete.visit_type_mut(&mut returned);
    BoxOther(runtime).visit_type_mut(&mut returned);
    let mut hidden = returned.clone();
    let mut hide = Hide { runtime, any: false };
    hide.visit_type_mut(&mut hidden);
    StandIn { returned, hidden: hide.any.then_some(hidden) }
}

/// The type of a box with `inside` in it.
fn boxed(inside: &(impl ToTokens + Spanned), runtime: &Path) -> Type {
    let span = Span::call_site().located_at(inside.span());
    parse_quote_spanned!(span=> #runtime::__private::Box<#inside>)
}

/// A type that implements the trait of a bound, if the trait is one of those below.
fn implementor(bound: &TypeParamBound, runtime: &Path) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    let bound = |name| {
        let bound = binding(&last.arguments, name).filter(|bound| !matches!(bound, Type::Infer(_)));
        bound.unwrap_or_else(|| parse_quote!(()))
    };
    match &*last.ident.to_string() {
        "Iterator"
        | "DoubleEndedIterator"
        | "ExactSizeIterator"
        | "FusedIterator"
        | "IntoIterator" => {
            let item = bound("Item");
            Some(parse_quote!(::core::iter::Empty<#item>))
        }
        "Sized" => Some(parse_quote!(())),
        "Future" | "IntoFuture" => {
            let output = bound("Output");
            Some(parse_quote!(::core::future::Pending<#output>))
        }
        "Coroutine" => {
            let types = ["Yield", "Resume", "Return", "Error"].map(bound);
            Some(parse_quote!(#runtime::BoxGenerator<'_, #(#types),*>))
        }
        "Stream" | "FusedStream" | "CloseStream" if cfg!(feature = "stream") => {
            let item = bound("Item");
            Some(parse_quote!(#runtime::__private::StreamStandIn<#item>))
        }
        "TryStream" if cfg!(feature = "stream") => {
            let [item, error] = ["Ok", "Error"].map(bound);
            Some(parse_quote!(#runtime::__private::StreamStandIn<
                ::core::result::Result<#item, #error>
            >))
        }
        "PinCoroutine" => {
            let [item, resume, returned, error] = ["Yield", "Resume", "Return", "Error"].map(bound);
            Some(parse_quote!(::core::pin::Pin<#runtime::__private::Box<
                dyn #runtime::PinCoroutine<
                    Yield = #item, Resume = #resume, Return = #returned, Error = #error,
                >
            >>))
        }
        _ => None,
    }
}

/// Replaces each `impl ..` by a type that implements it.
struct Hide<'a> {
    runtime: &'a Path,
    any: bool,
}

impl VisitMut for Hide<'_> {
    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        if let Type::ImplTrait(opaque) = written {
            self.any = true;
            let implementor =
                opaque.bounds.iter().find_map(|bound| implementor(bound, self.runtime));
            if let Some(implementor) = implementor {
                *written = implementor;
            }
        }
    }
}

/// Corrects the types of a generator's trait, and takes away the traits that no trait object has, so
/// that rustc has nothing to add to the macro's message.
struct Complete;

impl Complete {
    /// Gives the trait `known` types, the first of which is any that is given under another name.
    fn complete(bound: &mut TypeParamBound) {
        let TypeParamBound::Trait(bound) = bound else { return };
        let Some(last) = bound.path.segments.last_mut() else { return };
        let known: &[&str] = match &*last.ident.to_string() {
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => &["Item"],
            "Coroutine" | "PinCoroutine" => &["Yield", "Resume", "Return", "Error"],
            _ => return,
        };
        let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return };
        let is_known = |argument: &GenericArgument| match argument {
            GenericArgument::AssocType(bound) => known.iter().any(|name| bound.ident == name),
            GenericArgument::Constraint(bound) => known.iter().any(|name| bound.ident == name),
            _ => false,
        };
        let (mut kept, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut arguments.args).into_iter().partition(is_known);
        if kept.is_empty() {
            let given = others.into_iter().find_map(|argument| match argument {
                GenericArgument::AssocType(bound) => Some(bound.ty),
                GenericArgument::Type(given) => Some(given),
                _ => None,
            });
            let name = Ident::new(known[0], Span::call_site());
            kept.extend(given.map(|given| -> GenericArgument { parse_quote!(#name = #given) }));
        }
        arguments.args = kept.into_iter().collect();
    }
}

impl VisitMut for Complete {
    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        match written {
            Type::ImplTrait(opaque) => opaque.bounds.iter_mut().for_each(Self::complete),
            Type::TraitObject(object) => {
                object.bounds.iter_mut().for_each(Self::complete);
                let mut any = false;
                object.bounds = std::mem::take(&mut object.bounds)
                    .into_iter()
                    .filter(|bound| {
                        let TypeParamBound::Trait(bound) = bound else { return true };
                        let auto = ["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe"];
                        let last = bound.path.segments.last();
                        last.is_some_and(|last| auto.iter().any(|name| last.ident == name))
                            || !std::mem::replace(&mut any, true)
                    })
                    .collect();
            }
            Type::Path(path) => {
                let Some(last) = path.path.segments.last_mut() else { return };
                let is_box = last.ident == "BoxGenerator" || last.ident == "LocalBoxGenerator";
                let has_types = match &last.arguments {
                    PathArguments::AngleBracketed(arguments) => arguments
                        .args
                        .iter()
                        .any(|argument| matches!(argument, GenericArgument::Type(_))),
                    _ => false,
                };
                if is_box && !has_types {
                    match &mut last.arguments {
                        PathArguments::AngleBracketed(arguments) => {
                            arguments.args.push(parse_quote!(()));
                        }
                        none => *none = PathArguments::AngleBracketed(parse_quote!(<'_, ()>)),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Replaces an `impl ..` by `Box<dyn ..>` if no implementor is known, and boxes items without a known
/// size.
struct BoxOther<'a>(&'a Path);

impl VisitMut for BoxOther<'_> {
    fn visit_assoc_type_mut(&mut self, bound: &mut syn::AssocType) {
        visit_mut::visit_assoc_type_mut(self, bound);
        if remedy_for_unsized(&bound.ty).is_some() {
            bound.ty = boxed(&bound.ty, self.0);
        }
    }

    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        if let Type::TraitObject(object) = written {
            if let Some(item) = object.bounds.iter().find_map(advice::item_of_generator_bound) {
                let item = item.unwrap_or_else(|| parse_quote!(()));
                *written = parse_quote!(dyn ::core::iter::Iterator<Item = #item>);
            }
            return;
        }
        let Type::ImplTrait(opaque) = written else {
            return;
        };
        if let Some(item) = opaque.bounds.iter().find_map(advice::item_of_generator_bound) {
            // `Generator` has no binding of its own.
            let runtime = self.0;
            let item = item.unwrap_or_else(|| parse_quote!(()));
            *written = parse_quote! {
                impl #runtime::Coroutine<
                    Yield = #item, Resume = (), Return = (), Error = ::core::convert::Infallible,
                > + ::core::iter::Iterator<Item = #item>
            };
            return;
        }
        if opaque.bounds.iter().any(|bound| implementor(bound, self.0).is_some()) {
            return;
        }
        let bounds = opaque.bounds.iter().filter(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.maybe.is_none(),
            TypeParamBound::Lifetime(_) => true,
            _ => false,
        });
        let span = opaque.span();
        let bounds = quote::quote_spanned!(span=> #(#bounds)+*);
        *written = boxed(&quote::quote_spanned!(span=> dyn #bounds), self.0);
    }
}
