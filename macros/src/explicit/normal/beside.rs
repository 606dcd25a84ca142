//! What a pattern leaves of a head beside the value of the whole: it is dropped where the statement ends, behind what
//! the statement drops of the value.
//!
//! ```text
//! // in                                  // out
//! let x = match f() {                    let x;
//!     Ok(value) => value,                {
//!     _ => { yield_!(1); g() }               let operand = f();
//! };                                         x = match operand { Ok(value) => value, _ => { yield 1; g() } };
//!                                        }
//!
//! match f() { .. };                      { let operand = f(); match operand { .. }; }
//! ```
//!
//! Where either of the two has no destructor for certain, what is left is dropped with its arm.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, Pat, Stmt, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_macros;
use crate::explicit::known::patterns;
use crate::explicit::normal::tails::Early;
use crate::explicit::normal::{Ends, Normal};
use crate::explicit::tree::ir::{Block, Node, Part, PartKind, Var};
use crate::explicit::tree::patterns::NameWild;

/// How a `let` binds its value.
pub(super) enum BoundBy {
    /// Not at all.
    Nothing,
    Name,
    /// By a pattern: the same with other names, and these.
    Parts(Box<Pat>, Vec<Ident>),
}

/// Gives what a pattern binds another name.
struct Renamed {
    name: Ident,
    part: Ident,
}

