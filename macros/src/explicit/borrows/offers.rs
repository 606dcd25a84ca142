//! The values of yields that use a borrow for the last time.
//!
//! ```text
//! // in                            // out, in outline
//! let first = &all[0];             if resume == 0 {
//! yield_!(first.len());                let first = &all[0];
//!                                      offered = Some(first.len());
//!                                  }
//!                                  yield_!(offered)
//! ```
//!
//! A step that resumes at the yield does not enter the scope of `first`, so that nothing of it is kept, if it
//! has no destructor. That is done for the locals that may borrow from other locals. The others stay as they
//! are written.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, Pat, Stmt, Type};

use crate::explicit::flow::Kept;
use crate::explicit::flow::last_uses;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, Rest, Var, VarId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{Code, Walk, WalkMut};
use crate::lower::internal;
use crate::tokens;

/// Methods of the standard library whose result borrows nothing of what they are called on.
const OWNED: [&str; 12] = [
    "clone",
    "contains",
    "count",
    "ends_with",
    "is_empty",
    "is_none",
    "is_some",
    "len",
    "starts_with",
    "to_owned",
    "to_string",
    "to_vec",
];

/// Evaluates such values in front of their yields. Whether there are any.
pub(crate) fn put_in_front(body: &mut Block, vars: &Vars, kept: &Kept, item: &Type) -> bool {
    let mut offers = Offers { vars, kept, item, changed: false };
    offers.block(body);
    offers.changed
}

/// The locals that may borrow from other locals, as far as it is seen.
pub(crate) fn borrowing(body: &Block, vars: &Vars) -> BTreeSet<VarId> {
    let mut borrowing = Borrowing { vars, found: BTreeSet::new() };
    borrowing.block(body);
    borrowing.found
}

/// The locals that may borrow from other locals, where a value that is assigned to one counts as well as that of
/// its `let`.
pub(crate) fn assigned(body: &Block, vars: &Vars, borrowing: &BTreeSet<VarId>) -> BTreeSet<VarId> {
    let mut found = borrowing.clone();
    loop {
        let before = found.len();
        let mut assigned = Assigned(Borrowing { vars, found });
        assigned.block(body);
        assigned.0.block(body);
        found = assigned.0.found;
        if found.len() == before {
            return found;
        }
    }
}

/// Finds the locals to which borrows of other locals are assigned.
struct Assigned<'a>(Borrowing<'a>);

impl Walk for Assigned<'_> {
    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Next { pattern, iterator } if self.0.found.contains(iterator) => {
                self.0.found.extend(self.0.vars.bound_by(pattern));
            }
            _ => self.inside_part(part),
        }
    }

    fn code(&mut self, code: Code<'_>) {
        match code {
            Code::Statements(statements) => {
                for statement in statements {
                    self.visit_stmt(statement);
                }
            }
            Code::Value(value) | Code::Condition(value) => self.visit_expr(value),
            Code::Choice(Choice::If { condition, .. }) => self.visit_expr(condition),
            Code::Choice(Choice::Match { head, .. }) => self.visit_expr(head),
            Code::Definition(_) => {}
        }
    }
}

impl Assigned<'_> {
    /// A pattern that takes a borrow apart.
    fn bind(&mut self, pattern: &Pat) {
        self.0.found.extend(self.0.vars.bound_by(pattern));
    }
}

