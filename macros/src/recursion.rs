//! Finds a generator that may yield or return itself.
//!
//! rustc rejects such a function, as it rejects one that is no generator: its opaque type would contain
//! itself (E0720). But with more than one bound on the opaque type rustc does not end before it has
//! followed each bound through each level, which are 128. So such a function gets no bounds beside its
//! own.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Expr, ExprForLoop, ExprMethodCall, Macro, Stmt};

use crate::yields::{MacroArguments, YieldKind};

/// Whether the function `name` is called in `statements` where the value of the call may become that of a
/// yield or of the body: anywhere but in front of a method, in the head of a `for` or in a delegation.
pub(crate) fn may_give_itself(name: &Ident, statements: &[Stmt]) -> bool {
    let mut calls = Calls { name, found: false };
    for statement in statements {
        calls.visit_stmt(statement);
    }
    calls.found
}

struct Calls<'a> {
    name: &'a Ident,
    found: bool,
}

impl Calls<'_> {
    fn is_call(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Call(call) => matches!(&*call.func, Expr::Path(function)
                if function.path.segments.last().is_some_and(|last| last.ident == *self.name)),
            Expr::MethodCall(call) => call.method == *self.name,
            Expr::Paren(inner) => self.is_call(&inner.expr),
            Expr::Group(inner) => self.is_call(&inner.expr),
            _ => false,
        }
    }

    /// Visits an expression that is consumed where it is.
    fn visit_consumed(&mut self, expression: &Expr) {
        let found = self.found;
        let is_call = self.is_call(expression);
        self.visit_expr(expression);
        if is_call {
            self.found = found;
        }
    }
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.found |= self.is_call(expression);
        visit::visit_expr(self, expression);
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast ExprForLoop) {
        self.visit_consumed(&repeated.expr);
        self.visit_block(&repeated.body);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_consumed(&call.receiver);
        for argument in &call.args {
            self.visit_expr(argument);
        }
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let delegates = YieldKind::of_path(&invocation.path).is_some_and(|(kind, _)| kind.delegates());
        match MacroArguments::parse(invocation.tokens.clone()) {
            MacroArguments::Expressions(expressions) => {
                for expression in &expressions {
                    let mut inside = Calls { name: self.name, found: false };
                    if delegates {
                        inside.visit_consumed(expression);
                    } else {
                        inside.visit_expr(expression);
                    }
                    self.found |= inside.found;
                }
            }
            MacroArguments::Statements(statements) => {
                self.found |= may_give_itself(self.name, &statements);
            }
            MacroArguments::Tokens => {}
        }
    }
}
