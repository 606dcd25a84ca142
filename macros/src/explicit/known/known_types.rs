//! Types of arguments and values whose methods the macro knows: iterators, `Option`, `Result`, readers, `Box`.

use syn::punctuated::Punctuated;
use syn::{
    Expr, GenericArgument, GenericParam, Generics, PathArguments, Type, TypeParamBound,
    WherePredicate,
};

/// Types whose methods are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Iterator,
    /// `Option` or `Result`.
    Option,
    /// `Read` or `BufRead`.
    Reader,
    /// A closure that a call moves, by its type.
    Once,
    /// A closure of the body's that a call moves, should it have anything that has to be dropped.
    Closure,
}

/// Whether rustc can be asked whether a `Box`, or a reader, is the standard library's: the runtime has to name it.
const CAN_ASK_BOXES: bool = cfg!(feature = "alloc");
const CAN_ASK_READERS: bool = cfg!(feature = "std");

/// The type of an argument, if it is one of the known ones.
pub(crate) fn known(ty: &Type, parameters: &[(String, Known)]) -> Option<Known> {
    match ty {
        Type::ImplTrait(opaque) => bounded(&opaque.bounds),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            if last.ident == "Option" || last.ident == "Result" {
                return Some(Known::Option);
            }
            if last.ident == "Box" {
                return boxed(last);
            }
            let name = path.path.get_ident()?.to_string();
            parameters.iter().find(|(other, _)| *other == name).map(|(_, known)| *known)
        }
        Type::Paren(inner) => known(&inner.elem, parameters),
        Type::Group(inner) => known(&inner.elem, parameters),
        _ => None,
    }
}

/// What a `Box` is known to be by its parameter.
fn boxed(last: &syn::PathSegment) -> Option<Known> {
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first().filter(|_| CAN_ASK_BOXES)? {
        GenericArgument::Type(Type::TraitObject(object)) => bounded(&object.bounds),
        _ => None,
    }
}

/// The type of a value, if it is one of the known ones.
pub(crate) fn known_value(value: &Expr) -> Option<Known> {
    let path = match value {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return None,
        },
        Expr::Path(path) => &path.path,
        _ => return None,
    };
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let last = names.next()?;
    match &*last {
        "Some" | "None" | "Ok" | "Err" => Some(Known::Option),
        "new" | "with_capacity" if CAN_ASK_READERS => {
            (names.next()? == "BufReader").then_some(Known::Reader)
        }
        _ => None,
    }
}

/// The type parameters that are iterators or readers.
pub(crate) fn parameters(generics: &Generics) -> Vec<(String, Known)> {
    let mut found = Vec::new();
    for parameter in &generics.params {
        if let GenericParam::Type(parameter) = parameter {
            let known = bounded(&parameter.bounds);
            found.extend(known.map(|known| (parameter.ident.to_string(), known)));
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate {
            if let Type::Path(path) = &predicate.bounded_ty {
                let known = bounded(&predicate.bounds);
                found.extend(path.path.get_ident().map(ToString::to_string).zip(known));
            }
        }
    }
    found
}

/// The type of the items of an argument, where its own type says it.
pub(crate) fn items(ty: &Type, generics: &Generics) -> Option<Type> {
    match ty {
        Type::ImplTrait(opaque) => item_bound(&opaque.bounds),
        Type::Array(array) => Some((*array.elem).clone()),
        Type::Path(path) if path.qself.is_none() => {
            let name = path.path.get_ident()?;
            let parameters = generics.type_params().filter(|parameter| parameter.ident == *name);
            let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            let clauses = clauses.filter_map(|predicate| match predicate {
                WherePredicate::Type(bounded) => match &bounded.bounded_ty {
                    Type::Path(path) if path.path.is_ident(name) => Some(&bounded.bounds),
                    _ => None,
                },
                _ => None,
            });
            parameters.map(|parameter| &parameter.bounds).chain(clauses).find_map(item_bound)
        }
        Type::Paren(inner) => items(&inner.elem, generics),
        Type::Group(inner) => items(&inner.elem, generics),
        _ => None,
    }
}

/// `T`, of `Iterator<Item = T>` or `IntoIterator<Item = T>`.
fn item_bound(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Option<Type> {
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let iterates = [
            "Iterator",
            "DoubleEndedIterator",
            "ExactSizeIterator",
            "FusedIterator",
            "IntoIterator",
        ];
        if !iterates.iter().any(|name| last.ident == name) {
            return None;
        }
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(item) if item.ident == "Item" => Some(item.ty.clone()),
            _ => None,
        })
    })
}

fn bounded(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Option<Known> {
    bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => match &*bound.path.segments.last()?.ident.to_string() {
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => {
                Some(Known::Iterator)
            }
            "Read" | "BufRead" if CAN_ASK_READERS => Some(Known::Reader),
            "FnOnce" => Some(Known::Once),
            _ => None,
        },
        _ => None,
    })
}

/// What is between the angle brackets of a type of one parameter, if it has this name.
pub(crate) fn parameter_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == name)?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            match arguments.args.first()? {
                GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
                _ => None,
            }
        }
        Type::Paren(inner) => parameter_of(&inner.elem, name),
        Type::Group(inner) => parameter_of(&inner.elem, name),
        _ => None,
    }
}

/// Whether a type is `Box<dyn Iterator<..>>`.
pub(crate) fn is_boxed_iterator(ty: &Type) -> bool {
    match parameter_of(ty, "Box") {
        Some(Type::TraitObject(object)) => bounded(&object.bounds) == Some(Known::Iterator),
        _ => false,
    }
}

/// Whether a type is that of a `Box` of the standard library's.
pub(crate) fn is_box(ty: &Type) -> bool {
    CAN_ASK_BOXES && parameter_of(ty, "Box").is_some()
}

/// Whether a value is a new `Box`.
pub(crate) fn is_new_box(value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    CAN_ASK_BOXES
        && path.qself.is_none()
        && names.next().is_some_and(|name| name == "new")
        && names.next().is_some_and(|name| name == "Box")
}
