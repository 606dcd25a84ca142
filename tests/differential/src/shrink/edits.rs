//! What can be left out of bodies: statements, what stands around a block, expressions.
//!
//! The bodies, statements and expressions are numbered in the order in which they stand there. An edit
//! is one of such a node; several are applied in one pass, and what stands in a node that an edit
//! replaces keeps its numbers.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ExprBlock, Macro, Stmt};

use crate::source::Signature;
use crate::syntax;

/// A body that is made smaller.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) signature: Signature,
    pub(super) block: Block,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    /// Leaves all of the body out but a yield.
    Empty,
    /// Leaves the statement out.
    Delete,
    /// Leaves a statement out but for what stands in this one of its blocks.
    Unwrap(usize),
    /// A simple expression in the place of the expression.
    Replace(&'static str),
    /// This part of an expression in its place.
    Hoist(usize),
}

pub(super) type Edit = (usize, Action);

/// What is tried together: one edit, or the removal of several statements.
pub(super) type Edits = Vec<Edit>;

/// Lists what can be left out: bodies and statements, then expressions.
pub(super) fn list(bodies: &[Body], target: usize) -> [Vec<Edits>; 2] {
    let mut walk = Walk::default();
    let mut emptied = Vec::new();
    for body in bodies {
        let number = walk.next;
        if body.signature.index != target && body.block.stmts.len() > 2 {
            emptied.push((number, Action::Empty));
            walk.statements.push(vec![(number, Action::Empty)]);
        }
        walk.body(&mut body.clone());
    }
    if emptied.len() > 1 {
        walk.statements.extend(emptied.chunks(emptied.len().div_ceil(2)).map(<[Edit]>::to_vec));
        walk.statements.push(emptied);
    }
    [walk.statements, walk.expressions]
}

/// Applies edits, of which those that stand in others are left out.
pub(super) fn apply(bodies: &mut [Body], edits: &[Edit]) {
    let mut walk = Walk { edits: edits.iter().copied().collect(), ..Walk::default() };
    for body in bodies {
        walk.body(body);
    }
}

#[derive(Default)]
struct Walk {
    /// The number of the next node.
    next: usize,
    /// What is applied.
    edits: BTreeMap<usize, Action>,
    /// What was found that can be.
    statements: Vec<Edits>,
    expressions: Vec<Edits>,
}

impl Walk {
    /// The number of a node, and what is done to it.
    fn enter(&mut self) -> (usize, Option<Action>) {
        let number = self.next;
        self.next += 1;
        (number, self.edits.get(&number).copied())
    }

    /// Passes over what stands in a node.
    fn skip(&mut self, visit: impl FnOnce(&mut Self)) {
        let mut walk = Self { next: self.next, ..Self::default() };
        visit(&mut walk);
        self.next = walk.next;
    }

    fn body(&mut self, body: &mut Body) {
        let (_, action) = self.enter();
        if let Some(Action::Empty) = action {
            self.skip(|walk| walk.visit_block_mut(&mut body.block));
            body.block = syntax::parse(&body.signature.least());
        } else {
            self.visit_block_mut(&mut body.block);
        }
    }

    fn list_statement(&mut self, number: usize, statement: &Stmt) {
        if is_bound(statement) {
            return;
        }
        self.statements.push(vec![(number, Action::Delete)]);
        for block in 0..blocks(statement).len() {
            self.statements.push(vec![(number, Action::Unwrap(block))]);
        }
    }

    fn list_expression(&mut self, number: usize, expression: &Expr) {
        for simple in simpler(expression) {
            self.expressions.push(vec![(number, Action::Replace(simple))]);
        }
        let is_simple = matches!(
            expression,
            Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) | Expr::Let(_) | Expr::Assign(_)
        );
        if !is_simple && !is_ticked(expression) {
            for place in 0..parts(expression).len() {
                self.expressions.push(vec![(number, Action::Hoist(place))]);
            }
        }
    }
}

