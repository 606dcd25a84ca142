//! Parts of a local that are borrowed exclusively, and are away while a yield keeps the local: in an item, or in a call of
//! the function itself.

use proc_macro2::Ident;
use syn::{Expr, Local, Stmt, Type};

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::known::kinds;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::{VarId, YieldId};
use crate::explicit::tree::owners::seen;

impl Borrows<'_> {
    /// An item that is an exclusive borrow.
    pub(super) fn item(&mut self, value: &Expr, id: YieldId) {
        if let Some(place) = part_borrowed(value) {
            self.borrowed_part(place, value, id, "this item");
        }
    }

    /// What a call of the function itself borrows exclusively: the caller's state has it as well.
    pub(super) fn call(&mut self, value: &Expr, id: YieldId) {
        let Expr::Block(block) = value else { return };
        for statement in &block.block.stmts {
            let Stmt::Local(Local { init: Some(init), .. }) = statement else { continue };
            if let Some(place) = part_borrowed(&init.expr) {
                self.borrowed_part(place, &init.expr, id, "this call");
                continue;
            }
            let (place, by_name) = match &*init.expr {
                Expr::Reference(reference) => (&*reference.expr, false),
                other => (other, true),
            };
            let Some(name) = kinds::name_of(place) else { continue };
            let Some(var) = self.vars.find(name).filter(|var| self.kept.is_kept(id, *var)) else {
                continue;
            };
            let exclusive = |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
            if by_name && !self.vars.all[var].written.as_ref().is_some_and(exclusive) {
                continue;
            }
            let name = self.vars.all[var].name();
            self.errors.at(
                &init.expr,
                format!(
                    "`{name}` lives longer than this call, which borrows it, and the states of a \
                     recursion hold no borrows from one another: move `{name}` into the call and return it, \
                     or share it, in a `RefCell`{REMARK}"
                ),
            );
        }
    }

    /// What borrows a part of a local exclusively, and is away while a yield keeps the local.
    pub(super) fn borrowed_part(&mut self, place: &Ident, value: &Expr, id: YieldId, what: &str) {
        let is_used = |var: &VarId| self.kept.used.contains(&(id, *var));
        let Some(var) = self.vars.find(place).filter(is_used) else { return };
        // Once is enough.
        if !self.reported.insert(var) {
            return;
        }
        let name = self.vars.all[var].name();
        self.errors.at(
            value,
            format!(
                "{what} borrows a part of `{name}`, which is used behind it, and the state keeps `{name}` as a whole: \
                 take it apart in front of that, `let Type {{ part, rest }} = {name};`, and use its parts{REMARK}"
            ),
        );
    }
}

/// The local of which a value borrows a part exclusively.
fn part_borrowed(value: &Expr) -> Option<&Ident> {
    fn part(place: &Expr) -> Option<&Ident> {
        match seen(place) {
            Expr::Field(field) => part(&field.base).or_else(|| kinds::name_of(&field.base)),
            Expr::Index(index) => part(&index.expr).or_else(|| kinds::name_of(&index.expr)),
            _ => None,
        }
    }

    match seen(value) {
        Expr::Reference(reference) if reference.mutability.is_some() => part(&reference.expr),
        Expr::MethodCall(call) if call.method == "as_deref_mut" || call.method == "as_mut" => {
            part(&call.receiver)
        }
        _ => None,
    }
}
