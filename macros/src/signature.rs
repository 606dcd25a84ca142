//! Finds out from the return type what kind of generator is asked for.

use proc_macro2::{Ident, Span};
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

use crate::body::End;
use crate::diagnostics::Problems;

const ACCEPTED: &str = "\
a generator returns one of
    impl Iterator<Item = Y>
    impl Coroutine<Yield = Y, Resume = S, Return = R, Error = E>
    BoxGenerator<'a, Y, S, R, E> or LocalBoxGenerator<'a, Y, S, R, E>
    Box<dyn Iterator<Item = Y> + 'a> or Box<dyn Coroutine<Yield = Y, ..> + 'a>
    impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E>, without a heap";

const NEEDS_ALLOC: &str = "\
this generator can be moved while it is suspended, so its body needs the heap: turn on the feature \
`alloc` of genfn (it is part of the default feature `std`), or return `impl PinCoroutine<Yield = Y, \
Resume = S, Return = R, Error = E>`, which the caller pins with `genfn::pin!`";

/// What a generator function gives its caller.
pub(crate) struct Output {
    /// The return type of the new function.
    pub(crate) returned: Type,
    pub(crate) form: Form,
    pub(crate) types: Types,
    /// Whether `?` and `return Err(..)` in the body give the last item.
    pub(crate) fallible: bool,
}

/// How the state machine is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is, behind `impl ..`.
    Opaque,
    /// In a `Box<dyn ..>`.
    Box,
    BoxGenerator,
    LocalBoxGenerator,
    /// As it is, behind `impl PinCoroutine`: without a heap.
    Pinned,
    /// As it is, from a generator expression: no return type says it.
    Expression {
        /// Whether the body waits for nothing but its own yields, for certain.
        only_yields: bool,
    },
}

/// What passes in and out of the body, as far as the signature tells: `_` stands where it says
/// `impl ..`.
pub(crate) struct Types {
    pub(crate) item: Type,
    pub(crate) resume: Type,
    pub(crate) returned: Type,
    pub(crate) error: Type,
}

/// Which trait the return type names. A later one says more than an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Protocol {
    Iterator,
    Coroutine,
    PinCoroutine,
}

/// Checks the signature of a generator. `None` if it is of no use; what is wrong is among the
/// problems then, and may be in any case.
pub(crate) fn check(
    signature: &Signature,
    runtime: &Path,
    explicit: bool,
    problems: &mut Problems,
) -> Option<Output> {
    check_qualifiers(signature, problems);
    let returned = match &signature.output {
        ReturnType::Type(_, returned) => &**returned,
        ReturnType::Default => {
            problems.at(
                &signature.ident,
                format!("a generator needs a return type that says what it yields; {ACCEPTED}"),
            );
            return None;
        }
    };
    let output = match ungrouped(returned) {
        Type::ImplTrait(opaque) => opaque_output(opaque, runtime, explicit, problems),
        Type::Path(path) if path.qself.is_none() => named_output(returned, &path.path, problems),
        _ => {
            problems.at(returned, unusable(returned));
            None
        }
    };
    output.filter(|output| {
        let fits = cfg!(feature = "alloc")
            || output.form == Form::Pinned
            || (explicit && output.form == Form::Opaque);
        if !fits {
            problems.at(returned, NEEDS_ALLOC);
        }
        fits
    })
}

fn check_qualifiers(signature: &Signature, problems: &mut Problems) {
    if let Some(asyncness) = &signature.asyncness {
        problems.at(
            asyncness,
            "a generator cannot be `async`: its caller steps it, and nothing in it waits; remove \
             `async`, or write a stream instead",
        );
    }
    if let Some(constness) = &signature.constness {
        problems.at(
            constness,
            "a generator cannot be `const`: its body runs step by step at run time; remove `const`",
        );
    }
    if let Some(abi) = &signature.abi {
        problems.at(
            abi,
            "a generator cannot be `extern`: what it returns has no layout that another language \
             knows; remove the ABI and wrap the generator in an `extern` function",
        );
    }
    if let Some(variadic) = &signature.variadic {
        problems.at(variadic, "a generator takes no variadic arguments: take a slice instead");
    }
}

/// The message for a return type that makes no generator, with the advice that fits it.
fn unusable(returned: &Type) -> String {
    format!("{}; {ACCEPTED}", advice(returned))
}