impl VisitMut for Walk {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut kept = Vec::new();
        let mut numbers = Vec::new();
        for mut statement in std::mem::take(&mut block.stmts) {
            let (number, action) = self.enter();
            match action {
                Some(Action::Delete) => self.skip(|walk| walk.visit_stmt_mut(&mut statement)),
                Some(Action::Unwrap(place)) => {
                    kept.extend(blocks(&statement).swap_remove(place).stmts);
                    self.skip(|walk| walk.visit_stmt_mut(&mut statement));
                }
                _ => {
                    self.list_statement(number, &statement);
                    if !is_bound(&statement) {
                        numbers.push((number, Action::Delete));
                    }
                    self.visit_stmt_mut(&mut statement);
                    kept.push(statement);
                }
            }
        }
        // What stood there may have been a block.
        let last = kept.len().saturating_sub(1);
        for statement in &mut kept[..last] {
            if let Stmt::Expr(expression, semicolon @ None) = statement
                && !is_block_like(expression)
            {
                *semicolon = Some(syn::token::Semi::default());
            }
        }
        block.stmts = kept;
        // Halves, quarters and so on.
        let mut length = numbers.len() / 2;
        while length > 1 {
            self.statements.extend(numbers.chunks(length).map(<[Edit]>::to_vec));
            length /= 2;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let (number, action) = self.enter();
        let replaced = match action {
            Some(Action::Replace(simple)) => syn::parse_str(simple).ok(),
            Some(Action::Hoist(place)) => Some(parts(expression).swap_remove(place)),
            _ => None,
        };
        if let Some(replaced) = replaced {
            self.skip(|walk| visit_mut::visit_expr_mut(walk, expression));
            *expression = replaced;
        } else {
            self.list_expression(number, expression);
            visit_mut::visit_expr_mut(self, expression);
        }
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        let mut given = syntax::arguments(call);
        for argument in &mut given {
            self.visit_expr_mut(argument);
        }
        syntax::set_arguments(call, &given);
    }

    // No expressions.
    fn visit_pat_mut(&mut self, pattern: &mut syn::Pat) {
        if let syn::Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

/// The blocks of a statement whose statements can stand in its place.
fn blocks(statement: &Stmt) -> Vec<Block> {
    let Stmt::Expr(expression, _) = statement else { return Vec::new() };
    match expression {
        Expr::If(choice) => {
            let mut blocks = vec![choice.then_branch.clone()];
            if let Some((_, other)) = &choice.else_branch
                && let Expr::Block(other) = &**other
            {
                blocks.push(other.block.clone());
            }
            blocks
        }
        Expr::While(repeated) => vec![repeated.body.clone()],
        Expr::ForLoop(repeated) => vec![repeated.body.clone()],
        Expr::Loop(repeated) => vec![repeated.body.clone()],
        Expr::Block(block) => vec![block.block.clone()],
        _ => Vec::new(),
    }
}

fn is_block_like(expression: &Expr) -> bool {
    use Expr::{Block, ForLoop, If, Loop, Match, While};
    matches!(expression, Block(_) | ForLoop(_) | If(_) | Loop(_) | Match(_) | While(_))
}

/// Whether the statement is what bounds a loop: `if !tick() { break .. }`.
fn is_bound(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::If(choice), _) = statement else { return false };
    matches!(&*choice.cond, Expr::Unary(negation) if is_ticked(&negation.expr))
}

/// Whether this is `tick()`, or `tick() && ..`: what bounds a loop or a recursion.
fn is_ticked(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if path.path.is_ident("tick")),
        Expr::Binary(operation) => is_ticked(&operation.left) || is_ticked(&operation.right),
        Expr::Unary(operation) => is_ticked(&operation.expr),
        Expr::Paren(inner) => is_ticked(&inner.expr),
        _ => false,
    }
}

/// The expressions that can stand in the place of this one, as far as its type can be told.
fn simpler(expression: &Expr) -> &'static [&'static str] {
    const NUMBER: &[&str] = &["1_i64"];
    const GUARD: &[&str] = &["guard(1)"];
    const EITHER: &[&str] = &["1_i64", "guard(1)"];
    if is_ticked(expression) || expression.to_token_stream().to_string() == "guard (1)" {
        return &[];
    }
    match expression {
        Expr::Call(call) => {
            let Expr::Path(function) = &*call.func else { return EITHER };
            let name = function.path.segments.last().map(|last| last.ident.to_string());
            match &*name.unwrap_or_default() {
                "guard" | "keep" | "replace" => GUARD,
                "note" | "sum" | "small" | "consume" | "look" | "at" | "length" | "number"
                | "caught" => NUMBER,
                "maybe" => &["Some(1_i64)"],
                "failing" => &["Ok(1_i64)"],
                "few" => &["few(2)"],
                _ => &[],
            }
        }
        Expr::MethodCall(call) => match &*call.method.to_string() {
            "plus" => GUARD,
            "id" | "add" => NUMBER,
            _ => EITHER,
        },
        Expr::Binary(operation) => match operation.op {
            BinOp::Add(_) | BinOp::Mul(_) | BinOp::Rem(_) => NUMBER,
            _ => &["true"],
        },
        Expr::Unary(_) => &["true"],
        Expr::Macro(call) if call.mac.path.is_ident("matches") => &["true"],
        Expr::Macro(call) if call.mac.path.is_ident("format") => &["String::new()"],
        Expr::If(_)
        | Expr::Match(_)
        | Expr::Block(_)
        | Expr::Try(_)
        | Expr::Field(_)
        | Expr::Loop(_)
        | Expr::Paren(_) => EITHER,
        _ => &[],
    }
}

