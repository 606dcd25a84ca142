//! Locals that borrow from a temporary value, and that a yield keeps.

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::VarId;

impl Borrows<'_> {
    /// Reports a local that borrows from a temporary value.
    pub(super) fn temporary(&mut self, var: VarId) {
        let local = &self.vars.all[var];
        let is_constant =
            self.temporaries.get(&var).is_some_and(|owner| self.constants.contains(owner));
        let remedy = if is_constant {
            "make the value a `const`, and borrow that"
        } else {
            "bind the value with `let`, and borrow again behind the yield"
        };
        self.errors.at(
            &local.ident,
            format!(
                "`{}` borrows from a temporary value across a yield, and an explicit state holds no borrows of its \
                 own values: {remedy}{REMARK}",
                local.name()
            ),
        );
    }
}