/// Why `returned` makes no generator, and what to write instead.
fn advice(returned: &Type) -> String {
    let written = text(returned);
    let holds_generator = ["impl Iterator", "impl Coroutine", "dyn Iterator", "dyn Coroutine"]
        .iter()
        .any(|generator| written.contains(generator));
    let last = match ungrouped(returned) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    };
    let name = last.map(|segment| segment.ident.to_string()).unwrap_or_default();
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
        Type::Path(path) if path.qself.is_none() => {
            let item = match last.map(|segment| &segment.arguments) {
                Some(PathArguments::AngleBracketed(arguments))
                    if ["Vec", "VecDeque"].contains(&&*name) =>
                {
                    only_type(arguments).map(text)
                }
                _ => None,
            };
            format!(
                "this return type makes no generator: to yield values of type `{item}`, write \
                 `impl Iterator<Item = {item}>`",
                item = item.unwrap_or(written),
            )
        }
        _ => "this return type makes no generator".to_owned(),
    }
}

/// A type as one writes it.
fn text(written: &Type) -> String {
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

/// `impl Iterator<..> + ..` and `impl Coroutine<..> + ..`.
fn opaque_output(
    opaque: &TypeImplTrait,
    runtime: &Path,
    explicit: bool,
    problems: &mut Problems,
) -> Option<Output> {
    check_bounds(&opaque.bounds, explicit, problems)?;
    let mut opaque = opaque.clone();
    let (protocol, types) = protocol_of(&mut opaque.bounds, problems).unwrap_or_else(|| {
        problems.at(&opaque, unusable(&Type::ImplTrait(opaque.clone())));
        None
    })?;
    let form = match protocol {
        Protocol::Iterator | Protocol::Coroutine => Form::Opaque,
        Protocol::PinCoroutine => Form::Pinned,
    };
    let end = opaque.to_token_stream().into_iter().last().map(|token| token.span());
    let item = &types.item;
    let added: Vec<TypeParamBound> = match protocol {
        Protocol::Iterator => vec![parse_quote!(#runtime::Generator)],
        Protocol::Coroutine if types.are_those_of_an_iterator() => vec![
            parse_quote!(::core::iter::Iterator<Item = #item>),
            parse_quote!(#runtime::Generator),
        ],
        Protocol::Coroutine if is_unit(&types.resume) => {
            vec![parse_quote!(#runtime::CoroutineIterator)]
        }
        Protocol::Coroutine | Protocol::PinCoroutine => vec![parse_quote!(::core::fmt::Debug)],
    };
    opaque.bounds.extend(added.into_iter().map(|bound| ends_at(end, bound)));
    let mut returned = Type::ImplTrait(opaque);
    CaptureAll.visit_type_mut(&mut returned);
    Some(Output {
        returned,
        form,
        fallible: protocol == Protocol::Iterator && is_result(&types.item),
        types,
    })
}

/// `Box<dyn ..>`, `BoxGenerator<..>` and `LocalBoxGenerator<..>`.
fn named_output(written: &Type, path: &Path, problems: &mut Problems) -> Option<Output> {
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
                return boxed_output(written, object, problems);
            }
            problems.at(written, unusable(written));
            return None;
        }
        _ => {
            problems.at(written, unusable(written));
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
        problems.at(written, format!("say what the generator yields: `{}<'_, ..>`", last.ident));
        return None;
    };
    let mut types = Types::yielding(sized(item, problems)?, last.ident.span());
    for place in [&mut types.resume, &mut types.returned, &mut types.error] {
        if let Some(argument) = given.next() {
            *place = argument;
        }
    }
    Some(Output { returned: written.clone(), form, types, fallible: false })
}

/// `Box<dyn Iterator<..> + ..>` and `Box<dyn Coroutine<..> + ..>`.
fn boxed_output(
    written: &Type,
    object: &syn::TypeTraitObject,
    problems: &mut Problems,
) -> Option<Output> {
    check_bounds(&object.bounds, false, problems)?;
    let mut object = object.clone();
    let (protocol, types) = protocol_of(&mut object.bounds, problems).unwrap_or_else(|| {
        problems.at(written, unusable(written));
        None
    })?;
    let mut returned = written.clone();
    ReplaceTraitObject(&object).visit_type_mut(&mut returned);
    Some(Output {
        returned,
        form: Form::Box,
        fallible: protocol == Protocol::Iterator && is_result(&types.item),
        types,
    })
}

/// Puts the trait object with all its bindings where it stood without them.
struct ReplaceTraitObject<'a>(&'a syn::TypeTraitObject);

impl VisitMut for ReplaceTraitObject<'_> {
    fn visit_type_trait_object_mut(&mut self, object: &mut syn::TypeTraitObject) {
        self.0.clone_into(object);
    }
}

/// Reports the bounds that no generator meets. `None` if there are any.
fn check_bounds(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    explicit: bool,
    problems: &mut Problems,
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
                "a generator cannot be cloned: its suspended body may borrow from itself; make \
                 another one by another call"
            }
            _ => continue,
        };
        problems.at(bound, message);
        met = None;
    }
    met
}