impl<'ast> Visit<'ast> for Assigned<'_> {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        let local = kinds::name_of(&assign.left).and_then(|name| self.0.vars.find(name));
        if self.0.borrows(&assign.right) {
            self.0.found.extend(local);
        }
        visit::visit_expr_assign(self, assign);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if local.init.as_ref().is_some_and(|init| self.0.borrows(&init.expr)) {
            self.bind(&local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        if self.0.borrows(&repeated.expr) {
            self.bind(&repeated.pat);
        }
        visit::visit_expr_for_loop(self, repeated);
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        if self.0.borrows(&condition.expr) {
            self.bind(&condition.pat);
        }
        visit::visit_expr_let(self, condition);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        if self.0.borrows(&matched.expr) {
            matched.arms.iter().for_each(|arm| self.bind(&arm.pat));
        }
        visit::visit_expr_match(self, matched);
    }

    /// What is put into a collection.
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let local = kinds::name_of(&call.receiver).and_then(|name| self.0.vars.find(name));
        if call.args.iter().any(|argument| self.0.borrows(argument)) {
            self.0.found.extend(local);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Finds the locals that may borrow from other locals.
struct Borrowing<'a> {
    vars: &'a Vars,
    found: BTreeSet<VarId>,
}

impl Walk for Borrowing<'_> {
    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Statements(statements) => {
                for statement in statements {
                    self.statement(statement);
                }
            }
            PartKind::Let { value, .. } if self.in_node(value) => {
                self.found.extend(&part.declares);
            }
            PartKind::Choose { choice: Choice::If { condition, bound, .. }, .. } => {
                self.condition(condition, bound);
            }
            PartKind::Choose { choice: Choice::Match { head, arms, .. }, .. } => {
                if self.borrows(head) {
                    self.found.extend(arms.iter().flat_map(|arm| &arm.bound));
                } else if self.is_in_local(head) {
                    for arm in arms {
                        self.refer(&arm.pattern);
                    }
                }
            }
            PartKind::While { condition, .. } => self.condition(condition, &part.declares),
            _ => {}
        }
        self.inside_part(part);
    }
}

impl Borrowing<'_> {
    fn statement(&mut self, statement: &Stmt) {
        let Stmt::Local(local) = statement else { return };
        let Some(init) = &local.init else { return };
        if self.borrows(&init.expr) || refers(&local.pat) {
            let bound = patterns::bindings(&local.pat);
            self.found.extend(bound.iter().filter_map(|bound| self.vars.find(&bound.ident)));
        }
    }

    fn condition(&mut self, condition: &Expr, bound: &[VarId]) {
        let choices = patterns::lets_in(condition);
        if choices.iter().any(|choice| self.borrows(&choice.expr)) {
            self.found.extend(bound);
        } else {
            let of_locals = choices.iter().filter(|choice| self.is_in_local(&choice.expr));
            let patterns: Vec<&Pat> = of_locals.map(|choice| &*choice.pat).collect();
            for pattern in patterns {
                self.refer(pattern);
            }
        }
    }

    /// What a pattern binds by reference.
    fn refer(&mut self, pattern: &Pat) {
        let bound = patterns::bindings(pattern);
        let references = bound.iter().filter(|bound| bound.by_ref.is_some());
        self.found.extend(references.filter_map(|bound| self.vars.find(&bound.ident)));
    }

    fn in_node(&self, node: &Node) -> bool {
        match node {
            Node::Plain(value) => self.borrows(value),
            Node::Block(block) => block.tail.as_ref().is_some_and(|tail| self.in_node(tail)),
            Node::If { then, otherwise, .. } => [then.tail.as_deref(), otherwise.as_deref()]
                .into_iter()
                .flatten()
                .any(|tail| self.in_node(tail)),
            Node::Match { arms, .. } => {
                arms.iter().any(|arm| arm.tail.as_ref().is_some_and(|tail| self.in_node(tail)))
            }
            Node::Yield(_) | Node::Loop { .. } => false,
        }
    }

    /// Whether a value may hold a borrow of a local.
    fn borrows(&self, value: &Expr) -> bool {
        match value {
            Expr::Path(_) => kinds::name_of(value)
                .and_then(|name| self.vars.find(name))
                .is_some_and(|var| self.found.contains(&var)),
            Expr::Reference(reference) => {
                kinds::name_of(&reference.expr).is_some_and(|name| self.vars.find(name).is_some())
                    || self.is_in_local(&reference.expr)
                    || self.borrows(&reference.expr)
            }
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                !OWNED.contains(&&*name)
                    && (self.is_in_local(&call.receiver)
                        || self.borrows(&call.receiver)
                        || call.args.iter().any(|argument| self.borrows(argument)))
            }
            Expr::Call(call) => call.args.iter().any(|argument| self.borrows(argument)),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.borrows(element)),
            Expr::Array(array) => array.elems.iter().any(|element| self.borrows(element)),
            Expr::Struct(fields) => fields.fields.iter().any(|field| self.borrows(&field.expr)),
            Expr::Field(field) => self.borrows(&field.base),
            Expr::Index(index) => self.borrows(&index.expr),
            Expr::Unary(unary) => self.borrows(&unary.expr),
            Expr::Paren(inner) => self.borrows(&inner.expr),
            Expr::Group(inner) => self.borrows(&inner.expr),
            Expr::Try(question) => self.borrows(&question.expr),
            Expr::Closure(closure) => closure.capture.is_none(),
            Expr::Block(inner) => self.ends_with_a_borrow(&inner.block),
            Expr::Unsafe(inner) => self.ends_with_a_borrow(&inner.block),
            Expr::If(branch) => {
                self.ends_with_a_borrow(&branch.then_branch)
                    || branch.else_branch.as_ref().is_some_and(|(_, other)| self.borrows(other))
            }
            Expr::Match(matched) => {
                self.borrows(&matched.expr)
                    || matched.arms.iter().any(|arm| self.borrows(&arm.body))
            }
            _ => false,
        }
    }

    fn ends_with_a_borrow(&self, block: &syn::Block) -> bool {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.borrows(value),
            _ => false,
        }
    }

    /// Whether an expression is a place in a local from which a method may borrow: that of a number gives
    /// none.
    fn is_in_local(&self, place: &Expr) -> bool {
        match place {
            Expr::Field(field) => self.is_in_local(&field.base),
            Expr::Index(index) => self.is_in_local(&index.expr),
            Expr::Paren(inner) => self.is_in_local(&inner.expr),
            Expr::Group(inner) => self.is_in_local(&inner.expr),
            _ => kinds::name_of(place).and_then(|name| self.vars.find(name)).is_some_and(|var| {
                !self.vars.all[var].is_copy_or_range() || self.found.contains(&var)
            }),
        }
    }
}

