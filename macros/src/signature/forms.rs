//! The forms of a return type: which one a type is, and which types of values it names.
//!
//! | return type | form |
//! |---|---|
//! | `impl Iterator<..>`, `impl Coroutine<..>` | `Form::Opaque` |
//! | `impl PinCoroutine<..>` | `Form::Pinned` |
//! | `Box<dyn Iterator<..>>`, `Box<dyn Coroutine<..>>` | `Form::Box` |
//! | `BoxGenerator<..>`, `LocalBoxGenerator<..>` | the form of that name |

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{
    GenericArgument, Path, PathArguments, Signature, Token, Type, TypeImplTrait, TypeParamBound,
    parse_quote,
};

use crate::advice::{self};
use crate::errors::Errors;
use crate::signature::bounds::{CaptureAll, check_bounds, ends_at};
use crate::signature::types::{
    binding, default_error, inferred, is_default_error, is_inferred, is_unit, only_type, ungrouped,
    unit,
};
use crate::signature::{Form, Output, Types};
use crate::validate::Ends;

impl Types {
    /// The types of a generator that yields `item`, with the defaults for the others. An error about a
    /// default is reported at `place`.
    pub(crate) fn yielding(item: Type, place: Span) -> Self {
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
    pub(crate) fn complete(&mut self, arguments: &mut PathArguments) {
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

/// Reads `impl Iterator<..> + ..`, `impl Coroutine<..> + ..` and `impl PinCoroutine<..> + ..`.
pub(crate) fn opaque_output(
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
pub(crate) fn named_output(
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

/// The trait that a return type names. If it names several, the greatest decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GeneratorTrait {
    Iterator,
    Coroutine,
    PinCoroutine,
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
pub(super) fn remedy_for_unsized(item: &Type) -> Option<&'static str> {
    match ungrouped(item) {
        Type::Path(path) if path.path.is_ident("str") => Some("`&str` or `String`"),
        Type::Slice(_) => Some("a reference to it, or a `Vec`"),
        Type::TraitObject(_) => Some("a `Box` of it"),
        _ => None,
    }
}
