//! Exclusive borrows that rustc rejects in any generator, as their local is used while they live. No message says of
//! these that the default takes them.
//!
//! ```text
//! let rows = &mut self.rows;                       // `rows`
//! rows.push(1);
//! yield_!(self.rows.len());
//! rows.push(2);
//!
//! for row in rows.iter_mut() { yield_!(*row); rows.clear(); }    // the iterator of the loop
//! for row in rows.iter_mut() { yield_!(row); } rows.clear();     // the same: the caller may have `row`
//! ```
//!
//! A use is one on a path that is certain to be taken while the borrow lives.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Local, Stmt, UnOp};

use crate::explicit::borrows::all_code;
use crate::explicit::borrows::explain::borrowed::is_exclusive_borrow;
use crate::explicit::flow::Kept;
use crate::explicit::known::method_names::passes_receiver;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::tree::owners::seen;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::Walk;
use crate::tokens;

/// The borrows that rustc rejects in any generator, each by the local that is the borrow or the iterator.
#[derive(Default)]
pub(super) struct Rejected {
    /// Their local is used in between.
    pub(super) used: BTreeSet<VarId>,
    /// A loop yields what its iterator borrows, which the caller may keep.
    pub(super) lent: BTreeSet<VarId>,
}

impl Rejected {
    pub(super) fn of(body: &Block, vars: &Vars, kept: &Kept) -> Self {
        let found = Self::default();
        let mut finding = Finding { vars, kept, iterated: BTreeMap::new(), found };
        finding.block(body);
        finding.found
    }
}

struct Finding<'a> {
    vars: &'a Vars,
    kept: &'a Kept,
    /// The iterators of loops that borrow a place exclusively, each with that.
    iterated: BTreeMap<VarId, Place>,
    found: Rejected,
}

impl Walk for Finding<'_> {
    fn block(&mut self, block: &Block) {
        for (index, part) in block.parts.iter().enumerate() {
            match &part.kind {
                PartKind::Statements(statements) => {
                    for (number, statement) in statements.iter().enumerate() {
                        let behind = Behind {
                            statements: &statements[number + 1..],
                            parts: &block.parts[index + 1..],
                            tail: block.tail.as_deref(),
                        };
                        self.statement(statement, &behind);
                    }
                }
                PartKind::Choose { choice: Choice::Match { head, arms, .. }, .. } => {
                    if let ([arm], Some(place)) = (arms.as_slice(), Place::borrowed_by(seen(head)))
                    {
                        self.iterated.extend(arm.bound.iter().map(|var| (*var, place.clone())));
                    }
                }
                _ => {}
            }
        }
        self.inside_block(block);
    }

    fn node(&mut self, node: &Node) {
        if let Node::Loop { body, .. } = node {
            self.turn(body);
        }
        self.inside_node(node);
    }
}

impl Finding<'_> {
    /// `let name = &mut place;`
    fn statement(&mut self, statement: &Stmt, behind: &Behind<'_>) {
        let Stmt::Local(Local { pat, init: Some(init), .. }) = statement else { return };
        let var = patterns::name_bound_by(pat).and_then(|name| self.vars.find(name));
        let var = var.filter(|var| self.vars.all[*var].mutability.is_none());
        let Some((var, place)) = var.zip(Place::borrowed_by(seen(&init.expr))) else { return };
        if behind.uses_in_between(&place, &self.vars.all[var].ident) {
            self.found.used.insert(var);
        }
    }

    /// The turn of a loop: its iterator is used behind all of it, if nothing in it leaves the loop.
    fn turn(&mut self, body: &Block) {
        let [first, ..] = &*body.parts else { return };
        let PartKind::Next { pattern, iterator } = &first.kind else { return };
        let Some(place) = self.iterated.get(iterator) else { return };
        let code = all_code::of(body);
        if !leaves(&code) && place.is_in(&code) {
            self.found.used.insert(*iterator);
            return;
        }
        let owner = self.vars.find(&place.local);
        let mut yields = Yields(Vec::new());
        yields.block(body);
        let is_lent = |value: &Expr| {
            let var = kinds::name_of(value).and_then(|name| self.vars.find(name));
            let names = patterns::bindings(pattern);
            let bound =
                |var: &VarId| names.iter().any(|name| self.vars.find(&name.ident) == Some(*var));
            var.filter(bound).is_some_and(|var| self.vars.all[var].exclusive)
        };
        let last = body.parts.last().unwrap_or(first);
        let is_used =
            |owner| (first.last + 1..=last.last).any(|id| self.kept.used.contains(&(id, owner)));
        if yields.0.iter().any(is_lent) && owner.is_some_and(is_used) {
            self.found.lent.insert(*iterator);
        }
    }
}

/// Finds the values of yields.
struct Yields(Vec<Expr>);

impl Walk for Yields {
    fn part(&mut self, part: &Part) {
        if let PartKind::Offer { value, ty: Some(_), .. } = &part.kind {
            self.0.push(value.clone());
        }
        self.inside_part(part);
    }