/// The macro's own `bound`, the last of its type, so that messages about the type are about all
/// of it: to rustc, a type reaches from its first token to its last one.
fn ends_at(end: Option<Span>, mut bound: TypeParamBound) -> TypeParamBound {
    if let (TypeParamBound::Trait(bound), Some(end)) = (&mut bound, end) {
        if let Some(last) = bound.path.segments.last_mut() {
            last.ident.set_span(Span::mixed_site().located_at(end));
        }
    }
    bound
}

/// Which protocol the bounds name, with its types, and every binding that a `Coroutine` needs
/// filled in. `None` if they name none; `Some(None)` if they name one without saying what it
/// yields, which is a problem then.
#[expect(clippy::option_option, reason = "neither is an error that the other one could stand for")]
fn protocol_of(
    bounds: &mut Punctuated<TypeParamBound, Token![+]>,
    problems: &mut Problems,
) -> Option<Option<(Protocol, Types)>> {
    let named = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => Protocol::named_by(&bound.path),
        _ => None,
    };
    // A coroutine may be said to be an iterator as well, before or after.
    let protocol = bounds.iter().filter_map(named).max()?;
    let bound = bounds.iter_mut().find(|bound| named(bound) == Some(protocol))?;
    let TypeParamBound::Trait(bound) = bound else { return None };
    let segment = bound.path.segments.last_mut()?;
    let name = match protocol {
        Protocol::Iterator => "Item",
        Protocol::Coroutine | Protocol::PinCoroutine => "Yield",
    };
    let Some(item) = binding(&segment.arguments, name) else {
        problems.at(
            &segment,
            format!("say what the generator yields: `{}<{name} = ..>`", segment.ident),
        );
        return Some(None);
    };
    let Some(item) = sized(item, problems) else {
        return Some(None);
    };
    let mut types = Types::yielding(item, segment.ident.span());
    if protocol != Protocol::Iterator {
        types.complete(&mut segment.arguments);
    }
    Some(Some((protocol, types)))
}

impl Protocol {
    /// The protocol whose trait `path` names.
    fn named_by(path: &Path) -> Option<Self> {
        match &*path.segments.last()?.ident.to_string() {
            "Iterator" | "FusedIterator" => Some(Self::Iterator),
            "Coroutine" => Some(Self::Coroutine),
            "PinCoroutine" => Some(Self::PinCoroutine),
            _ => None,
        }
    }
}

impl Types {
    /// Those of a generator of which only the items are known. What is left out is `()`, as if it
    /// stood at `place`.
    fn yielding(item: Type, place: Span) -> Self {
        let place = Span::mixed_site().located_at(place);
        Self {
            item,
            resume: unit(Span::call_site()),
            returned: unit(place),
            // As tokens, which rustc is to read in any case: to parse them takes longer.
            error: Type::Verbatim(quote!(::core::convert::Infallible)),
        }
    }

    /// Whether all but the items is as it is where nothing else is said, and these have a name.
    fn are_those_of_an_iterator(&self) -> bool {
        let error = self.error.to_token_stream().to_string();
        is_unit(&self.resume)
            && is_unit(&self.returned)
            && error == ":: core :: convert :: Infallible"
            && !is_inferred(&self.item)
    }

