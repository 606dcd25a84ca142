//! Temporaries of last expressions. In edition 2024 they are dropped in front of the locals of their block, in
//! edition 2021 with the statement that the block is in.
//!
//! ```text
//! // in                                  // out, in outline
//! let n = {                              let n = {
//!     let a = guard();                       let (a,) = ..;
//!     yield_!(1);                            { yield 1 };
//!     value().number()                       value().number()
//! };                                     };                // with the user's own braces
//!
//! let n = {                              let n = {
//!     let a = guard();                       let (a,) = ..;
//!     look(&value(), yield_!(1))             let operand = value();
//! };                                         let operand_2 = { yield 1 };
//!                                            dropped_with_tail::<EDITION>(&operand);
//!                                            look(&operand, operand_2)
//!                                        };
//! ```
//!
//! Braces have an edition. So where a last expression leaves temporaries, its block keeps the braces that the
//! user has written, and is a block of its own in the step. Where there is a yield beside the temporaries,
//! they have names, and are dropped as in edition 2024: in edition 2021 that is an error.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Stmt, Token, UnOp, parse_quote};

use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::patterns;
use crate::explicit::normal::{Ends, Normal, is_structured};
use crate::explicit::tree::ir::{Block, Node, Part, PartKind};
use crate::lower::internal;
use crate::operators::Operator;
use crate::yields::{YieldKind, makes_generator};

/// Where the temporaries of an expression are dropped by the lowering, in front of where the statement drops
/// them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Early {
    /// Where the expression ends that is the last one of a block: there by edition 2024.
    Tail,
    /// Where an operand ends.
    Operand,
    /// Where a branch of an `if let` ends: there by edition 2024.
    Branch,
}

