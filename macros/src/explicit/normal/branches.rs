//! `if` with a yield inside, and the heads of choices.

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, Pat, Stmt, Token, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression, has_yield_in_statement};
use crate::explicit::known::patterns::{self, has_let, is_irrefutable, leaves_nothing, lets_in};
use crate::explicit::normal::tails::edition;
use crate::explicit::normal::{Ends, Normal};
use crate::explicit::tree::ir::{Choice, Node, Part, PartKind, YieldId, block_expression};
use crate::explicit::tree::patterns::NameWild;
use crate::lower::internal;

fn and(left: Expr, right: Expr) -> Expr {
    let op = BinOp::And(<Token![&&]>::default());
    Expr::Binary(syn::ExprBinary { attrs: Vec::new(), left: left.into(), op, right: right.into() })
}

/// Whether a value is a slice behind a reference, by the name of the method.
fn gives_slice(head: &Expr) -> bool {
    let Expr::MethodCall(call) = head else { return false };
    let names = ["as_bytes", "as_mut_slice", "as_slice"];
    call.args.is_empty() && names.iter().any(|name| call.method == name)
}

impl Normal<'_> {
    /// The head of a statement in whose arms there are yields, where nothing needs to be dropped
    /// behind them.
    pub(super) fn head(
        &mut self,
        head: Expr,
        patterns: &mut [&mut Pat],
        parts: &mut Vec<Part>,
    ) -> Expr {
        let yields = has_yield_in_expression(&head);
        if !yields && kinds::is_place(&head) {
            return head;
        }
        if matches!(&head, Expr::Reference(reference) if !yields && kinds::is_place(&reference.expr))
        {
            // What a pattern leaves out stays behind the reference.
            return self.sealed(head);
        }
        borrow_texts(patterns);
        for pattern in patterns.iter_mut() {
            // By a name, what a pattern leaves out goes where the rest goes.
            let is_all = matches!(**pattern, Pat::Wild(_));
            let mut name = NameWild { vars: self.vars };
            name.visit_pat_mut(pattern);
            if let (true, Some(rest)) = (is_all, patterns::name_bound_by(pattern)) {
                if let Some(rest) = self.vars.find(rest) {
                    self.vars.all[rest].at = Some(head.span());
                }
            }
            self.check_left_fields(pattern);
        }
        let leaves = |pattern: &&&mut Pat| !patterns::takes_all(pattern);
        // A reference leaves nothing.
        let refers = gives_slice(&head);
        if let Some(pattern) = patterns.iter().find(leaves).filter(|_| !refers) {
            self.reject(
                pattern,
                "this pattern leaves a part of a temporary that would live across a yield: bind the \
                 head of the statement with `let` in front of it",
            );
        }
        if yields { self.hoisted_head(head, parts) } else { self.sealed(head) }
    }

    /// The head of a statement that yields in it: the local that holds its value.
    fn hoisted_head(&mut self, head: Expr, parts: &mut Vec<Part>) -> Expr {
        let at = head.span();
        let head = self.sealed(head);
        let mut borrows = false;
        let head = self.hoist_all(head, parts, &mut borrows);
        self.reject_borrows(borrows, &head, "the head of a statement");
        if kinds::name_of(&head).is_some() { head } else { self.bind(Node::Plain(head), at, parts) }
    }

    pub(super) fn branch(&mut self, mut branch: syn::ExprIf, parts: &mut Vec<Part>) -> Node {
        let ends = std::mem::take(&mut self.ends);
        if let Some(node) = self.otherwise(&branch, ends, parts) {
            return node;
        }
        if let Expr::Let(bound) = &mut *branch.cond {
            let in_head = has_yield_in_expression(&bound.expr) && !kinds::is_place(&bound.expr);
            if in_head
                && !branch.then_branch.stmts.iter().any(has_yield_in_statement)
                && !branch
                    .else_branch
                    .iter()
                    .any(|(_, otherwise)| has_yield_in_expression(otherwise))
            {
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = of_value(&self.hoisted_head(head, parts));
                return Node::Plain(Expr::If(branch));
            }
        }
        let at = branch.if_token.span;
        let mut condition = *branch.cond;
        match &mut condition {
            Expr::Let(bound) => {
                let is_place = kinds::is_place(&bound.expr);
                // What does not match is dropped before the `else` or behind it, by the edition, and where there is no
                // `else`, before the locals of a block that ends with the `if let` or behind them.
                let otherwise = branch.else_branch.is_some();
                let checks =
                    (otherwise || ends == Ends::Later) && !is_place && !leaves_nothing(&bound.pat);
                let whole = checks && self.leaves_in_branch(&bound.pat, &branch.then_branch, ends);
                let yields = has_yield_in_expression(&bound.expr);
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], parts);
                if yields && !is_place && !leaves_nothing(&bound.pat) {
                    *bound.expr = of_value(&bound.expr);
                }
                if checks && !kinds::is_place(&bound.expr) {
                    let when = if otherwise { "dropped_with_else" } else { "dropped_with_tail" };
                    let pattern = (!whole).then_some(&*bound.pat);
                    *bound.expr = self.unmatched(&bound.expr, pattern, when, at);
                    if whole {
                        self.asked_whole.extend(self.declared_by(&bound.pat));
                    }
                }
            }
            other if has_let(other) => {
                if has_yield_in_expression(other) {
                    self.reject(
                        &*other,
                        "a yield cannot stand in a chain of `let`s: nest the `if`s",
                    );
                }
                self.chain(other, false);
            }
            other if has_yield_in_expression(other) => {
                let taken = std::mem::replace(other, kinds::nothing());
                *other = self.bind_whole(taken, parts);
            }
            _ => {}
        }
        let bound = lets_in(&condition)
            .iter()
            .flat_map(|bound| self.declared_by(&bound.pat))
            .collect::<Vec<_>>();
        let binds = !bound.is_empty();
        let chosen = self.chosen_at(at);
        let index = parts.len();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::If { condition, bound: bound.clone(), back: None },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let then = self.arm(block_expression(branch.then_branch), bound, &chosen);
        let mut ends = vec![self.last()];
        let otherwise =
            branch.else_branch.map(|(_, otherwise)| Box::new(Node::Block(self.scoped(*otherwise))));
        ends.push(self.last());
        set_ends(&mut parts[index], ends);
        Node::If { chosen, binds, then, otherwise }
    }

    /// An `if let` that yields in its head alone, as an operand or as the last expression of one: what it does not match,
    /// or leaves, is dropped with the statement that gives the operand its name, and in edition 2021 with the statement of
    /// the operand.
    pub(super) fn unmatched_in_operand(&self, operand: &mut Node) {
        let branch = match operand {
            Node::Plain(Expr::If(branch)) => branch,
            Node::Block(block) => {
                if let Some(tail) = &mut block.tail {
                    self.unmatched_in_operand(tail);
                }
                return;
            }
            _ => return,
        };
        let at = branch.if_token.span;
        let Expr::Let(bound) = &mut *branch.cond else { return };
        if kinds::is_place(&bound.expr) || leaves_nothing(&bound.pat) {
            return;
        }
        let pattern = patterns::takes_all(&bound.pat).then_some(&*bound.pat);
        *bound.expr = self.unmatched(&bound.expr, pattern, "dropped_with_tail", at);
    }

    /// Whether what the pattern of an `if let` leaves is dropped in its branch, and would be dropped behind other values
    /// in edition 2021.
    pub(super) fn leaves_in_branch(&self, pattern: &Pat, then: &syn::Block, ends: Ends) -> bool {
        let behind = match ends {
            Ends::WithIt => false,
            Ends::BehindValue => self.block_may_be_dropped(then),
            Ends::Later => true,
        };
        behind && !patterns::takes_all(pattern)
    }

    /// The head of the `if let` at a place: it is an error in edition 2021 if what the pattern does not match has a
    /// destructor. Without a pattern, this is asked of the whole head.
    pub(super) fn unmatched(
        &self,
        head: &Expr,
        pattern: Option<&Pat>,
        when: &str,
        at: Span,
    ) -> Expr {
        let here = Span::mixed_site().located_at(head.span());
        let private = &self.private;
        let name = match pattern {
            Some(Pat::TupleStruct(tuple)) if tuple.elems.iter().all(is_irrefutable) => {
                tuple.path.segments.last().map(|segment| segment.ident.to_string())
            }
            _ => None,
        };
        let part = match name.as_deref() {
            Some("Ok") => "error",
            Some("Err") => "value",
            _ => "unmatched",
        };
        let types = if part == "unmatched" { quote!(_) } else { quote!(_, _) };
        let edition = edition(at);
        let check = Ident::new(&format!("{part}_{when}"), here);
        let check =
            quote_spanned!(here=> #private::#check::<{ #edition }, #types, _>(#head, || ()));
        syn::parse2(check).unwrap_or_else(|_| head.clone())
    }

    /// Seals the heads in a chain of `let`s. `goes_on` says that a condition of the chain is behind this one.
    pub(super) fn chain(&mut self, condition: &mut Expr, goes_on: bool) {
        match condition {
            Expr::Binary(binary) => {
                self.chain(&mut binary.left, true);
                let binds = matches!(*binary.right, Expr::Let(_));
                self.chain(&mut binary.right, goes_on);
                // `a && (let p = e && asked)`, where a `let` cannot stand in parentheses
                if let (true, Expr::Binary(right)) = (binds, &mut *binary.right) {
                    let bound = std::mem::replace(&mut *right.left, kinds::nothing());
                    let asked = std::mem::replace(&mut *right.right, kinds::nothing());
                    let left = std::mem::replace(&mut *binary.left, kinds::nothing());
                    *condition = and(and(left, bound), asked);
                }
            }
            Expr::Let(bound) => {
                let mut unused = Vec::new();
                let probed = internal("probed");
                if !kinds::is_place(&bound.expr)
                    && !patterns::constructors(&bound.pat, &probed).is_empty()
                {
                    self.reject(
                        &bound.expr,
                        "this is taken apart in a chain of `let`s across a yield: nest the `if`s",
                    );
                }
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut unused);
                let left = if goes_on { self.left_out_of_order(&bound.pat) } else { Vec::new() };
                if !left.is_empty() {
                    let asked = parse_quote!({ #(#left)* true });
                    let bound = std::mem::replace(condition, kinds::nothing());
                    *condition = and(bound, asked);
                }
            }
            _ => {}
        }
    }

    /// The questions about what a pattern of a chain leaves. Where a later condition does not hold, it is dropped
    /// behind what the pattern binds; its hidden names are dropped in front of what stands on their left.
    fn left_out_of_order(&self, pattern: &Pat) -> Vec<Stmt> {
        let (private, bound) = (&self.private, patterns::bindings(pattern));
        let is_left = |name: &&syn::PatIdent| {
            self.vars.find(&name.ident).is_some_and(|var| self.vars.all[var].hidden)
        };
        let here = Span::mixed_site().located_at(pattern.span());
        let mut asked = Vec::new();
        for (index, left) in bound.iter().enumerate().filter(|(_, name)| is_left(name)) {
            for before in &bound[..index] {
                let (left, before) = (&left.ident, &before.ident);
                let question =
                    quote_spanned!(here=> #private::left_in_chain(&#left, &#before, || ()););
                asked.extend(syn::parse2::<Stmt>(question));
            }
        }
        asked
    }

    pub(super) fn reject_borrows(&mut self, borrows: bool, head: &Expr, place: &str) {
        if borrows {
            self.reject(
                head,
                &format!(
                    "this borrows from the value of a yield in {place}: bind the value with `let` in \
                     front of it"
                ),
            );
        }
    }
}

impl Normal<'_> {
    /// What is chosen by an `if`, a `match` or a loop, which rustc reports there.
    pub(super) fn chosen_at(&mut self, at: Span) -> Ident {
        let mut chosen = self.fresh("chosen");
        chosen.set_span(chosen.span().located_at(at));
        chosen
    }
}

pub(super) fn set_ends(part: &mut Part, found: Vec<YieldId>) {
    if let PartKind::Choose { ends, .. } = &mut part.kind {
        *ends = found;
    }
}

/// A head that is the value of a local: what its pattern leaves is dropped with the statement, as that of a temporary is.
pub(super) fn of_value(local: &Expr) -> Expr {
    parse_quote!({ #local })
}

/// Makes `&_` of each `_` where another pattern has a text, so that it need not be given a name: by one, the
/// text would be kept.
fn borrow_texts(patterns: &mut [&mut Pat]) {
    fn is_text(pattern: &Pat) -> bool {
        match pattern {
            Pat::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_)),
            Pat::Or(or) => or.cases.iter().any(is_text),
            Pat::Paren(inner) => is_text(&inner.pat),
            Pat::Guard(guarded) => is_text(&guarded.pat),
            _ => false,
        }
    }

    fn part(pattern: &mut Pat, index: usize) -> Option<&mut Pat> {
        match pattern {
            Pat::Tuple(tuple) => tuple.elems.get_mut(index),
            Pat::Paren(inner) => part(&mut inner.pat, index),
            Pat::Guard(guarded) => part(&mut guarded.pat, index),
            _ => None,
        }
    }

    fn has_rest(pattern: &Pat) -> bool {
        match pattern {
            Pat::Tuple(tuple) => tuple.elems.iter().any(|part| matches!(part, Pat::Rest(_))),
            Pat::Paren(inner) => has_rest(&inner.pat),
            Pat::Guard(guarded) => has_rest(&guarded.pat),
            _ => false,
        }
    }

    if patterns.iter().any(|pattern| is_text(pattern)) {
        for pattern in patterns.iter_mut() {
            match &mut **pattern {
                Pat::Guard(guarded) => borrow_text(&mut guarded.pat),
                other => borrow_text(other),
            }
        }
        return;
    }
    if patterns.iter().any(|pattern| has_rest(pattern)) {
        return;
    }
    for index in 0.. {
        let mut parts: Vec<&mut Pat> =
            patterns.iter_mut().filter_map(|pattern| part(pattern, index)).collect();
        if parts.is_empty() {
            return;
        }
        borrow_texts(&mut parts);
    }
}

fn borrow_text(pattern: &mut Pat) {
    if matches!(pattern, Pat::Wild(_)) {
        *pattern = parse_quote!(&_);
    }
}
