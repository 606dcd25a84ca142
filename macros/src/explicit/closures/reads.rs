//! What a closure does with a local that it captures: whether it may change it, and which parts of it it names.

use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure};

use crate::explicit::known::kinds;
use crate::explicit::known::method_names::{LOOKS, OF_PRELUDE};
use crate::operators::Operator;
use crate::tokens;

/// Whether a closure may change a local.
pub(crate) struct MayChange<'a> {
    name: &'a syn::Ident,
    found: bool,
}

impl<'a> MayChange<'a> {
    pub(crate) fn of(closure: &ExprClosure, name: &'a syn::Ident) -> bool {
        let mut changes = MayChange { name, found: false };
        changes.visit_expr(&closure.body);
        changes.found || tokens::find_ident(closure.body.to_token_stream(), "ref").is_some()
    }

    fn place(&mut self, place: &Expr) {
        self.found |= kinds::root_of(place) == Some(self.name);
    }
}

impl<'ast> Visit<'ast> for MayChange<'_> {
    fn visit_expr(&mut self, value: &'ast Expr) {
        match value {
            Expr::Assign(assign) => {
                self.found |= kinds::times_named(assign.left.to_token_stream(), self.name) > 0;
            }
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Assignment => {
                self.place(&binary.left);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.place(&reference.expr);
            }
            Expr::RawAddr(address) => self.place(&address.expr),
            Expr::MethodCall(call) if !LOOKS.iter().any(|name| call.method == name) => {
                self.place(&call.receiver);
            }
            Expr::Call(call) => self.place(&call.func),
            Expr::Macro(invocation) => {
                let tokens = invocation.mac.tokens.clone();
                self.found |= kinds::times_named(tokens, self.name) > 0;
            }
            _ => {}
        }
        visit::visit_expr(self, value);
    }
}

/// Whether a closure calls a method on a local that a trait of the user's may define. Those of the prelude's traits
/// come first, as they take `&self`.
pub(crate) fn calls_method(closure: &ExprClosure, name: &syn::Ident) -> bool {
    struct Calls<'a>(&'a syn::Ident, bool);

    impl<'ast> Visit<'ast> for Calls<'_> {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            let is_of_prelude = OF_PRELUDE.iter().any(|name| call.method == name);
            self.1 |= !is_of_prelude && kinds::root_of(&call.receiver) == Some(self.0);
            visit::visit_expr_method_call(self, call);
        }
    }

    let mut calls = Calls(name, false);
    calls.visit_expr(&closure.body);
    calls.1
}

/// The parts of a local that a closure names, or the local itself.
pub(crate) struct Places<'a> {
    name: &'a syn::Ident,
    found: Vec<Expr>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(closure: &ExprClosure, name: &'a syn::Ident) -> Vec<Expr> {
        let mut places = Places { name, found: Vec::new() };
        places.visit_expr(&closure.body);
        let is_all = |place: &Expr| !matches!(place, Expr::Field(_));
        match places.found.iter().find(|place| is_all(place)) {
            Some(all) => vec![all.clone()],
            None => places.found,
        }
    }
}

impl<'ast> Visit<'ast> for Places<'_> {
    fn visit_expr(&mut self, value: &'ast Expr) {
        let is_part = matches!(value, Expr::Field(_)) && is_field_of(value, self.name);
        if is_part || kinds::name_of(value) == Some(self.name) {
            let is_new = |other: &Expr| !is_same(other, value);
            if self.found.iter().all(is_new) {
                self.found.push(value.clone());
            }
            return;
        }
        visit::visit_expr(self, value);
    }
}

/// Whether an expression is a field of a local, or of a field of it.
fn is_field_of(place: &Expr, name: &syn::Ident) -> bool {
    match place {
        Expr::Field(field) => is_field_of(&field.base, name),
        other => kinds::name_of(other) == Some(name),
    }
}

fn is_same(one: &Expr, other: &Expr) -> bool {
    one.to_token_stream().to_string() == other.to_token_stream().to_string()
}

/// Reads a place where a closure has captured it.
pub(crate) struct Reading<'a> {
    pub(crate) from: &'a Expr,
    pub(crate) to: &'a syn::Ident,
}

impl VisitMut for Reading<'_> {
    fn visit_expr_mut(&mut self, value: &mut Expr) {
        let is_place = matches!(value, Expr::Field(_) | Expr::Path(_));
        if is_place && is_same(value, self.from) {
            let mut to = self.to.clone();
            to.set_span(to.span().located_at(value.span()));
            let read = quote_spanned!(to.span()=> (*#to));
            *value = syn::parse2(read).unwrap_or_else(|_| value.clone());
            return;
        }
        visit_mut::visit_expr_mut(self, value);
    }
}