/// Whether a pattern binds a reference to what it takes apart.
fn refers(pattern: &Pat) -> bool {
    patterns::bindings(pattern).iter().any(|bound| bound.by_ref.is_some())
}

struct Offers<'a> {
    vars: &'a Vars,
    kept: &'a Kept,
    item: &'a Type,
    changed: bool,
}

impl WalkMut for Offers<'_> {
    fn block(&mut self, block: &mut Block) {
        self.inside_block(block);
        let mut parts = Vec::with_capacity(block.parts.len());
        for mut part in std::mem::take(&mut block.parts) {
            if let PartKind::Let { value: node, .. } | PartKind::Expression { node, .. } =
                &mut part.kind
            {
                parts.extend(self.offer(node));
            }
            parts.push(part);
        }
        if let Some(tail) = &mut block.tail {
            parts.extend(self.offer(tail));
        }
        block.parts = parts;
    }
}

impl Offers<'_> {
    /// What evaluates the value of a yield in front of it.
    fn offer(&mut self, node: &mut Node) -> Option<Part> {
        let Node::Yield(yielded) = node else { return None };
        if yielded.kind.delegates() {
            return None;
        }
        let Some(Node::Plain(value)) = yielded.value.as_deref() else { return None };
        let items_are_exclusive = tokens::find_ident(self.item.to_token_stream(), "mut").is_some();
        let is_exclusive = |var: VarId| {
            let Var { written, plain, copies, .. } = &self.vars.all[var];
            match written {
                Some(Type::Reference(ty)) => ty.mutability.is_some(),
                Some(_) => false,
                // That of `self`.
                None => *plain && !copies,
            }
        };
        let is_last = |var: &VarId| {
            let may_take = || last_uses::may_take(value, *var, self.vars);
            // What is borrowed from behind an exclusive reference lives as long as that.
            let is_exclusive_item = || items_are_exclusive && is_exclusive(*var);
            (self.kept.borrowing.contains(var) || may_take() || is_exclusive_item())
                && self.vars.all[*var].rest != Rest::Whole
                && !self.kept.is_kept(yielded.id, *var)
        };
        if !mentioned(value.to_token_stream(), self.vars).iter().any(is_last) {
            return None;
        }
        let value = value.clone();
        let offered = internal(&format!("offered_at_{}", yielded.id));
        yielded.value = None;
        yielded.late = false;
        yielded.offered = Some(offered.clone());
        self.changed = true;
        Some(Part {
            kind: PartKind::Offer { offered, value, ty: Some(self.item.clone()) },
            declares: Vec::new(),
            last: yielded.id - 1,
            yields: false,
        })
    }
}
