//! Finds the places where control would leave a piece of code: `return`, `?`, `break` and the like.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprAsync, ExprAwait, ExprBreak, ExprClosure, ExprContinue, ExprForLoop, ExprLoop,
    ExprReturn, ExprTry, ExprWhile, Item, Macro, Stmt,
};

use crate::yields::{MacroArguments, YieldKind, is_generator_macro};

/// A way out of a piece of code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    QuestionMark,
    Return,
    /// Out of a loop around the code.
    Break,
    Continue,
    Await,
    Yield,
}

/// A way out, and its place.
pub(crate) type ExitAt = (Exit, Span);

/// The ways out of statements.
pub(crate) fn of_statements(statements: &[Stmt]) -> Vec<ExitAt> {
    let mut exits = Exits::default();
    for statement in statements {
        exits.visit_stmt(statement);
    }
    exits.found
}

/// The ways out of an expression.
pub(crate) fn of_expression(expression: &Expr) -> Vec<ExitAt> {
    let mut exits = Exits::default();
    exits.visit_expr(expression);
    exits.found
}

#[derive(Default)]
struct Exits {
    found: Vec<ExitAt>,
    /// Whether a `break` without a label ends a loop inside of the code.
    in_loop: bool,
}

impl Exits {
    fn add(&mut self, exit: Exit, span: Span) {
        self.found.push((exit, span));
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_loop, true);
        visit(self);
        self.in_loop = outer;
    }
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr_try(&mut self, tried: &'ast ExprTry) {
        self.add(Exit::QuestionMark, tried.question_token.span);
        visit::visit_expr_try(self, tried);
    }

    fn visit_expr_return(&mut self, returned: &'ast ExprReturn) {
        self.add(Exit::Return, returned.return_token.span);
        visit::visit_expr_return(self, returned);
    }

    fn visit_expr_break(&mut self, broken: &'ast ExprBreak) {
        // The code runs in a closure or an `async` block, so rustc accepts only labels inside of it.
        if !self.in_loop && broken.label.is_none() {
            self.add(Exit::Break, broken.break_token.span);
        }
        visit::visit_expr_break(self, broken);
    }

    fn visit_expr_continue(&mut self, continued: &'ast ExprContinue) {
        if !self.in_loop && continued.label.is_none() {
            self.add(Exit::Continue, continued.continue_token.span);
        }
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        self.add(Exit::Await, awaited.await_token.span);
        visit::visit_expr_await(self, awaited);
    }

    fn visit_expr_loop(&mut self, repeated: &'ast ExprLoop) {
        self.in_loop(|this| visit::visit_expr_loop(this, repeated));
    }

    fn visit_expr_while(&mut self, repeated: &'ast ExprWhile) {
        self.in_loop(|this| visit::visit_expr_while(this, repeated));
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.in_loop(|this| this.visit_block(&repeated.body));
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        if let Some((_, name)) = YieldKind::of_path(&invocation.path) {
            self.add(Exit::Yield, name.span());
        }
        if is_generator_macro(&invocation.path) {
            return;
        }
        // The parsed arguments do not live as long as the code.
        let mut inside = Self { found: Vec::new(), in_loop: self.in_loop };
        match MacroArguments::parse(&invocation.tokens) {
            MacroArguments::Expressions(expressions) => {
                for expression in &expressions {
                    inside.visit_expr(expression);
                }
            }
            MacroArguments::Statements(statements) => {
                for statement in &statements {
                    inside.visit_stmt(statement);
                }
            }
            MacroArguments::Tokens => {}
        }
        self.found.append(&mut inside.found);
    }

    // Control that leaves one of these does not leave the code around it.
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
