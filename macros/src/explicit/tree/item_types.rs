//! The types of what collections give by value, where the types of the collections are written.
//!
//! ```text
//! // in                                  // the type of `pair`
//! for pair in list { .. }                (A, B), of list: Vec<(A, B)>
//! while let Some(pair) = list.pop() ..
//! for (i, pair) in list.into_iter().enumerate() ..
//! ```

use syn::{Expr, GenericArgument, Pat, PathArguments, Type, parse_quote};

use crate::explicit::known::method_names::keeps_items;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::vars::Vars;

/// The standard library's types that give their items by value.
const COLLECTIONS: [&str; 9] = [
    "BTreeSet",
    "BinaryHeap",
    "HashSet",
    "IntoIter",
    "LinkedList",
    "Option",
    "Peekable",
    "Vec",
    "VecDeque",
];

/// The type of the items of a value that a loop iterates over.
pub(crate) fn of_items(value: &Expr, vars: &Vars) -> Option<Type> {
    match value {
        Expr::Paren(inner) => of_items(&inner.expr, vars),
        Expr::Group(inner) => of_items(&inner.expr, vars),
        Expr::MethodCall(call) if call.method == "enumerate" => {
            let item = of_items(&call.receiver, vars)?;
            Some(parse_quote!((usize, #item)))
        }
        Expr::MethodCall(call) => of_items(&call.receiver, vars).filter(|_| keeps_items(call)),
        local => {
            let var = &vars.all[vars.find(kinds::name_of(local)?)?];
            var.items.clone().or_else(|| items_in(var.written.as_ref()?))
        }
    }
}

/// The type of a value: that of a local, or an item of a collection, in an `Option` or out of it.
pub(crate) fn of_value(value: &Expr, vars: &Vars) -> Option<Type> {
    match value {
        Expr::Paren(inner) => of_value(&inner.expr, vars),
        Expr::Group(inner) => of_value(&inner.expr, vars),
        Expr::Try(question) => items_in(&of_value(&question.expr, vars)?),
        Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
            items_in(&of_value(&call.receiver, vars)?)
        }
        Expr::MethodCall(call) => {
            let gives = ["next", "next_back", "pop", "pop_back", "pop_front", "take"];
            let gives = gives.iter().any(|name| call.method == name) && call.args.is_empty();
            let item = of_items(&call.receiver, vars).filter(|_| gives)?;
            Some(parse_quote!(Option<#item>))
        }
        local => vars.all[vars.find(kinds::name_of(local)?)?].written.clone(),
    }
}

/// The type of a local that a pattern binds, out of a value of a type.
pub(crate) fn bound_by(pattern: &Pat, ty: &Type, name: &syn::Ident) -> Option<Type> {
    match (pattern, ty) {
        (_, Type::Paren(inner)) => bound_by(pattern, &inner.elem, name),
        (_, Type::Group(inner)) => bound_by(pattern, &inner.elem, name),
        (Pat::Paren(inner), ty) => bound_by(&inner.pat, ty, name),
        (Pat::Tuple(parts), Type::Tuple(types)) if parts.elems.len() == types.elems.len() => {
            parts.elems.iter().zip(&types.elems).find_map(|(part, ty)| bound_by(part, ty, name))
        }
        (Pat::TupleStruct(some), ty) if some.path.is_ident("Some") => {
            bound_by(some.elems.first()?, &items_in(ty)?, name)
        }
        (pattern, ty) => (patterns::name_bound_by(pattern)? == name).then(|| ty.clone()),
    }
}

/// The type of what a collection of a type holds.
fn items_in(ty: &Type) -> Option<Type> {
    match ty {
        Type::Paren(inner) => items_in(&inner.elem),
        Type::Group(inner) => items_in(&inner.elem),
        Type::Array(array) => Some((*array.elem).clone()),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            let types: Vec<&Type> = types.collect();
            match (&*last.ident.to_string(), &*types) {
                ("HashMap" | "BTreeMap", [key, value, ..]) => Some(parse_quote!((#key, #value))),
                (name, [item, ..]) if COLLECTIONS.contains(&name) => Some((*item).clone()),
                _ => None,
            }
        }
        _ => None,
    }
}