    fn node(&mut self, node: &Node) {
        if let Node::Yield(yielded) = node {
            if let (Some(Node::Plain(value)), None) = (yielded.value.as_deref(), yielded.delegate) {
                self.0.push(value.clone());
            }
        }
        self.inside_node(node);
    }
}

/// What stands behind a statement in its block.
struct Behind<'a> {
    statements: &'a [Stmt],
    parts: &'a [Part],
    tail: Option<&'a Node>,
}

impl Behind<'_> {
    /// Whether a place is used for certain in front of the last use of the local `name`.
    fn uses_in_between(&self, place: &Place, name: &Ident) -> bool {
        let code = self.code();
        let is_named = |(_, code): &(bool, TokenStream)| kinds::times_named(code.clone(), name) > 0;
        let Some(last) = code.iter().rposition(is_named) else { return false };
        code[..last].iter().any(|(is_certain, code)| *is_certain && place.is_in(code))
    }

    /// The code, piece by piece, each with whether it runs for certain and goes on behind it.
    fn code(&self) -> Vec<(bool, TokenStream)> {
        let certain = |code: TokenStream| (!leaves(&code), code);
        let mut pieces = Vec::new();
        let statements = |pieces: &mut Vec<_>, statements: &[Stmt]| {
            pieces.extend(statements.iter().map(|one| certain(one.to_token_stream())));
        };
        statements(&mut pieces, self.statements);
        for part in self.parts {
            match &part.kind {
                PartKind::Statements(inside) => statements(&mut pieces, inside),
                PartKind::Offer { value, .. } => pieces.push(certain(value.to_token_stream())),
                PartKind::Expression { node: Node::Yield(_), .. }
                | PartKind::Let { value: Node::Yield(_), diverge: None, .. } => {
                    pieces.push(certain(all_code::of_part(part)));
                }
                _ => pieces.push((false, all_code::of_part(part))),
            }
        }
        pieces.extend(self.tail.map(|tail| {
            let is_certain = matches!(tail, Node::Plain(_) | Node::Yield(_));
            let code = all_code::of_node(tail);
            (is_certain && !leaves(&code), code)
        }));
        pieces
    }
}

/// Whether code may leave what it is in.
fn leaves(code: &TokenStream) -> bool {
    ["break", "continue", "return"]
        .into_iter()
        .any(|word| tokens::find_ident(code.clone(), word).is_some())
        || tokens::any(code.clone(), &mut |at| tokens::is_punct(Some(at.token()), '?'))
}

/// A local, or a field of one.
#[derive(Clone)]
struct Place {
    local: Ident,
    fields: Vec<String>,
}

impl Place {
    /// What a value borrows exclusively.
    fn borrowed_by(value: &Expr) -> Option<Self> {
        match value {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                Self::around(&reference.expr)
            }
            Expr::MethodCall(call) if is_exclusive_borrow(call) => Self::around(&call.receiver),
            Expr::MethodCall(call) if passes_receiver(call) => {
                Self::borrowed_by(seen(&call.receiver))
            }
            _ => None,
        }
    }

    /// The place that an expression is a part of.
    fn around(expression: &Expr) -> Option<Self> {
        Self::and_rest(expression).map(|(place, _)| place)
    }

    /// The same, and whether it is all of the expression.
    fn and_rest(expression: &Expr) -> Option<(Self, bool)> {
        match expression {
            Expr::Field(field) => {
                let (mut place, is_all) = Self::and_rest(&field.base)?;
                if is_all {
                    place.fields.push(field.member.to_token_stream().to_string());
                }
                Some((place, is_all))
            }
            Expr::Index(index) => Some((Self::around(&index.expr)?, false)),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                Some((Self::around(&unary.expr)?, false))
            }
            Expr::Paren(inner) => Self::and_rest(&inner.expr),
            Expr::Group(inner) => Self::and_rest(&inner.expr),
            other => {
                Some((Self { local: kinds::name_of(other)?.clone(), fields: Vec::new() }, true))
            }
        }
    }

    /// Whether code uses the place, a part of it, or what it is a part of.
    fn is_in(&self, code: &TokenStream) -> bool {
        let code: Vec<TokenTree> = code.clone().into_iter().collect();
        let is_dot = |index: usize| tokens::is_punct(code.get(index), '.');
        code.iter().enumerate().any(|(index, token)| match token {
            TokenTree::Group(group) => self.is_in(&group.stream()),
            TokenTree::Ident(name) => {
                *name == self.local
                    && !(index > 0 && is_dot(index - 1) && !(index > 1 && is_dot(index - 2)))
                    && self.fields.iter().enumerate().all(|(number, field)| {
                        let at = index + 1 + 2 * number;
                        let is_field = is_dot(at) && !is_call(code.get(at + 2));
                        !is_field || code.get(at + 1).is_some_and(|name| name.to_string() == *field)
                    })
            }
            _ => false,
        })
    }
}

/// Whether the arguments of a method follow its name.
fn is_call(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
        || tokens::is_punct(token, ':')
}
