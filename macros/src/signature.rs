//! Finds out from the return type what kind of generator is asked for.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, ReturnType, Signature,
    Token, Type, TypeImplTrait, TypeParamBound, parse_quote,
};

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
}

/// What passes in and out of the body, as far as the signature tells: `_` stands where it says
/// `impl ..`.
pub(crate) struct Types {
    pub(crate) item: Type,
    pub(crate) resume: Type,
    pub(crate) returned: Type,
    pub(crate) error: Type,
}

/// Which trait the return type names.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    problems: &mut Problems,
) -> Option<Output> {
    check_qualifiers(signature, problems);
    let returned = match &signature.output {
        ReturnType::Type(_, returned) => &**returned,
        ReturnType::Default => {
            problems.at(
                &signature.ident,
                format!("a generator needs a return type that says what it yields: {ACCEPTED}"),
            );
            return None;
        }
    };
    let output = match ungrouped(returned) {
        Type::ImplTrait(opaque) => opaque_output(opaque, runtime, problems),
        Type::Path(path) if path.qself.is_none() => named_output(returned, &path.path, problems),
        _ => {
            problems.at(returned, unusable(returned));
            None
        }
    };
    output.filter(|output| {
        let fits = cfg!(feature = "alloc") || output.form == Form::Pinned;
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
    let written = returned.to_token_stream().to_string();
    let holds_generator = ["impl Iterator", "impl Coroutine", "dyn Iterator", "dyn Coroutine"]
        .iter()
        .any(|generator| written.contains(generator));
    if holds_generator {
        return format!(
            "the generator has to be the return type itself: its body runs only once it is \
             stepped, so nothing in it can decide what the call returns; do what may fail in a \
             plain function that calls the generator, or make it part of each item \
             (`Item = Result<..>`); {ACCEPTED}"
        );
    }
    format!("this return type makes no generator: {ACCEPTED}")
}

/// `impl Iterator<..> + ..` and `impl Coroutine<..> + ..`.
fn opaque_output(
    opaque: &TypeImplTrait,
    runtime: &Path,
    problems: &mut Problems,
) -> Option<Output> {
    check_bounds(&opaque.bounds, problems);
    let mut opaque = opaque.clone();
    let (protocol, types) = protocol_of(&mut opaque.bounds, problems).unwrap_or_else(|| {
        problems.at(&opaque, unusable(&Type::ImplTrait(opaque.clone())));
        None
    })?;
    let form = match protocol {
        Protocol::Iterator | Protocol::Coroutine => Form::Opaque,
        Protocol::PinCoroutine => Form::Pinned,
    };
    let added = match protocol {
        Protocol::Iterator => Some(parse_quote!(#runtime::Generator)),
        Protocol::Coroutine if is_unit(&types.resume) => {
            Some(parse_quote!(#runtime::CoroutineIterator))
        }
        Protocol::Coroutine | Protocol::PinCoroutine => Some(parse_quote!(::core::fmt::Debug)),
    };
    opaque.bounds.extend::<Option<TypeParamBound>>(added);
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
        problems.at(written, format!("`{}` needs the type that it yields: {ACCEPTED}", last.ident));
        return None;
    };
    let mut types = Types::yielding(item);
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
    check_bounds(&object.bounds, problems);
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

/// Reports the bounds that no generator meets.
fn check_bounds(bounds: &Punctuated<TypeParamBound, Token![+]>, problems: &mut Problems) {
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
            "Clone" | "Copy" => {
                "a generator cannot be cloned: its suspended body may borrow from itself; make \
                 another one by another call"
            }
            _ => continue,
        };
        problems.at(bound, message);
    }
}

/// Which protocol the bounds name, with its types, and every binding that a `Coroutine` needs
/// filled in. `None` if they name none; `Some(None)` if they name one without saying what it
/// yields, which is a problem then.
#[expect(clippy::option_option, reason = "neither is an error that the other one could stand for")]
fn protocol_of(
    bounds: &mut Punctuated<TypeParamBound, Token![+]>,
    problems: &mut Problems,
) -> Option<Option<(Protocol, Types)>> {
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let Some(segment) = bound.path.segments.last_mut() else {
            continue;
        };
        let protocol = match &*segment.ident.to_string() {
            "Iterator" | "FusedIterator" => Protocol::Iterator,
            "Coroutine" => Protocol::Coroutine,
            "PinCoroutine" => Protocol::PinCoroutine,
            _ => continue,
        };
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
        let mut types = Types::yielding(item);
        if protocol != Protocol::Iterator {
            types.complete(&mut segment.arguments);
        }
        return Some(Some((protocol, types)));
    }
    None
}

impl Types {
    /// Those of a generator of which only the items are known.
    fn yielding(item: Type) -> Self {
        Self {
            item,
            resume: parse_quote!(()),
            returned: parse_quote!(()),
            error: parse_quote!(::core::convert::Infallible),
        }
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

/// A return type that the caller of a broken generator can go on with: `Box<dyn ..>` for every
/// `impl ..`.
pub(crate) fn stand_in(returned: &Type, runtime: &Path) -> Type {
    struct Erase<'a>(&'a Path);

    impl VisitMut for Erase<'_> {
        fn visit_type_mut(&mut self, written: &mut Type) {
            visit_mut::visit_type_mut(self, written);
            if let Type::ImplTrait(opaque) = written {
                // A trait object needs all its bindings. What is wrong has been said already.
                let _ = protocol_of(&mut opaque.bounds, &mut Problems::default());
                let bounds = opaque.bounds.iter().filter(|bound| match bound {
                    TypeParamBound::Trait(bound) => bound.maybe.is_none(),
                    TypeParamBound::Lifetime(_) => true,
                    _ => false,
                });
                let span = opaque.span();
                let bounds = quote::quote_spanned!(span=> #(#bounds)+*);
                let runtime = self.0;
                *written = Type::Verbatim(quote::quote_spanned!(span=>
                    #runtime::__private::Box<dyn #bounds>
                ));
            }
        }
    }

    let mut stand_in = returned.clone();
    Erase(runtime).visit_type_mut(&mut stand_in);
    stand_in
}
