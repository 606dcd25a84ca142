//! `match` and `let .. else` with a yield inside.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Arm as SynArm, Expr, Pat, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::patterns;
use crate::explicit::normal::branches::of_value;
use crate::explicit::normal::branches::set_ends;
use crate::explicit::normal::{Ends, Normal};
use crate::explicit::parts::looking_arms;
use crate::explicit::tree::ir::{Arm, Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::tree::patterns::NameWild;

impl Normal<'_> {
    /// The block of an arm, which begins with what its pattern binds.
    pub(super) fn arm(&mut self, body: Expr, bound: Vec<VarId>, chosen: &Ident) -> Block {
        let mut block = Block::new();
        if !bound.is_empty() {
            block.parts.push(Part {
                kind: PartKind::Unpack { chosen: chosen.clone(), bound: bound.clone() },
                declares: bound,
                last: self.last(),
                yields: false,
            });
        }
        match body {
            Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
                self.inner(inner.block, &mut block);
            }
            other => {
                let node = self.node(other, &mut block.parts);
                block.tail = Some(Box::new(node));
            }
        }
        block
    }

    pub(super) fn matched(&mut self, mut matched: syn::ExprMatch, parts: &mut Vec<Part>) -> Node {
        let at = matched.match_token.span;
        let mut arms = std::mem::take(&mut matched.arms);
        for arm in &arms {
            if let Pat::Guard(guarded) = &arm.pat {
                if has_yield_in_expression(&guarded.guard) {
                    self.reject(
                        &guarded.guard,
                        "a yield cannot stand in the guard of an arm: ask in the arm, with an `if`",
                    );
                }
            }
        }
        if !kinds::is_place(&matched.expr) && self.some_leave(&arms) {
            matched.arms = arms;
            let mut block = Block::new();
            let node = self.matched_beside(matched, &[], &mut block.parts);
            block.tail = Some(Box::new(node));
            return Node::Block(block);
        }
        let head = {
            let leaves = |index: usize, pattern: &Pat| {
                !matches!(pattern, Pat::Wild(_)) || patterns::leaves_part(&arms, index)
            };
            let named: Vec<_> =
                arms.iter().enumerate().map(|(index, arm)| leaves(index, &arm.pat)).collect();
            let patterns = arms.iter_mut().map(|arm| &mut arm.pat).zip(named);
            let mut patterns: Vec<_> =
                patterns.filter_map(|(pattern, named)| named.then_some(pattern)).collect();
            self.head(*matched.expr, &mut patterns, parts)
        };
        let chosen = self.chosen_at(at);
        let index = parts.len();
        let again = looking_arms::look_again(&head, &mut arms, &self.private);
        if let Some(pattern) = looking_arms::depends_on_guard(&again, &arms) {
            self.reject(
                pattern,
                "the guard says which of these alternatives binds, and the arm borrows from what another arm \
                 moves: write an arm for each alternative",
            );
        }
        let patterns = arms
            .iter()
            .zip(&again)
            .map(|(arm, again)| Arm {
                attributes: arm.attrs.clone(),
                pattern: arm.pat.clone(),
                bound: if *again { Vec::new() } else { self.declared_by(&arm.pat) },
                back: None,
                end: arm.body.to_token_stream().into_iter().last().map(|token| token.span()),
            })
            .collect();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match {
                    head,
                    attributes: matched.attrs,
                    arms: patterns,
                    ends: false,
                },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let mut ends = Vec::new();
        let mut blocks = Vec::new();
        for (SynArm { pat, body, .. }, again) in arms.into_iter().zip(again) {
            let bound = if again { Vec::new() } else { self.declared_by(&pat) };
            blocks.push(self.arm(*body, bound, &chosen));
            ends.push(self.last());
        }
        set_ends(&mut parts[index], ends);
        Node::Match { chosen, arms: blocks, diverges: false }
    }

    /// Whether some patterns of a `match` leave its head as a whole, which is dropped where the statement ends,
    /// and the others take all of it.
    pub(super) fn leaves_head(matched: &syn::ExprMatch) -> bool {
        let leaves = |index: &usize| patterns::leaves_part(&matched.arms, *index);
        let mut leaving = (0..matched.arms.len()).filter(leaves).peekable();
        !kinds::is_place(&matched.expr)
            && leaving.peek().is_some()
            && leaving.all(|index| patterns::bindings(&matched.arms[index].pat).is_empty())
    }

    /// A `match` whose head is a local in `parts`: what the patterns leave of it is dropped with them. `operands`: those
    /// of its statement in front of it.
    pub(super) fn matched_beside(
        &mut self,
        mut matched: syn::ExprMatch,
        operands: &[VarId],
        parts: &mut Vec<Part>,
    ) -> Node {
        let head = std::mem::replace(&mut *matched.expr, kinds::nothing());
        let at = head.span();
        let head = self.sealed(head);
        let node = if has_yield_in_expression(&head) {
            self.ends = Ends::Later;
            self.node(head, parts)
        } else {
            Node::Plain(head)
        };
        *matched.expr = self.bind(node, at, parts);
        self.ask_of_operands(&matched.expr, operands, at, parts);
        self.matched(matched, parts)
    }

    /// A `let` with a yield in its `else`. What its pattern leaves out of the value is dropped in front of
    /// the `else`, and where the `let` ends.
    ///
    /// ```text
    /// // in                                // out
    /// let P(a) = e else { .. };            choose { First(a) or Rest(()) }
    ///                                      let (a,) = match chosen { First: (a,), Rest: { .. } };
    /// ```
    pub(super) fn let_else(
        &mut self,
        attributes: Vec<syn::Attribute>,
        pattern: Pat,
        value: Expr,
        diverge: Expr,
        parts: &mut Vec<Part>,
    ) {
        let before = self.last();
        let head = if has_yield_in_expression(&value) {
            let asked = self.asked_beside_value(&value);
            let bound = self.bind_whole(value, parts);
            if let Some(Part { kind: PartKind::Let { value, .. }, .. }) = parts.last_mut() {
                self.ask_beside_value(value, asked);
            }
            of_value(&bound)
        } else {
            value
        };
        let bound = self.declared_by(&pattern);
        let chosen = self.chosen_at(diverge.span());
        let index = parts.len();
        let arm = |pattern: Pat, bound: Vec<VarId>| Arm {
            attributes: Vec::new(),
            pattern,
            bound,
            back: None,
            end: None,
        };
        let arms = vec![arm(pattern, bound.clone()), arm(parse_quote!(_), Vec::new())];
        // A local is not dropped there.
        let ends = !kinds::is_place(&head);
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match { head, attributes: Vec::new(), arms, ends },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let (names, patterns): (Vec<_>, Vec<_>) = bound
            .iter()
            .map(|var| {
                let var = &self.vars.all[*var];
                let (mutability, name) = (&var.mutability, &var.ident);
                (name.clone(), quote::quote!(#mutability #name))
            })
            .unzip();
        let matched = self.arm(parse_quote!((#(#names,)*)), bound.clone(), &chosen);
        let mut ends = vec![self.last()];
        let otherwise = self.arm(diverge, Vec::new(), &chosen);
        ends.push(self.last());
        set_ends(&mut parts[index], ends);
        parts.push(Part {
            kind: PartKind::Let {
                attributes,
                pattern: parse_quote!((#(#patterns,)*)),
                value: Node::Match { chosen, arms: vec![matched, otherwise], diverges: true },
                diverge: None,
                late: false,
            },
            declares: bound,
            last: self.last(),
            yields: self.last() > before,
        });
    }

    /// Whether some arms leave the head of their `match` as a whole, and the others take all of it, where
    /// what is left out by `_` has a name.
    fn some_leave(&mut self, arms: &[SynArm]) -> bool {
        let mut some = false;
        for arm in arms {
            let mut named = arm.pat.clone();
            NameWild { vars: self.vars }.visit_pat_mut(&mut named);
            if patterns::takes_all(&named) {
                continue;
            }
            if !patterns::bindings(&arm.pat).is_empty() {
                return false;
            }
            some = true;
        }
        some
    }
}
