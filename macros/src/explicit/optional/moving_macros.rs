//! Macros that the macro does not know, whose tokens name a local: one that moves the local is an error.
//!
//! ```text
//! // in                     // out
//! consume!(guard);          if false { let expanded = || { consume!(guard); }; leaves_locals(&expanded); }
//! yield_!(1);               consume!(guard);
//! ```
//!
//! A closure that moves what it captures can be called once alone, and rustc knows that of its type. The macro may move
//! the local on some of its own paths, and no type says on which of them: so it is no answer that the state could go by.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Macro, Path, Stmt};

use crate::explicit::flow::Kept;
use crate::explicit::questions::moving_macros::{KEY, is_copy, is_unknown, key, moves};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId, YieldId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut, visit_expressions};

/// Writes the checks of the macros that may move a local for which a yield behind them has to know that, and of those
/// that name one of `perhaps`: these were moved on some path, and should lie in an `Option`.
pub(crate) fn check(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: Option<&Kept>,
    perhaps: &BTreeSet<VarId>,
) {
    let asked = kept.into_iter().flat_map(|kept| &kept.asked);
    let asked: BTreeSet<(VarId, String)> =
        asked.filter(|(_, key)| key.starts_with(KEY)).cloned().collect();
    if !perhaps.is_empty() || !asked.is_empty() {
        Checking { vars, private, asked, perhaps }.block(body);
    }
}

struct Checking<'a> {
    vars: &'a Vars,
    private: &'a Path,
    asked: BTreeSet<(VarId, String)>,
    perhaps: &'a BTreeSet<VarId>,
}

impl WalkMut for Checking<'_> {
    fn block(&mut self, block: &mut Block) {
        self.parts(&mut block.parts);
        if let Some(tail) = &mut block.tail {
            let mut asked = Vec::new();
            if let Node::Plain(value) = &mut **tail {
                asked = self.asked(|macros| macros.visit_expr(value));
            }
            let last = block.parts.last().map_or(0, |part| part.last);
            block.parts.extend(checking(asked, last));
            self.node(tail);
        }
    }

    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => self.statements(statements),
            other => visit_expressions(other, self),
        }
    }
}

impl Checking<'_> {
    fn parts(&mut self, parts: &mut Vec<Part>) {
        let mut last = 0;
        for mut part in std::mem::take(parts) {
            let asked = match &part.kind {
                PartKind::Let { value, .. } => self.asked_of(value),
                PartKind::Expression { node, .. } => self.asked_of(node),
                PartKind::Offer { value, .. } => self.asked(|macros| macros.visit_expr(value)),
                PartKind::Choose { choice: Choice::If { condition: value, .. }, .. }
                | PartKind::Choose { choice: Choice::Match { head: value, .. }, .. }
                | PartKind::While { condition: value, .. } => {
                    self.asked(|macros| macros.visit_expr(value))
                }
                _ => Vec::new(),
            };
            parts.extend(checking(asked, last));
            last = part.last;
            match &mut part.kind {
                PartKind::Group(inner) => self.parts(inner),
                _ => self.inside_part(&mut part),
            }
            parts.push(part);
        }
    }

    /// What is asked in front of a node.
    fn asked_of(&self, node: &Node) -> Vec<Stmt> {
        match node {
            Node::Plain(value) => self.asked(|macros| macros.visit_expr(value)),
            Node::Yield(yielded) => {
                yielded.value.as_ref().map_or_else(Vec::new, |value| self.asked_of(value))
            }
            _ => Vec::new(),
        }
    }

    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        for mut statement in std::mem::take(statements) {
            statements.extend(self.asked(|macros| macros.visit_stmt(&statement)));
            self.visit_stmt_mut(&mut statement);
            statements.push(statement);
        }
    }

    /// What is asked about the macros that stand in a statement or a value, and not in a block of it.
    fn asked(&self, find: impl FnOnce(&mut Macros)) -> Vec<Stmt> {
        let mut macros = Macros(Vec::new());
        find(&mut macros);
        let unknown = macros.0.iter().filter(|invocation| is_unknown(invocation));
        unknown.flat_map(|invocation| self.questions(invocation)).collect()
    }

    fn questions(&self, invocation: &Macro) -> Vec<Stmt> {
        let named = mentioned(invocation.tokens.clone(), self.vars);
        let named = named.into_iter().filter(|var| self.perhaps.contains(var));
        let named = named.filter_map(|var| is_copy(self.private, invocation, var, self.vars));
        let key = key(invocation);
        let asked = mentioned(invocation.tokens.clone(), self.vars).into_iter();
        let asked = asked.filter(|var| self.asked.contains(&(*var, key.clone())));
        let asked = asked.filter_map(|var| moves(self.private, invocation, var, self.vars));
        named.chain(asked).collect()
    }
}

impl VisitMut for Checking<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The part that asks in front of another one, behind the yield `last`.
fn checking(asked: Vec<Stmt>, last: YieldId) -> Option<Part> {
    (!asked.is_empty()).then(|| Part {
        kind: PartKind::Statements(asked),
        declares: Vec::new(),
        last,
        yields: false,
    })
}

/// Finds macros.
struct Macros(Vec<Macro>);

impl<'ast> Visit<'ast> for Macros {
    fn visit_macro(&mut self, invocation: &'ast Macro) {
        self.0.push(invocation.clone());
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
