//! Finds a generator that yields or returns itself.
//!
//! The type of such a generator would contain itself, where its signature gives the type by `impl ..`. rustc
//! says so (E0720), but does not end: it follows each bound of the type through each level, of which it
//! takes 128. So the macro reports such a generator, as far as the syntax tells, and gives rustc
//! another function.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprReturn, Local, Macro, Pat, Stmt};

use crate::yields::{Given, YieldKind};

pub(crate) const RULE: &str = "\
a generator cannot yield or return itself, because its type would contain itself without end: give it \
in a box, `BoxGenerator::new(..)`, whose type has a name, `BoxGenerator<'a, T>`";

/// The place where `statements`, the body of the function `name`, yield or return what a call of the function
/// returns.
pub(crate) fn gives_itself(name: &Ident, statements: &[Stmt]) -> Option<Span> {
    let mut search = Search { name, variables: Vec::new(), found: None };
    for statement in statements {
        search.visit_stmt(statement);
    }
    if let Some(Stmt::Expr(last, None)) = statements.last() {
        search.check(last);
    }
    search.found
}

struct Search<'a> {
    name: &'a Ident,
    /// The variables that are generators of this function.
    variables: Vec<String>,
    found: Option<Span>,
}

impl Search<'_> {
    fn check(&mut self, value: &Expr) {
        if self.found.is_none() && self.is_itself(value) {
            self.found = Some(value.span());
        }
    }

    /// Whether a value is the generator, or contains it.
    fn is_itself(&self, value: &Expr) -> bool {
        match value {
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else { return false };
                let Some(last) = function.path.segments.last() else { return false };
                let makes =
                    last.ident == "new" || last.ident.to_string().starts_with(char::is_uppercase);
                let erases = function.path.segments.iter().any(|segment| {
                    segment.ident == "BoxGenerator" || segment.ident == "LocalBoxGenerator"
                });
                last.ident == *self.name
                    || (makes
                        && !erases
                        && call.args.iter().any(|argument| self.is_itself(argument)))
            }
            Expr::MethodCall(call) => call.method == *self.name,
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.variables.contains(&name.to_string()))
            }
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.is_itself(element)),
            Expr::Array(array) => array.elems.iter().any(|element| self.is_itself(element)),
            Expr::Paren(inner) => self.is_itself(&inner.expr),
            Expr::Group(inner) => self.is_itself(&inner.expr),
            Expr::Block(block) => self.ends_with_itself(&block.block),
            Expr::If(condition) => {
                self.ends_with_itself(&condition.then_branch)
                    || condition
                        .else_branch
                        .as_ref()
                        .is_some_and(|(_, other)| self.is_itself(other))
            }
            Expr::Match(choice) => choice.arms.iter().any(|arm| self.is_itself(&arm.body)),
            _ => false,
        }
    }

    fn ends_with_itself(&self, block: &Block) -> bool {
        matches!(block.stmts.last(), Some(Stmt::Expr(last, None)) if self.is_itself(last))
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        if let (Pat::Ident(variable), Some(init)) = (&local.pat, &local.init) {
            if self.is_itself(&init.expr) {
                self.variables.push(variable.ident.to_string());
            }
        }
    }

    fn visit_expr_return(&mut self, returned: &'ast ExprReturn) {
        visit::visit_expr_return(self, returned);
        if let Some(value) = &returned.expr {
            self.check(value);
        }
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let kind = YieldKind::of_path(&invocation.path).map(|(kind, _)| kind);
        if kind.is_some_and(|kind| !kind.delegates()) {
            let value = match Given::parse(invocation.tokens.clone()) {
                Given::Value(value) => Some(*value),
                Given::Plain(tokens) => syn::parse2(tokens).ok(),
                _ => None,
            };
            if let Some(value) = value {
                self.check(&value);
            }
        }
    }
}
