//! Lends a collection to all parts of an expression whose first loop borrows it.
//!
//! ```text
//! // in                                           // out
//! gen_expr!(x * y for x in &v for y in &v)        match &v { lent => gen_expr!(x * y for x in &v for y in &*lent) }
//! ```
//!
//! The parts of an expression are moved into it, with the variables that they mention. A variable that the
//! first loop borrows cannot be moved as well, so that the other parts borrow it too.

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, PatIdent, parse_quote};

use super::mentions::Mentions;
use super::parse::{Clause, Comprehension};
use crate::lower::internal;
use crate::yields::MacroArguments;

impl Comprehension {
    /// Replaces the variable that the first loop borrows by `*lent` in all other parts. The result is the
    /// variable and the name `lent`. `None` if the first iterable is not a borrowed variable, or no
    /// other part mentions that.
    pub(super) fn lend(&mut self) -> Option<(Ident, Ident)> {
        let Expr::Reference(borrowed) = &self.outermost.iterable else { return None };
        if borrowed.mutability.is_some() {
            return None;
        }
        let Expr::Path(path) = &*borrowed.expr else { return None };
        let variable = path.path.get_ident()?.clone();
        if variable == "self" || self.binds(&variable) {
            return None;
        }
        let mut lending = Lend { variable: &variable, lent: internal("lent"), any: false };
        lending.visit_expr_mut(&mut self.element);
        for clause in &mut self.clauses {
            match clause {
                Clause::For(inner) => lending.visit_expr_mut(&mut inner.iterable),
                Clause::If(_, condition) => lending.visit_expr_mut(condition),
            }
        }
        let (any, lent) = (lending.any, lending.lent);
        any.then_some((variable, lent))
    }

    /// Whether a pattern anywhere in the expression binds `variable`: then its name may mean another one.
    fn binds(&self, variable: &Ident) -> bool {
        struct Binds<'a>(&'a Ident, bool);

        impl<'ast> Visit<'ast> for Binds<'_> {
            fn visit_pat_ident(&mut self, bound: &'ast PatIdent) {
                self.1 |= bound.ident == *self.0;
                visit::visit_pat_ident(self, bound);
            }
        }

        let mut binds = Binds(variable, false);
        binds.visit_pat(&self.outermost.pattern);
        for expression in self.expressions() {
            binds.visit_expr(expression);
        }
        for clause in &self.clauses {
            if let Clause::For(inner) = clause {
                binds.visit_pat(&inner.pattern);
            }
        }
        binds.1
    }
}

struct Lend<'a> {
    variable: &'a Ident,
    lent: Ident,
    any: bool,
}

impl VisitMut for Lend<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Path(path) if path.path.is_ident(self.variable) => {
                self.any = true;
                let mut lent = self.lent.clone();
                let here = Span::mixed_site().located_at(self.variable.span());
                lent.set_span(here);
                let place = quote_spanned!(here=> (*#lent));
                *expression = parse_quote!(#place);
            }
            _ => visit_mut::visit_expr_mut(self, expression),
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        if !Mentions::of(&invocation.tokens).contains(self.variable) {
            return;
        }
        match MacroArguments::parse(&invocation.tokens) {
            MacroArguments::Expressions(mut arguments) => {
                for argument in &mut arguments {
                    self.visit_expr_mut(argument);
                }
                invocation.tokens = quote!(#arguments);
            }
            MacroArguments::Statements(mut statements) => {
                for statement in &mut statements {
                    self.visit_stmt_mut(statement);
                }
                invocation.tokens = quote!(#(#statements)*);
            }
            MacroArguments::Tokens => {}
        }
    }
}