    /// Takes the types that `arguments` bind, and binds those that they do not.
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

/// The type that `arguments` bind to `name`: `_` where they only bound it.
fn binding(arguments: &PathArguments, name: &str) -> Option<Type> {
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
fn only_type(arguments: &AngleBracketedGenericArguments) -> Option<&Type> {
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if arguments.args.len() == 1 => Some(argument),
        _ => None,
    }
}

/// `written` as it can stand in a body: `_` for every `impl ..` in it.
fn inferred(written: &Type) -> Type {
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

/// Whether something is left to be inferred in a type.
fn is_inferred(written: &Type) -> bool {
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

/// Makes an opaque type capture every lifetime in scope, as that of an `async fn` does: a
/// generator owns all its arguments.
///
/// That is the rule of edition 2024 (RFC 3617), which goes by the edition of the token `impl`.
/// The tokens of this crate are of that edition, so the token is made one of them; whether the
/// user's crate is of an earlier edition is then no matter. A bound `use<..>` still says its own.
struct CaptureAll;

impl VisitMut for CaptureAll {
    fn visit_type_impl_trait_mut(&mut self, opaque: &mut TypeImplTrait) {
        opaque.impl_token.span = Span::mixed_site().located_at(opaque.impl_token.span);
        visit_mut::visit_type_impl_trait_mut(self, opaque);
    }
}

/// A type of items. `None`, and a problem, if it has no size that is known.
fn sized(item: Type, problems: &mut Problems) -> Option<Type> {
    let Some(remedy) = remedy_for_unsized(&item) else {
        return Some(item);
    };
    problems.at(
        &item,
        format!(
            "items are given out by value, so that their type has to have a size: yield {remedy}"
        ),
    );
    None
}

/// What to yield in place of a type that is seen to have no size.
fn remedy_for_unsized(item: &Type) -> Option<&'static str> {
    match ungrouped(item) {
        Type::Path(path) if path.path.is_ident("str") => Some("`&str` or `String`"),
        Type::Slice(_) => Some("a reference to it, or a `Vec`"),
        Type::TraitObject(_) => Some("a `Box` of it"),
        _ => None,
    }
}

impl Output {
    /// What the body can end with, as far as it can be told.
    pub(crate) fn end(&self) -> End {
        let plain = [
            "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
            "u32", "u64", "u128", "usize", "String", "Vec",
        ];
        let value = match ungrouped(&self.types.returned) {
            Type::Tuple(_) | Type::Array(_) | Type::Reference(_) => true,
            Type::Path(path) => {
                path.path.segments.len() == 1
                    && plain.iter().any(|name| path.path.segments[0].ident == name)
            }
            _ => false,
        };
        if !value || self.fallible {
            return End::Error;
        }
        End::Value(
            "`?` ends the generator with an error or with `None`, and its signature has no room \
             for one: make the items of an `Iterator` `Result`s (`Item = Result<..>`), or say in a \
             `Coroutine` what it ends with (`Return = Result<..>`), or handle it here, with \
             `match` or `let .. else`",
        )
    }
}

/// `()`, as if it stood at `place`.
fn unit(place: Span) -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Paren(place),
        elems: Punctuated::new(),
    })
}

/// Whether a type is `()` as it is written.
pub(crate) fn is_unit(written: &Type) -> bool {
    matches!(ungrouped(written), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether a type is called `Result`: `Result<..>`, `io::Result<..>`.
fn is_result(written: &Type) -> bool {
    match ungrouped(written) {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "Result")
        }
        _ => false,
    }
}

/// The type inside of parentheses and of the invisible groups that macros make.
fn ungrouped(written: &Type) -> &Type {
    match written {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// What the callers of a broken generator can go on with.
pub(crate) struct StandIn {
    /// Its return type.
    pub(crate) returned: Type,
    /// What is behind each `impl ..` of that type, if there are any.
    pub(crate) hidden: Option<Type>,
}

/// A return type as near to what is `written` as rustc takes it.
pub(crate) fn stand_in(written: &Type, runtime: &Path) -> StandIn {
    if let Type::TraitObject(object) = ungrouped(written) {
        return StandIn { returned: boxed(object, runtime), hidden: None };
    }
    let mut returned = written.clone();
    BoxOther(runtime).visit_type_mut(&mut returned);
    let mut hidden = returned.clone();
    let mut hide = Hide { runtime, any: false };
    hide.visit_type_mut(&mut hidden);
    StandIn { returned, hidden: hide.any.then_some(hidden) }
}

/// A box of something.
fn boxed(inside: &(impl ToTokens + Spanned), runtime: &Path) -> Type {
    let span = Span::call_site().located_at(inside.span());
    parse_quote_spanned!(span=> #runtime::__private::Box<#inside>)
}

/// Something of a type that has the trait which a bound names, if it is one that is known here.
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
        "Future" | "IntoFuture" => {
            let output = bound("Output");
            Some(parse_quote!(::core::future::Pending<#output>))
        }
        "Coroutine" => {
            let types = ["Yield", "Resume", "Return", "Error"].map(bound);
            Some(parse_quote!(#runtime::BoxGenerator<'_, #(#types),*>))
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

/// Replaces `impl ..` by something that implements it.
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

/// Replaces `impl ..` by `Box<dyn ..>` where nothing is known that implements it, and boxes items
/// that have no size.
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
        let Type::ImplTrait(opaque) = written else {
            return;
        };
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
