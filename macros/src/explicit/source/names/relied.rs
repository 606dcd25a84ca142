//! The macros of the standard library that a body calls by their names alone, and of which the lowering believes that they
//! are the standard library's: rustc is asked about these.
//!
//! | call | what is believed |
//! |---|---|
//! | `panic!(..)`, `unreachable!(..)` | it does not return |
//! | `stringify!(local)`, `assert!(local > 0)`, where the local has another name now | it shows the name |
//! | `vec![local]`, `println!("{}", take(local))`, `matches!(local, ..)` | what it moves |

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, Macro, UnOp};

use crate::explicit::known::kinds::{self, has_yield_in_tokens};
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::method_names::{BORROWS, takes_receiver};
use crate::explicit::source::names::Names;
use crate::explicit::tree::ir::Var;
use crate::operators::Operator;
use crate::tokens;

impl Names<'_> {
    /// Notes a macro of which the lowering believes that it is the standard library's.
    pub(super) fn rely_on(&mut self, invocation: &Macro) {
        let Some(name) = invocation.path.get_ident() else { return };
        if let Some(own) = self.own_macros.iter().rev().find(|own| *own == name) {
            if !self.vars.own_macros.contains(own) {
                self.vars.own_macros.push(own.clone());
            }
            return;
        }
        let name = name.to_string();
        self.vars.relied_macros.entry(name).or_insert_with(|| invocation.clone());
    }

    /// Whether the lowering relies on the name of a macro: it does not return, it shows locals, or it may move one.
    pub(super) fn is_relied_on(&self, invocation: &Macro) -> bool {
        if known_macros::diverges(&invocation.path) {
            return true;
        }
        if known_macros::only_shows(&invocation.path) {
            return self.names_renamed(invocation.tokens.clone());
        }
        let Some(takes) = known_macros::known(invocation) else { return false };
        if has_yield_in_tokens(invocation.tokens.clone()) {
            // Any other is asked about where the yield is lowered.
            return self.own_macros.iter().any(|own| invocation.path.is_ident(own));
        }
        if takes == Takes::Pattern {
            let parts = known_macros::matches_in(invocation);
            return parts.is_some_and(|(head, _)| self.may_move(&head));
        }
        let Some(arguments) = known_macros::list_in(invocation) else { return false };
        let is_shown = arguments.len() == 1
            && known_macros::shows_condition(&invocation.path)
            && self.names_renamed(invocation.tokens.clone());
        let by_value = match takes {
            Takes::Values => usize::MAX,
            Takes::Condition => 1,
            _ => 0,
        };
        let moves = |(index, argument): (usize, &Expr)| {
            let argument = match argument {
                Expr::Assign(named) => &named.right,
                other => other,
            };
            // What is borrowed alone is a place.
            let is_borrowed = index >= by_value && kinds::is_place(argument);
            !is_borrowed && self.may_move(argument)
        };
        is_shown || arguments.iter().enumerate().any(moves)
    }

    /// Whether a value may move a local.
    fn may_move(&self, value: &Expr) -> bool {
        let mut moves = Moves { names: self, found: false };
        moves.visit_expr(value);
        moves.found
    }

    /// The local that a name stands for.
    fn local_named(&self, name: &Ident) -> Option<&Var> {
        let receiver = self.receiver.as_ref().filter(|_| name == "self");
        let var = self.vars.find(receiver.or_else(|| self.new_name(&name.to_string()))?)?;
        Some(&self.vars.all[var])
    }

    /// Whether tokens name a local that may be moved.
    fn names_owned(&self, tokens: TokenStream) -> bool {
        tokens::any(tokens, &mut |at| match at.token() {
            TokenTree::Ident(name) => self.local_named(name).is_some_and(|local| !local.copies),
            _ => false,
        })
    }

    /// Whether tokens name a local that has another name now.
    fn names_renamed(&self, tokens: TokenStream) -> bool {
        tokens::any(tokens, &mut |at| match at.token() {
            TokenTree::Ident(name) => self.renamed(name).is_some(),
            _ => false,
        })
    }
}

/// Finds a local that a value may move.
struct Moves<'a, 'n> {
    names: &'a Names<'n>,
    found: bool,
}

impl Moves<'_, '_> {
    /// A place that is read or borrowed. Its indices are values.
    fn place(&mut self, place: &Expr) {
        match place {
            Expr::Path(_) => {}
            Expr::Field(field) => self.place(&field.base),
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            value => self.visit_expr(value),
        }
    }
}

impl Visit<'_> for Moves<'_, '_> {
    fn visit_expr(&mut self, value: &Expr) {
        match value {
            Expr::Path(_) | Expr::Field(_) | Expr::Unary(_) if kinds::root_of(value).is_some() => {
                let name = kinds::root_of(value).and_then(|name| self.names.local_named(name));
                self.found |= name.is_some_and(|local| !local.copies);
            }
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Comparison => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Expr::MethodCall(call) => {
                if BORROWS.iter().any(|name| call.method == name) && !takes_receiver(call) {
                    self.place(&call.receiver);
                } else {
                    self.visit_expr(&call.receiver);
                }
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_macro(&mut self, invocation: &Macro) {
        // One that is known is relied on by itself.
        if known_macros::known(invocation).is_none() && !known_macros::only_shows(&invocation.path)
        {
            self.found |= self.names.names_owned(invocation.tokens.clone());
        }
    }
}