impl Normal<'_> {
    /// The last expression of a block.
    pub(super) fn tail(&mut self, value: Expr, block: &mut Block) {
        let outside = std::mem::take(&mut self.ends);
        let ends = if self.declares(block) { Ends::Later } else { outside };
        let yields = kinds::has_yield_in_expression(&value);
        let span = syn::spanned::Spanned::span(&value);
        let node = if yields && !is_structured(&value) {
            let (before, mut borrows) = (block.parts.len(), false);
            let value = self.hoist_all(value, &mut block.parts, &mut borrows);
            // Temporaries without a name are dropped behind those that have one.
            if borrows && (ends == Ends::Later || leaves_temporaries(&value)) {
                self.drop_early(Early::Tail, before, &mut block.parts, span);
            }
            Node::Plain(value)
        } else {
            let has_head = matches!(kinds::unparenthesized(&value), Expr::Match(_) | Expr::If(_));
            self.ends = ends;
            let mut node = self.node(value, &mut block.parts);
            if has_head && ends == Ends::Later {
                self.drop_head_early(Early::Tail, &mut node, span);
            }
            node
        };
        block.tail = Some(Box::new(node));
    }

    /// Whether a block has locals of its own that may have destructors. What an arm binds is around it.
    fn declares(&self, block: &Block) -> bool {
        let own = block.parts.iter().filter(|part| !matches!(part.kind, PartKind::Unpack { .. }));
        own.flat_map(|part| &part.declares).any(|var| !self.vars.all[*var].plain)
    }

    /// Asks rustc about what a head leaves, which has a name: the whole of it, or what an arm leaves out.
    pub(super) fn drop_head_early(&mut self, early: Early, node: &mut Node, span: Span) {
        match node {
            // Braces of the user's are a scope of their own.
            Node::Block(block) if block.braces.is_none() => {
                let is_choice = |part: &Part| matches!(part.kind, PartKind::Choose { .. });
                let choice = block.parts.iter().position(is_choice);
                let behind = block.parts.split_off(choice.unwrap_or(0));
                self.drop_early(early, 0, &mut block.parts, span);
                block.parts.extend(behind);
                if let Some(tail) = &mut block.tail {
                    self.drop_head_early(early, tail, span);
                }
            }
            // What an `else` leaves is dropped where it ends.
            Node::If { then, .. } => {
                let early = if early == Early::Operand { Early::Branch } else { early };
                self.drop_rest_early(early, then, span);
            }
            Node::Match { arms, .. } => {
                for arm in arms {
                    self.drop_rest_early(early, arm, span);
                }
            }
            _ => {}
        }
    }

    pub(super) fn drop_rest_early(&mut self, early: Early, arm: &mut Block, span: Span) {
        if matches!(arm.parts.first(), Some(Part { kind: PartKind::Unpack { .. }, .. })) {
            let behind = arm.parts.split_off(1);
            self.drop_early(early, 0, &mut arm.parts, span);
            arm.parts.extend(behind);
        }
    }

    /// Asks rustc whether what was given a name, from a part on, can be dropped early.
    fn drop_early(&self, early: Early, from: usize, parts: &mut Vec<Part>, span: Span) {
        let here = Span::mixed_site().located_at(span);
        let private = &self.private;
        let edition = edition(span);
        // Behind its definition: an arm of a choice may move it.
        for index in (from..parts.len()).rev() {
            let checks: Vec<_> = parts[index]
                .declares
                .iter()
                .filter(|var| !self.asked_whole.contains(var))
                .map(|var| &self.vars.all[*var])
                .filter(|var| var.hidden && !var.plain && !var.remains)
                .map(|var| {
                    let name = &var.ident;
                    match early {
                        Early::Tail => quote_spanned! {here=>
                            #private::dropped_with_tail::<{ #edition }, _, _>(&#name, || ());
                        },
                        Early::Operand => quote_spanned! {here=>
                            #private::dropped_with_operand(&#name, || ());
                        },
                        Early::Branch => quote_spanned! {here=>
                            #private::dropped_with_branch::<{ #edition }, _, _>(&#name, || ());
                        },
                    }
                })
                .collect();
            if checks.is_empty() {
                continue;
            }
            // As an expression, for one of the names may lie in an `Option`.
            let check: Expr = parse_quote!({ #(#checks)* });
            let check = Stmt::Expr(check, None);
            let last = parts[index].last;
            if let PartKind::Statements(statements) = &mut parts[index].kind {
                statements.push(check);
            } else {
                let kind = PartKind::Statements(vec![check]);
                parts.insert(index + 1, Part { kind, declares: Vec::new(), last, yields: false });
            }
        }
    }
}

/// Whether a piece of code is of edition 2024, as a constant.
///
/// `_` is an expression for a macro of edition 2024, and for no other.
pub(super) fn edition(span: Span) -> TokenStream {
    let edition = internal("edition");
    quote_spanned! {span=>
        #[allow(unused_macro_rules)]
        macro_rules! #edition { ($value:expr) => { true }; (_) => { false }; }
        #edition!(_)
    }
}

/// Whether the statements of a block end with an expression that may leave temporaries, which live as long
/// as the locals of the block, or longer, by the edition.
pub(crate) fn ends_with_temporaries(statements: &[Stmt]) -> bool {
    match statements.last() {
        Some(Stmt::Expr(value, None)) => leaves_temporaries(value),
        Some(Stmt::Macro(invocation)) if invocation.semi_token.is_none() => {
            macro_leaves_temporaries(&invocation.mac)
        }
        _ => false,
    }
}

fn leaves_temporaries(value: &Expr) -> bool {
    let all = |values: &Punctuated<Expr, Token![,]>| values.iter().any(leaves_temporaries);
    match value {
        Expr::Lit(_)
        | Expr::Path(_)
        | Expr::Const(_)
        | Expr::Closure(_)
        | Expr::Continue(_)
        | Expr::Async(_)
        | Expr::While(_)
        | Expr::Loop(_) => false,
        Expr::Paren(inner) => leaves_temporaries(&inner.expr),
        Expr::Group(inner) => leaves_temporaries(&inner.expr),
        Expr::Cast(inner) => leaves_temporaries(&inner.expr),
        Expr::Try(inner) => leaves_temporaries(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => is_temporary(&unary.expr),
        Expr::Unary(unary) => leaves_temporaries(&unary.expr),
        Expr::Return(ended) => ended.expr.as_deref().is_some_and(leaves_temporaries),
        Expr::Break(ended) => ended.expr.as_deref().is_some_and(leaves_temporaries),
        Expr::Field(field) => is_temporary(&field.base),
        Expr::Index(index) => is_temporary(&index.expr) || leaves_temporaries(&index.index),
        Expr::Reference(reference) => is_temporary(&reference.expr),
        Expr::MethodCall(call) => is_temporary(&call.receiver) || all(&call.args),
        Expr::Call(call) => is_temporary(&call.func) || all(&call.args),
        Expr::Tuple(tuple) => all(&tuple.elems),
        Expr::Array(array) => all(&array.elems),
        Expr::Repeat(array) => leaves_temporaries(&array.expr),
        Expr::Struct(fields) => {
            fields.fields.iter().any(|field| leaves_temporaries(&field.expr))
                || fields.rest.as_deref().is_some_and(is_temporary)
        }
        Expr::Binary(binary) => {
            let sides = [&binary.left, &binary.right];
            if Operator::of(&binary.op) == Operator::Comparison {
                sides.iter().any(|side| is_temporary(side))
            } else {
                sides.iter().any(|side| leaves_temporaries(side))
            }
        }
        Expr::Assign(assign) => {
            leaves_temporaries(&assign.left) || leaves_temporaries(&assign.right)
        }
        Expr::Range(range) => {
            [&range.start, &range.end].into_iter().flatten().any(|end| leaves_temporaries(end))
        }
        Expr::Block(inner) => ends_with_temporaries(&inner.block.stmts),
        Expr::Unsafe(inner) => ends_with_temporaries(&inner.block.stmts),
        Expr::If(branch) => {
            let takes_head = matches!(&*branch.cond, Expr::Let(bound) if takes_head(&bound.pat));
            let is_checked = takes_head && kinds::has_yield_in_expression(value);
            !is_checked && condition_leaves_temporaries(&branch.cond)
                || branch.else_branch.as_ref().is_some_and(|(_, otherwise)| {
                    matches!(&**otherwise, Expr::If(_)) && leaves_temporaries(otherwise)
                })
        }
        Expr::Match(matched) => {
            let takes_head = matched.arms.iter().all(|arm| patterns::takes_all(&arm.pat));
            let is_checked = takes_head && kinds::has_yield_in_expression(value);
            !is_checked && is_temporary(&matched.expr)
        }
        // Those of a head whose statement has yields have no destructors, or are reported.
        Expr::ForLoop(repeated) => {
            !kinds::has_yield_in_expression(value) && leaves_temporaries(&repeated.expr)
        }
        Expr::Macro(invocation) => macro_leaves_temporaries(&invocation.mac),
        _ => true,
    }
}

/// Whether nothing is left of the head of an `if let`, also if it does not match.
fn takes_head(pattern: &Pat) -> bool {
    patterns::takes_all(pattern) && patterns::leaves_nothing(pattern)
}

/// Whether the heads in a condition leave temporaries, which no other part of it does.
fn condition_leaves_temporaries(condition: &Expr) -> bool {
    match condition {
        Expr::Let(bound) => is_temporary(&bound.expr),
        Expr::Binary(binary) => {
            condition_leaves_temporaries(&binary.left)
                || condition_leaves_temporaries(&binary.right)
        }
        _ => false,
    }
}

/// Whether an operand that is not moved is a temporary, or leaves one.
fn is_temporary(operand: &Expr) -> bool {
    !kinds::is_place(operand) && !kinds::is_literal(operand)
}

fn macro_leaves_temporaries(invocation: &Macro) -> bool {
    if YieldKind::of_path(&invocation.path).is_some() {
        return false;
    }
    let own =
        invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
    match known_macros::known(invocation) {
        _ if own => false,
        Some(Takes::Values) => known_macros::list_in(invocation)
            .is_none_or(|values| values.iter().any(leaves_temporaries)),
        Some(Takes::References) if asserts(invocation) => {
            known_macros::list_in(invocation).is_none_or(|values| values.iter().any(is_temporary))
        }
        // These have a statement of their own.
        Some(Takes::References) => false,
        _ => true,
    }
}

fn asserts(invocation: &Macro) -> bool {
    invocation.path.segments.last().is_some_and(|name| name.ident.to_string().contains("assert"))
}
