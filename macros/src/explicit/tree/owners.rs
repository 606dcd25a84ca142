//! What types and values own, and so what a method or a `&` borrows from them, as far as it is written.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, GenericArgument, Pat, PathArguments, Type};

use crate::explicit::known::kinds;
use crate::explicit::known::known_types::{Known, known_value};
use crate::explicit::known::method_names::{
    GUARDS, ITERATES, OF_ITERATORS_ALONE, holds_receiver, passes_receiver,
};
use crate::explicit::tree::vars::Vars;
use crate::lower::{internal, is_of_hidden_items};

/// Methods of texts and slices that give iterators over their parts, beside those that iterate over any collection.
const PARTS: [&str; 11] = [
    "char_indices",
    "match_indices",
    "matches",
    "rchunks",
    "rmatches",
    "rsplit",
    "rsplitn",
    "split_inclusive",
    "split_terminator",
    "trim_end",
    "trim_start",
];

/// Methods that give parts of a text.
const OF_TEXT: [&str; 13] = [
    "lines",
    "match_indices",
    "matches",
    "rmatches",
    "rsplit",
    "rsplitn",
    "split",
    "split_ascii_whitespace",
    "split_inclusive",
    "split_terminator",
    "split_whitespace",
    "splitn",
    "rsplit_terminator",
];

/// Methods of texts and slices that make another one.
const MAKES_TEXT: [&str; 8] = [
    "concat",
    "join",
    "repeat",
    "replace",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_lowercase",
    "to_uppercase",
];

/// Whether a value of a type holds what its methods borrow.
pub(crate) fn owns(ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .is_some_and(|name| name == "Box" || kinds::is_collection(&name)),
        _ => false,
    }
}

/// Whether a value borrows from one that has no name, and that is dropped at the end of the statement for certain.
pub(crate) fn borrows_temporary(value: &Expr, vars: &Vars) -> bool {
    match value {
        Expr::Paren(inner) => borrows_temporary(&inner.expr, vars),
        Expr::Group(inner) => borrows_temporary(&inner.expr, vars),
        Expr::Reference(reference) => {
            let value = &reference.expr;
            let is_promoted = kinds::is_promoted(value) && reference.mutability.is_none();
            !kinds::is_place(value) && !is_promoted && !kinds::is_part(value)
        }
        Expr::MethodCall(call) => {
            let iterates = ITERATES.iter().chain(&PARTS).any(|name| call.method == name);
            let is_temporary = || {
                makes_owner(&call.receiver) && !kinds::is_promoted(&call.receiver)
                    || makes_text(&call.receiver, vars)
            };
            iterates && is_temporary()
                || (iterates || passes_receiver(call)) && borrows_temporary(&call.receiver, vars)
        }
        _ => false,
    }
}

/// What to write in place of an iterator over the parts of a text, if the value is one.
pub(crate) fn collecting_parts(value: &Expr) -> Option<&'static str> {
    let Expr::MethodCall(call) = seen(value) else { return None };
    let is_slice = matches!(call.args.first(), Some(Expr::Closure(_)));
    if !is_slice && OF_TEXT.iter().any(|name| call.method == name) {
        return Some(
            "collect values that borrow nothing, as by `.map(str::to_owned).collect::<Vec<_>>()`",
        );
    }
    collecting_parts(&call.receiver)
}

/// Whether a value is a text or a list that a method has made.
fn makes_text(value: &Expr, vars: &Vars) -> bool {
    let Expr::MethodCall(call) = value else { return false };
    let local = || kinds::name_of(&call.receiver).and_then(|name| vars.find(name));
    let written = || local().and_then(|var| vars.all[var].written.as_ref());
    match &*call.method.to_string() {
        // The clone of a reference is one to the same.
        "clone" => written().is_some_and(owns),
        "to_owned" => written().is_some_and(|ty| owns(ty) || is_reference_to_text(ty)),
        name => MAKES_TEXT.contains(&name),
    }
}

fn is_reference_to_text(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    matches!(&*reference.elem, Type::Slice(_))
        || matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"))
}