/// The expressions and blocks that this one is made of.
fn parts(expression: &Expr) -> Vec<Expr> {
    if let Expr::Block(block) = expression
        && block.label.is_none()
    {
        // Its value.
        return match block.block.stmts.last() {
            Some(Stmt::Expr(value, None)) => vec![value.clone()],
            _ => Vec::new(),
        };
    }
    let mut parts = Parts(Vec::new());
    visit::visit_expr(&mut parts, expression);
    parts.0
}

struct Parts(Vec<Expr>);

impl Visit<'_> for Parts {
    fn visit_expr(&mut self, part: &Expr) {
        if !matches!(part, Expr::Path(path) if path.path.segments.len() == 1 && is_function(path)) {
            self.0.push(part.clone());
        }
    }

    fn visit_block(&mut self, block: &Block) {
        // The value of a block of one expression.
        if let [Stmt::Expr(value, None)] = &block.stmts[..] {
            self.0.push(value.clone());
        } else {
            let block = block.clone();
            self.0.push(Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block }));
        }
    }

    fn visit_macro(&mut self, call: &Macro) {
        self.0.extend(syntax::arguments(call));
    }

    fn visit_pat(&mut self, _: &syn::Pat) {}

    fn visit_type(&mut self, _: &syn::Type) {}
}

/// Whether a path is what is called, and no variable: these are `v1`, `argument_1` and the like.
fn is_function(path: &syn::ExprPath) -> bool {
    path.path.get_ident().is_some_and(|name| {
        let name = name.to_string();
        name.starts_with("body_") || !name.contains(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Batch;

    fn bodies() -> Vec<Body> {
        let body = |body: &crate::source::Written| Body {
            signature: body.signature.clone(),
            block: syntax::parse(body.text()),
        };
        Batch::random(5, 3, false).bodies().iter().map(body).collect()
    }

    fn text(bodies: &[Body]) -> String {
        bodies.iter().map(|body| body.block.to_token_stream().to_string()).collect()
    }

    #[test]
    fn an_edit_makes_the_bodies_smaller() {
        let bodies = bodies();
        let before = text(&bodies).len();
        let (mut edits, mut smaller) = (0, 0);
        for edit in list(&bodies, 2).into_iter().flatten().step_by(5) {
            let mut edited = bodies.clone();
            apply(&mut edited, &edit);
            edits += 1;
            smaller += usize::from(text(&edited).len() < before);
        }
        assert!(edits > 30, "{edits} edits");
        // Not where a simple expression is in the place of another one.
        assert!(smaller * 10 > edits * 8, "{smaller} of {edits}");
    }

    #[test]
    fn several_edits_are_what_they_are_one_after_the_other() {
        let bodies = bodies();
        let [statements, _] = list(&bodies, 2);
        // The last one first, for it does not change the numbers of those before it.
        let some: Vec<Edit> = statements.iter().flatten().copied().step_by(7).collect();
        let mut numbers: Vec<_> =
            some.iter().filter(|(_, action)| matches!(action, Action::Delete)).collect();
        numbers.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        numbers.dedup_by_key(|(number, _)| *number);
        assert!(numbers.len() > 5, "{numbers:?}");
        let mut one_by_one = bodies.clone();
        for edit in &numbers {
            apply(&mut one_by_one, &[**edit]);
        }
        let mut at_once = bodies;
        apply(&mut at_once, &numbers.iter().map(|edit| **edit).collect::<Edits>());
        assert_eq!(text(&one_by_one), text(&at_once));
    }
}
