//! What is known of a local by the value that it is declared with: whether it is `Copy`, what items it gives, whether a
//! call moves it.

use syn::{Expr, Pat, Type, parse_quote};

use crate::explicit::closures::captures::Captures;
use crate::explicit::closures::rest;
use crate::explicit::known::by_name::{ByName, Standard};
use crate::explicit::known::known_types::{self, is_box, parameter_of};
use crate::explicit::known::method_names::keeps_items;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::source::names::Names;
use crate::explicit::tree::ir::Rest;
use crate::explicit::tree::vars::Vars;

impl Names<'_> {
    /// Whether a value is `Copy`: an element, of which no other can be taken by value, or a local that is.
    pub(super) fn is_copy(&self, value: &Expr) -> bool {
        match value {
            Expr::Index(_) => true,
            Expr::Path(_) => {
                let var = kinds::name_of(value).and_then(|name| self.vars.find(name));
                var.is_some_and(|var| self.vars.all[var].copies)
            }
            Expr::Paren(inner) => self.is_copy(&inner.expr),
            Expr::Group(inner) => self.is_copy(&inner.expr),
            _ => false,
        }
    }

    /// Notes that what a pattern binds has no destructor: out of a reference it takes references, and what is `Copy`.
    pub(super) fn note_references(&mut self, pattern: &Pat, value: &Expr) {
        match value {
            Expr::Reference(_) if self.closures == 0 => {
                for name in patterns::bindings(pattern) {
                    if let Some(var) = self.vars.find(&name.ident) {
                        self.vars.all[var].plain = true;
                    }
                }
            }
            Expr::Paren(inner) => self.note_references(pattern, &inner.expr),
            Expr::Group(inner) => self.note_references(pattern, &inner.expr),
            _ => {}
        }
    }

    /// A type of the same properties as those of the items of an iterable, where they can be seen.
    pub(super) fn items_of(&self, iterable: &Expr) -> Option<Type> {
        match iterable {
            Expr::Range(_) => Some(kinds::type_named("usize")),
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(iterable)?)?;
                self.vars.all[var].items.clone()
            }
            Expr::Paren(inner) => self.items_of(&inner.expr),
            Expr::Group(inner) => self.items_of(&inner.expr),
            Expr::MethodCall(call) => {
                let items = self.items_of(&call.receiver)?;
                if call.method == "enumerate" {
                    return Some(parse_quote!((usize, #items)));
                }
                keeps_items(call).then_some(items)
            }
            _ => None,
        }
    }

    /// The same for the item that `iterator.next()` gives.
    pub(super) fn next_of(&self, call: &Expr) -> Option<Type> {
        match call {
            Expr::MethodCall(call) if call.method == "next" => self.items_of(&call.receiver),
            _ => None,
        }
    }

    /// Notes that what a pattern binds may be a closure, as the value that it takes apart may hold one.
    pub(super) fn bind_held(&mut self, pattern: &Pat, value: &Expr) {
        for name in patterns::bindings(pattern).iter().filter(|name| name.by_ref.is_none()) {
            let Some(var) = self.vars.find(&name.ident) else { continue };
            if self.holders.bind(var, value, self.vars) {
                self.vars.all[var].rest = Rest::Held;
            }
        }
    }

    /// Notes what is known of the closures and `async` blocks that a `let` defines, and of the elements of a tuple.
    pub(super) fn define(&mut self, pattern: &Pat, value: &Expr) {
        if let (Pat::Tuple(parts), Expr::Tuple(values)) = (pattern, value) {
            if parts.elems.len() == values.elems.len() {
                for (part, value) in parts.elems.iter().zip(&values.elems) {
                    if let (Pat::Ident(name), Some(known)) = (part, known_types::known_value(value))
                    {
                        let var = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none());
                        if let Some(var) = var {
                            let local = &mut self.vars.all[var];
                            local.known = Some(known);
                            local.by_name =
                                ByName::of_value(Standard::of(known), value).into_iter().collect();
                        }
                    }
                    self.define(part, value);
                }
            }
            return;
        }
        for name in patterns::bindings(pattern).iter().filter(|name| name.by_ref.is_none()) {
            let Some(var) = self.vars.find(&name.ident) else { continue };
            if self.holders.define(var, value, self.vars) {
                self.vars.all[var].rest = Rest::Held;
            }
            self.vars.all[var].given_back = self.holders.give_back(value, self.vars);
        }
        let Pat::Ident(name) = pattern else { return };
        let Some(var) = self.vars.find(&name.ident) else { return };
        match value {
            Expr::Async(_) => self.vars.all[var].rest = Rest::Whole,
            Expr::Closure(closure) => {
                let captures = Captures::of_closure(closure, self.vars);
                let borrows = captures.borrows();
                let is_moved = captures.is_moved_by_call(self.vars);
                let may_take = captures.may_take_by_call();
                let local = &mut self.vars.all[var];
                local.closure = true;
                local.rest = if borrows { Rest::Closure } else { Rest::Whole };
                if is_moved {
                    local.known = Some(known_types::Known::Closure);
                } else {
                    local.borrowed_by_calls = true;
                    local.perhaps_once = may_take;
                }
            }
            _ if rest::hold_owned(value, &self.owned, self.vars) => {
                self.vars.all[var].rest = Rest::Whole;
            }
            _ if rest::is_owned(value, self.vars) => {
                self.owned.insert(var);
            }
            _ => {}
        }
    }
}

/// The type of the `Box` in an `Option`, by the type of its local.
pub(super) fn box_in_option(value: &Expr, vars: &Vars) -> Option<Type> {
    if let Expr::MethodCall(call) = value {
        let takes = call.method == "take" && call.args.is_empty();
        return takes.then(|| box_in_option(&call.receiver, vars))?;
    }
    let var = vars.find(kinds::name_of(value)?)?;
    let inner = parameter_of(vars.all[var].written.as_ref()?, "Option")?;
    (is_box(inner) && kinds::placeholder(inner).is_none()).then(|| inner.clone())
}