/// Whether a value owns what its methods borrow, as it is written.
pub(crate) fn makes_owner(value: &Expr) -> bool {
    match value {
        _ if known_value(value) == Some(Known::Option) => true,
        Expr::Array(_) | Expr::Repeat(_) => {
            !value.to_token_stream().to_string().contains(['&', '\'', '"'])
        }
        Expr::Macro(invocation) => {
            ["vec", "format"].iter().any(|name| invocation.mac.path.is_ident(name))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.iter().rev().nth(1).is_some_and(|made_of| {
                let constructor = path.path.segments.last().map(|last| last.ident.to_string());
                let names = ["new", "with_capacity", "from", "default"];
                constructor.is_some_and(|name| names.contains(&&*name))
                    && kinds::is_collection(&made_of.ident.to_string())
            }),
            _ => false,
        },
        Expr::MethodCall(call) if call.method == "collect" => {
            let Some(turbofish) = &call.turbofish else { return false };
            match turbofish.args.first() {
                Some(GenericArgument::Type(ty)) => owns(ty),
                _ => false,
            }
        }
        Expr::MethodCall(call) => call.method == "to_string" || call.method == "to_vec",
        _ => false,
    }
}

/// Whether a type is one of the standard library's that give guards.
fn is_lock(name: &Ident) -> bool {
    ["Mutex", "RefCell", "RwLock"].iter().any(|lock| name == lock)
}

/// Whether a type gives guards, by itself or behind an `Arc` or `Rc`.
pub(crate) fn is_lock_type(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    match &last.arguments {
        PathArguments::AngleBracketed(inner) if last.ident == "Arc" || last.ident == "Rc" => {
            matches!(inner.args.first(), Some(GenericArgument::Type(inner)) if is_lock_type(inner))
        }
        _ => is_lock(&last.ident),
    }
}

/// Whether a value gives guards, as it is written.
pub(crate) fn makes_lock(value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let Expr::Path(callee) = &*call.func else { return false };
    let mut names = callee.path.segments.iter().rev().map(|segment| &segment.ident);
    let (Some(function), Some(made)) = (names.next(), names.next()) else { return false };
    function == "new"
        && (is_lock(made)
            || (made == "Arc" || made == "Rc") && call.args.first().is_some_and(makes_lock))
}

/// Whether a value is an iterator for certain, and no `Option`, whose methods call their closures at once.
pub(crate) fn is_iterator(value: &Expr, vars: &Vars) -> bool {
    match seen(value) {
        Expr::MethodCall(call) => {
            let is_own = |name: &&str| call.method == **name;
            ITERATES.iter().any(is_own)
                || OF_ITERATORS_ALONE.iter().any(is_own)
                || holds_receiver(call) && is_iterator(&call.receiver, vars)
        }
        Expr::Range(_) => true,
        Expr::Paren(inner) => is_iterator(&inner.expr, vars),
        other => {
            let var = kinds::name_of(other).and_then(|name| vars.find(name));
            var.is_some_and(|var| vars.all[var].known == Some(Known::Iterator))
        }
    }
}

/// The call that gives a guard, whose methods in the standard library are of these names.
pub(crate) fn guard_in(value: &Expr) -> Option<&Ident> {
    match seen(value) {
        Expr::MethodCall(call) => {
            let passes = ["unwrap", "expect"].iter().any(|name| call.method == name);
            if GUARDS.iter().any(|name| call.method == name) && call.args.is_empty() {
                Some(&call.method)
            } else if passes {
                guard_in(&call.receiver)
            } else {
                None
            }
        }
        Expr::Try(question) => guard_in(&question.expr),
        _ => None,
    }
}

/// Whether a type is a reference or holds one, as it is written.
pub(crate) fn holds_reference(ty: &Type) -> bool {
    ty.to_token_stream().to_string().contains(['&', '\''])
}

/// A value without what the normal form has put around it.
pub(crate) fn seen(value: &Expr) -> &Expr {
    match value {
        Expr::Paren(inner) => seen(&inner.expr),
        Expr::Group(inner) => seen(&inner.expr),
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Path(path), Some(first))
                if path.path.segments.iter().any(|segment| is_of_hidden_items(&segment.ident)) =>
            {
                seen(first)
            }
            _ => value,
        },
        Expr::Match(checked) if checked.arms.len() == 1 => match &checked.arms[0].pat {
            Pat::Ident(name)
                if ["receiver", "given"].iter().any(|own| name.ident == internal(own)) =>
            {
                seen(&checked.expr)
            }
            // A reference is given away with what borrows from it.
            Pat::Ident(name) if is_lender(&name.ident) => seen(&checked.arms[0].body),
            _ => value,
        },
        _ => value,
    }
}

/// Whether a name is that of a reference which is given away.
pub(crate) fn is_lender(name: &Ident) -> bool {
    let name = name.to_string();
    name.starts_with("lender_") && name.ends_with("_of_the_generator")
}
