//! Closures and `async` blocks that a yield keeps, and that borrow a local.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Pat, Type};

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::closures::captures::{Captures, Use};
use crate::explicit::known::method_names::passes_receiver;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::questions::callables::is_called;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::owners::{is_iterator, owns, seen};

impl Borrows<'_> {
    /// A closure that is kept across a yield, and what it borrows.
    pub(super) fn closure(&mut self, name: &Ident, closure: &syn::ExprClosure) {
        let Some(var) = self.vars.find(name) else { return };
        self.closures.insert(var);
        if self.kept.at.iter().any(|(_, kept)| *kept == var) {
            let captures = Captures::of_closure(closure, self.vars);
            if let Some(var) = captures.uses.keys().find(|var| self.temporaries.contains_key(var)) {
                self.temporary(*var);
                return;
            }
            self.closure_borrows(
                closure,
                "pass `{}` as an argument, write `move` if the closure may have it, or end its scope in front of the \
                 yield",
            );
        }
    }

    /// The closures that a function is called with to make what the body calls: that holds them.
    pub(super) fn held_closures(&mut self, pattern: &Pat, value: &Expr) {
        let Expr::Call(call) = seen(value) else { return };
        let Some(name) = patterns::name_bound_by(pattern) else { return };
        if !self.vars.find(name).is_some_and(|var| self.is_kept(var))
            || kinds::is_constructor(&call.func)
            || !is_called(self.code.clone(), name)
        {
            return;
        }
        for argument in &call.args {
            if let Expr::Closure(closure) = argument {
                self.closure_borrows(
                    closure,
                    "write `move` if the closure may have `{}`, or a clone of it",
                );
            }
        }
    }

    /// The closures that an iterator holds.
    pub(super) fn closures_of(&mut self, value: &Expr) {
        let Expr::MethodCall(call) = seen(value) else { return };
        if passes_receiver(call) && is_iterator(value, self.vars) {
            for argument in &call.args {
                if let Expr::Closure(closure) = argument {
                    self.closure_borrows(
                        closure,
                        "use `{}` in the body of the loop, or write `move` if the closure may have it",
                    );
                }
            }
            self.closures_of(&call.receiver);
        }
    }

    /// Reports what a closure borrows.
    fn closure_borrows(&mut self, closure: &syn::ExprClosure, remedy: &str) {
        let captures = Captures::of_closure(closure, self.vars);
        self.captured(&captures, &kinds::parameters(closure), closure, "closure", remedy);
    }

    /// Reports what a closure or an `async` block borrows.
    pub(super) fn captured(
        &mut self,
        captures: &Captures,
        parameters: &[String],
        at: impl ToTokens,
        what: &str,
        remedy: &str,
    ) {
        if captures.moves {
            return;
        }
        let named: Vec<_> = captures.uses.iter().filter(|(_, used)| **used != Use::Name).collect();
        let borrowed =
            named.iter().map(|(var, _)| (**var, &self.vars.all[**var])).find(|(id, var)| {
                let is_reference = matches!(var.written, Some(Type::Reference(_)));
                let owned = self.closures.contains(id)
                    || self.owners.contains(id)
                    || var.mutability.is_some()
                    || var.written.as_ref().is_some_and(|ty| owns(ty) || kinds::copies(ty));
                // What is `Copy` is borrowed as well.
                let is_copy = var.copies || var.number && !var.range;
                owned
                    && !is_reference
                    && (is_copy || !captures.takes(captures.uses[id]))
                    && !parameters.contains(&var.ident.to_string())
            });
        if let Some((_, borrowed)) = borrowed {
            let borrowed = borrowed.name();
            let remedy = remedy.replace("{}", &borrowed);
            self.errors.at(
                at,
                format!(
                    "this {what} borrows from the local `{borrowed}` across a yield, and an explicit state \
                     holds no borrows of its own locals: {remedy}{REMARK}"
                ),
            );
        }
    }
}
