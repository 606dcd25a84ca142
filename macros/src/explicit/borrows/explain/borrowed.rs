//! What a value borrows from: the local, as far as the value and the types are written.
//!
//! ```text
//! &list, list.iter().rev(), Pair { left: &list, .. }      // `list`
//! lock.lock().unwrap()                                    // `lock`
//! ```

use proc_macro2::Ident;
use syn::{Expr, Pat, Type, UnOp};

use crate::explicit::borrows::collected::{self, References};
use crate::explicit::borrows::explain::Borrows;
use crate::explicit::known::kinds;
use crate::explicit::known::known_types::Known;
use crate::explicit::known::method_names::{GUARDS, ITERATES, PASSES_ON, REFERS, passes_receiver};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::owners::{holds_reference, is_lock_type, owns, seen};

impl Borrows<'_> {
    /// The local that a value borrows from: by `&`, or by a method of the standard library that gives an
    /// iterator over what is in it.
    pub(super) fn borrowed<'e>(&self, value: &'e Expr) -> Option<&'e Ident> {
        match seen(value) {
            Expr::Reference(reference) => {
                // Through a reference it is a borrow of something else.
                let is_reference =
                    |var: &VarId| matches!(self.vars.all[*var].written, Some(Type::Reference(_)));
                match (&*reference.expr, kinds::name_of(&reference.expr)) {
                    (_, Some(name)) => {
                        self.vars.find(name).filter(|var| !is_reference(var)).map(|_| name)
                    }
                    (Expr::Unary(inner), None) if matches!(inner.op, UnOp::Deref(_)) => {
                        let name = kinds::name_of(&inner.expr)?;
                        let var = self.vars.find(name)?;
                        self.is_exclusive(var).then_some(name)
                    }
                    (Expr::Index(index), None) => {
                        self.owner(&index.expr).or_else(|| self.sliced(index))
                    }
                    (place, None) => self.owner(place),
                }
            }
            Expr::Call(call) if is_zip(&call.func) => {
                call.args.iter().find_map(|argument| self.borrowed(argument))
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                match kinds::name_of(&call.receiver) {
                    Some(name) if ITERATES.contains(&&*method) => {
                        let var = self.vars.find(name)?;
                        let owns = self.vars.all[var].written.as_ref().is_some_and(owns);
                        (owns || self.is_exclusive(var) || self.owners.contains(&var))
                            .then_some(name)
                    }
                    Some(name) if method == "by_ref" => {
                        let var = self.vars.find(name)?;
                        let written = self.vars.all[var].written.as_ref();
                        let is_reference = matches!(written, Some(Type::Reference(_)));
                        (!is_reference || self.is_exclusive(var)).then_some(name)
                    }
                    None if is_exclusive_borrow(call) && is_field(&call.receiver) => {
                        self.owner(&call.receiver)
                    }
                    None if passes_receiver(call) || ITERATES.contains(&&*method) => {
                        self.borrowed(&call.receiver)
                    }
                    _ => None,
                }
            }
            Expr::Struct(fields) => fields.fields.iter().find_map(|field| self.holds(&field.expr)),
            Expr::Tuple(tuple) => tuple.elems.iter().find_map(|element| self.holds(element)),
            Expr::Array(array) => array.elems.iter().find_map(|element| self.holds(element)),
            Expr::Call(call) if kinds::is_constructor(&call.func) => {
                call.args.iter().find_map(|argument| self.holds(argument))
            }
            Expr::Paren(inner) => self.borrowed(&inner.expr),
            _ => None,
        }
    }

    /// The local that a part of a value borrows from. A part may be coerced: only a local that owns what it holds
    /// is borrowed by a `&`.
    pub(super) fn holds<'e>(&self, part: &'e Expr) -> Option<&'e Ident> {
        match seen(part) {
            Expr::Reference(reference) => self.owner(&reference.expr),
            Expr::MethodCall(_) => self.borrowed(part).or_else(|| self.referred(part)),
            _ => self.borrowed(part),
        }
    }

    /// The local that a collection of references refers to.
    pub(super) fn collected<'e>(&self, value: &'e Expr, var: VarId) -> Option<&'e Ident> {
        let Expr::MethodCall(call) = seen(value) else { return None };
        let written = self.vars.all[var].written.as_ref();
        if call.method != "collect"
            || References::of(call.turbofish.as_ref(), written) != References::Unnamed
        {
            return None;
        }
        let owner = self.borrowed(&call.receiver)?;
        let of = self.vars.find(owner).and_then(|owner| self.vars.all[owner].written.as_ref());
        collected::refers(&call.receiver, of).then_some(owner)
    }

    /// The local that a place is a part of, if no part of its type is a reference as it is written.
    pub(super) fn owner<'e>(&self, place: &'e Expr) -> Option<&'e Ident> {
        match place {
            Expr::Field(field) => self.owner(&field.base),
            Expr::Paren(inner) => self.owner(&inner.expr),
            Expr::Group(inner) => self.owner(&inner.expr),
            other => {
                let name = kinds::name_of(other)?;
                let var = self.vars.find(name)?;
                let owns = match &self.vars.all[var].written {
                    Some(ty @ (Type::Path(_) | Type::Tuple(_) | Type::Array(_))) => {
                        !holds_reference(ty)
                    }
                    _ => self.is_exclusive(var) || self.owners.contains(&var),
                };
                owns.then_some(name)
            }
        }
    }

    /// The collection of which a range is a part, whatever its elements are.
    fn sliced<'e>(&self, index: &'e syn::ExprIndex) -> Option<&'e Ident> {
        let name = kinds::name_of(&index.expr).filter(|_| kinds::is_range(&index.index))?;
        let written = self.vars.all[self.vars.find(name)?].written.as_ref()?;
        kinds::is_collection_type(written).then_some(name)
    }

    /// The local that a pattern takes apart by reference, `Doc { text } = &doc`, if that is no reference itself.
    pub(super) fn taken_apart<'e>(&self, value: &'e Expr, pattern: &Pat) -> Option<&'e Ident> {
        let Expr::Reference(reference) = seen(value) else { return None };
        let name = kinds::name_of(&reference.expr)?;
        let var = self.vars.find(name)?;
        let is_named = |path: &syn::Path| match &self.vars.all[var].written {
            Some(Type::Path(ty)) => {
                let [name, ty] = [path, &ty.path].map(|path| path.segments.last());
                name.zip(ty).is_some_and(|(name, ty)| name.ident == ty.ident)
            }
            Some(_) => false,
            None => self.structs.contains(&var),
        };
        let is_apart = match pattern {
            Pat::Struct(fields) => is_named(&fields.path),
            Pat::TupleStruct(fields) => is_named(&fields.path),
            Pat::Tuple(_) => matches!(self.vars.all[var].written, Some(Type::Tuple(_))),
            _ => false,
        };
        is_apart.then_some(name)
    }

    /// The local that a value is a reference into, by a method of the standard library.
    pub(super) fn referred<'e>(&self, value: &'e Expr) -> Option<&'e Ident> {
        match seen(value) {
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if is_exclusive_borrow(call) && is_field(&call.receiver) {
                    return self.owner(&call.receiver);
                }
                let Some(name) = kinds::name_of(&call.receiver) else {
                    let passes = PASSES_ON.contains(&&*method);
                    return self.referred(&call.receiver).filter(|_| passes);
                };
                let var = self.vars.find(name)?;
                let ty = self.vars.all[var].written.as_ref();
                let owns = ty.is_some_and(kinds::is_collection_type) || self.owners.contains(&var);
                let is_option = self.vars.all[var].known == Some(Known::Option);
                let locks = ty.is_some_and(is_lock_type) || self.locks.contains(&var);
                let refers = locks && GUARDS.contains(&&*method)
                    || (owns || self.is_exclusive(var)) && REFERS.contains(&&*method)
                    || is_option
                        && ["as_deref", "as_deref_mut", "as_mut", "as_ref"].contains(&&*method)
                    || self.peekable.contains(&var) && method.starts_with("peek");
                refers.then_some(name)
            }
            _ => None,
        }
    }
}

/// The local that a value iterates over, by the names of the standard library's methods.
pub(super) fn iterated(value: &Expr) -> Option<&Ident> {
    match seen(value) {
        Expr::MethodCall(call)
            if passes_receiver(call) || ITERATES.iter().any(|name| call.method == name) =>
        {
            iterated(&call.receiver)
        }
        other => kinds::name_of(other),
    }
}

/// Whether a call borrows exclusively from what it is called on, by its name.
pub(super) fn is_exclusive_borrow(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    name.ends_with("_mut")
        || name == "entry"
        || name.ends_with("_entry")
        || call.method == "drain" && matches!(call.args.first(), Some(Expr::Range(_)))
}

fn is_field(place: &Expr) -> bool {
    match seen(place) {
        Expr::Field(_) => true,
        Expr::Paren(inner) => is_field(&inner.expr),
        Expr::Group(inner) => is_field(&inner.expr),
        _ => false,
    }
}

/// Whether a function is `iter::zip`.
fn is_zip(callee: &Expr) -> bool {
    match callee {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "zip"),
        _ => false,
    }
}
