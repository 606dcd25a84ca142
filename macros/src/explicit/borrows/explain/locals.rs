//! A local that borrows from another one, `let name = &local;`, where a yield keeps it.

use syn::Expr;

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::owners::guard_in;

impl Borrows<'_> {
    /// Takes note of what a local borrows from, by its value, and reports it where a yield keeps both.
    pub(super) fn local(&mut self, var: VarId, value: &Expr) {
        self.note(var, value);
        let borrowed = self.borrowed(value).or_else(|| self.referred(value));
        let collected = self.collected(value, var);
        self.collections.extend(collected.map(|name| (var, name.clone())));
        let borrowed = borrowed.or(collected);
        let Some(borrowed) = borrowed else { return };
        let Some(owner) = self.vars.find(borrowed) else { return };
        if self.is_exclusive(owner) {
            self.from.insert(var, owner);
        }
        let instead = self.instead_of_iterator(value, owner);
        self.iterators.extend(instead.map(|instead| (var, instead)));
        let is_temporary = self.vars.all[owner].hidden && !self.vars.all[owner].is_self();
        if is_temporary {
            self.temporaries.insert(var, owner);
        }
        if !is_temporary && collected.is_none() && !self.is_exclusive(owner) {
            self.views.insert(var, borrowed.clone());
        }
        let is_kept = self.is_kept(var) || guard_in(value).is_some() && self.rests.contains(&var);
        if is_kept && self.is_held(owner, false, |id| self.is_kept_at(id, var)) {
            let name = self.vars.all[var].name();
            let borrowed = self.vars.all[owner].name();
            if is_temporary {
                self.temporary(var);
                return;
            }
            let is_used = self.kept.used.iter().any(|(_, used)| *used == var);
            let instead =
                self.iterators.get(&var).filter(|_| self.is_advanced(&self.vars.all[var].ident));
            let (what, remedy) = if let (true, Some(instead)) = (is_used, instead) {
                ("", &**instead)
            } else if is_used {
                ("", "borrow again behind the yield")
            } else {
                let remedy = "end its scope in front of the yield, or copy what is used of it";
                (" that stands in its scope", remedy)
            };
            let remark = if self.rejected.used.contains(&var) { "" } else { REMARK };
            self.errors.at(
                value,
                format!(
                    "`{name}` borrows from the local `{borrowed}` across a yield{what}, and an explicit state \
                     holds no borrows of its own locals: {remedy}{remark}"
                ),
            );
        }
    }
}
