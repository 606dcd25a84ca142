//! Finds out whether there is anything in a piece of code that the macro does not see through: what
//! another macro makes of its tokens may be anything, a wait for a foreign future too.

use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprAwait, Macro, Pat};

/// Whether there is anything unknown in an expression.
pub(crate) fn in_expression(expression: &Expr) -> bool {
    let mut unknown = Unknown(false);
    unknown.visit_expr(expression);
    unknown.0
}

/// Whether there is anything unknown in a pattern.
pub(crate) fn in_pattern(pattern: &Pat) -> bool {
    let mut unknown = Unknown(false);
    unknown.visit_pat(pattern);
    unknown.0
}

struct Unknown(bool);

impl<'ast> Visit<'ast> for Unknown {
    fn visit_macro(&mut self, _: &'ast Macro) {
        self.0 = true;
    }

    // It may be that of a macro.
    fn visit_attribute(&mut self, _: &'ast Attribute) {
        self.0 = true;
    }

    fn visit_expr_await(&mut self, _: &'ast ExprAwait) {
        self.0 = true;
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if matches!(expression, Expr::Verbatim(_)) {
            self.0 = true;
        }
        visit::visit_expr(self, expression);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        if matches!(pattern, Pat::Verbatim(_)) {
            self.0 = true;
        }
        visit::visit_pat(self, pattern);
    }
}
