//! Closures that a yield keeps, and that borrow a local.

use proc_macro2::Ident;
use syn::{Expr, Type};

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::closures::captures::{Captures, Use};
use crate::explicit::known::kinds;
use crate::explicit::known::method_names::passes_receiver;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::owners::{is_iterator, owns, seen};

impl Borrows<'_> {
    /// A closure that is kept across a yield, and what it borrows.
    pub(super) fn closure(&mut self, name: &Ident, closure: &syn::ExprClosure) {
        let Some(var) = self.vars.find(name) else { return };
        self.closures.insert(var);
        if self.kept.at.iter().any(|(_, kept)| *kept == var) {
            self.closure_borrows(
                closure,
                "pass `{}` as an argument, write `move` if the closure may have it, or end its scope in front of the \
                 yield",
            );
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
        if closure.capture.is_some() {
            return;
        }
        let parameters = kinds::parameters(closure);
        let captures = Captures::of_closure(closure, self.vars);
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
                closure,
                format!(
                    "this closure borrows from the local `{borrowed}` across a yield, and an explicit state \
                     holds no borrows of its own locals: {remedy}{REMARK}"
                ),
            );
        }
    }
}