impl VisitMut for Renamed {
    fn visit_pat_ident_mut(&mut self, variable: &mut syn::PatIdent) {
        if variable.ident == self.name {
            variable.mutability = None;
            variable.ident = self.part.clone();
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        field.colon_token.get_or_insert_with(Default::default);
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// A question about what a `match` or `if let` leaves beside its value.
pub(super) struct Asked {
    early: Early,
    at: Span,
    /// The arms of the `match` with such a value.
    arms: Vec<bool>,
}

impl Normal<'_> {
    /// Takes apart the `match` of a statement that drops its value, or of a `let`, which leaves something beside its
    /// value.
    pub(super) fn beside_value(
        &mut self,
        by: BoundBy,
        attributes: Vec<Attribute>,
        pattern: Option<Pat>,
        value: Expr,
        parts: &mut Vec<Part>,
    ) {
        let Expr::Match(matched) = kinds::into_unparenthesized(value) else { return };
        let mut block = Block::new();
        let node = self.matched_beside(matched, &[], &mut block.parts);
        let last = self.last();
        let (kind, declares) = match (by, pattern) {
            (BoundBy::Name, Some(pattern)) => {
                block.tail = Some(Box::new(node));
                let (declares, value) = (self.declared_by(&pattern), Node::Block(block));
                let kind = PartKind::Let { attributes, pattern, value, diverge: None, late: true };
                (kind, declares)
            }
            (BoundBy::Parts(parts, names), Some(pattern)) => {
                let bound = self.declared_by(&pattern);
                let declares = self.declared_by(&parts);
                let kind = PartKind::Let {
                    attributes: Vec::new(),
                    pattern: *parts,
                    value: node,
                    diverge: None,
                    late: false,
                };
                block.parts.push(Part { kind, declares, last, yields: true });
                block.tail = Some(Box::new(Node::Plain(parse_quote!((#(#names,)*)))));
                let names = bound.iter().map(|var| {
                    let Var { ident, mutability, .. } = &self.vars.all[*var];
                    quote::quote!(#mutability #ident)
                });
                let pattern = parse_quote!((#(#names,)*));
                let value = Node::Block(block);
                let kind = PartKind::Let { attributes, pattern, value, diverge: None, late: true };
                (kind, bound)
            }
            (_, pattern) => {
                let kind = match pattern {
                    Some(pattern) => PartKind::Let {
                        attributes,
                        pattern,
                        value: node,
                        diverge: None,
                        late: false,
                    },
                    None => PartKind::Expression { node, semicolon: true },
                };
                block.parts.push(Part { kind, declares: Vec::new(), last, yields: true });
                let node = Node::Block(block);
                (PartKind::Expression { node, semicolon: true }, Vec::new())
            }
        };
        parts.push(Part { kind, declares, last, yields: true });
    }

    /// How the pattern of a `let` binds the value of a `match` that leaves something beside it. `None` for another value,
    /// or where the pattern leaves what cannot have a name, or several parts.
    pub(super) fn bound_beside(&mut self, pattern: Option<&Pat>, value: &Expr) -> Option<BoundBy> {
        let leaves_head = matches!(kinds::unparenthesized(value), Expr::Match(matched) if Self::leaves_head(matched));
        if !leaves_head || !self.leaves_beside_value(value) {
            return None;
        }
        let Some(pattern) = pattern else { return Some(BoundBy::Nothing) };
        if patterns::bindings(pattern).is_empty() {
            return Some(BoundBy::Nothing);
        }
        if patterns::is_name(pattern) {
            return Some(BoundBy::Name);
        }
        if !patterns::is_irrefutable(pattern) || patterns::binds_by_reference(pattern) {
            return None;
        }
        let mut parts = pattern.clone();
        NameWild { vars: self.vars }.visit_pat_mut(&mut parts);
        let bound = self.declared_by(&parts);
        let hidden = bound.iter().filter(|var| self.vars.all[**var].hidden).count();
        if !patterns::takes_all(&parts) || hidden > 1 {
            return None;
        }
        let mut names = Vec::new();
        for var in self.declared_by(pattern) {
            let part = self.vars.hidden("part", None);
            names.push(self.vars.all[part].ident.clone());
            let (name, part) = (self.vars.all[var].ident.clone(), names[names.len() - 1].clone());
            Renamed { name, part }.visit_pat_mut(&mut parts);
        }
        Some(BoundBy::Parts(Box::new(parts), names))
    }

    /// The question about what a `match` or `if let` leaves beside its value.
    pub(super) fn asked_beside_value(&self, value: &Expr) -> Option<Asked> {
        let at = value.span();
        match kinds::unparenthesized(value) {
            Expr::Match(matched) if self.leaves_beside_value(value) => {
                let arms = 0..matched.arms.len();
                let arms = arms.map(|index| self.arm_leaves_beside_value(&matched.arms, index));
                Some(Asked { early: Early::Operand, at, arms: arms.collect() })
            }
            Expr::If(_) if self.leaves_beside_value(value) => {
                Some(Asked { early: Early::Branch, at, arms: Vec::new() })
            }
            _ => None,
        }
    }

    /// Asks rustc whether what is left beside the value of a `match` or `if let` can be dropped in front of the value.
    pub(super) fn ask_beside_value(&mut self, node: &mut Node, asked: Option<Asked>) {
        let Some(Asked { early, at, arms }) = asked else { return };
        if let Node::Match { arms: blocks, .. } = node {
            for (arm, _) in blocks.iter_mut().zip(arms).filter(|(_, leaves)| *leaves) {
                self.drop_rest_early(early, arm, at);
            }
        } else {
            self.drop_head_early(early, node, at);
        }
    }

    /// The value of a yield, in a block.
    pub(super) fn of_yield(&mut self, value: Expr) -> Block {
        let is_plain = self.item.as_ref().is_some_and(kinds::is_plain);
        let asked = self.asked_beside_value(&value).filter(|_| !is_plain);
        self.ends = Self::ends_of_value(&value);
        let mut block = self.scoped(value);
        if let Some(tail) = &mut block.tail {
            self.ask_beside_value(tail, asked);
            if !is_plain {
                self.unmatched_in_operand(tail);
            }
        }
        block
    }

    /// Where the temporaries of the value of a statement end, if the statement drops the value, or binds it.
    pub(super) fn ends_of_value(value: &Expr) -> Ends {
        match kinds::unparenthesized(value) {
            Expr::Block(_) | Expr::Unsafe(_) => Ends::Later,
            Expr::If(_) => Ends::BehindValue,
            _ => Ends::WithIt,
        }
    }

    fn arm_leaves_beside_value(&self, arms: &[syn::Arm], index: usize) -> bool {
        patterns::leaves_part(arms, index) && self.may_be_dropped(&arms[index].body)
    }

    /// Whether a `match` or `if let` may leave a part with a destructor beside a value that has one.
    pub(super) fn leaves_beside_value(&self, value: &Expr) -> bool {
        match kinds::unparenthesized(value) {
            Expr::Match(matched) => {
                !kinds::is_place(&matched.expr)
                    && has_yield_in_expression(value)
                    && (0..matched.arms.len())
                        .any(|index| self.arm_leaves_beside_value(&matched.arms, index))
            }
            Expr::If(branch) => {
                let leaves = |bound: &&syn::ExprLet| {
                    !kinds::is_place(&bound.expr) && !patterns::takes_all(&bound.pat)
                };
                has_yield_in_expression(value)
                    && patterns::lets_in(&branch.cond).iter().any(leaves)
                    && self.block_may_be_dropped(&branch.then_branch)
            }
            _ => false,
        }
    }

    pub(super) fn block_may_be_dropped(&self, block: &syn::Block) -> bool {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.may_be_dropped(value),
            Some(Stmt::Macro(last)) if last.semi_token.is_none() => {
                self.macro_may_be_dropped(&last.mac)
            }
            _ => false,
        }
    }

    /// Whether a value may have a destructor, by what is written.
    fn may_be_dropped(&self, value: &Expr) -> bool {
        match value {
            Expr::Return(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::Assign(_)
            | Expr::While(_)
            | Expr::ForLoop(_) => false,
            Expr::Paren(inner) => self.may_be_dropped(&inner.expr),
            Expr::Group(inner) => self.may_be_dropped(&inner.expr),
            Expr::Block(inner) if inner.label.is_none() => self.block_may_be_dropped(&inner.block),
            Expr::Unsafe(inner) => self.block_may_be_dropped(&inner.block),
            Expr::If(branch) => {
                self.block_may_be_dropped(&branch.then_branch)
                    || branch
                        .else_branch
                        .as_ref()
                        .is_some_and(|(_, otherwise)| self.may_be_dropped(otherwise))
            }
            Expr::Match(matched) => matched.arms.iter().any(|arm| self.may_be_dropped(&arm.body)),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.may_be_dropped(element)),
            Expr::Macro(invocation) => self.macro_may_be_dropped(&invocation.mac),
            Expr::Path(_) => kinds::name_of(value)
                .and_then(|name| self.vars.find(name))
                .is_none_or(|var| !self.vars.all[var].plain),
            other => self.known_type(other).is_none_or(|ty| !kinds::is_plain(&ty)),
        }
    }

    fn macro_may_be_dropped(&self, invocation: &syn::Macro) -> bool {
        !known_macros::gives_plain(invocation)
            && self.type_of_macro(invocation).is_none_or(|ty| !kinds::is_plain(&ty))
    }
}
