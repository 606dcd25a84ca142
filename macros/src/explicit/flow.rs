//! Finds out what is kept at each yield.
//!
//! A local in scope is kept at a yield if it may be used behind it, or if it may have to be dropped
//! behind it. A macro knows no types, so only these are not kept:
//!
//! - what was moved away on every path to the yield, and is not used behind it before it is assigned
//!   anew. A local that is used by value was moved, or it is `Copy`, and then nothing has to be dropped;
//! - what is seen to have no destructor, and is not used behind the yield.
//!
//! One walk along the paths of the body finds both. It carries the locals that were moved on every path
//! that leads there, and, for each yield on some path that leads there, the locals that were not kept
//! at it: a use of one of these makes it kept there after all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{BinOp, Expr, ExprMethodCall, Macro, Pat, Stmt, UnOp};

use crate::explicit::borrows;
use crate::explicit::by_value;
use crate::explicit::captures::Captures;
use crate::explicit::ir::{Block, Choice, Part, PartKind, Node, Rest, VarId, Yield, YieldId};
use crate::explicit::kinds::{self, Takes};
use crate::explicit::names::Vars;
use crate::explicit::normal::branches;
use crate::explicit::normal::operands::takes_receiver;
use crate::explicit::receivers::{Consumes, Known};
use crate::explicit::takes;
use crate::explicit::walk::WalkMut;
use crate::operators::Operator;
use crate::yields::makes_generator;

/// What is known at a point of the body.
#[derive(Clone, Default, PartialEq, Eq)]
struct Flow {
    /// The locals that were moved on every path.
    moved: BTreeSet<VarId>,
    /// Those of them that were used as values there, as they are: an `Option` of such a local is empty.
    taken: BTreeSet<VarId>,
    /// The locals that were moved on some path.
    perhaps: BTreeSet<VarId>,
    /// The locals that were not kept at a yield, on some path.
    pending: BTreeSet<(VarId, YieldId)>,
    /// The locals that were moved on some path, if the method that was called there takes `self`.
    called: BTreeSet<(VarId, Call)>,
    /// The same of the methods that the macro does not know.
    asked: BTreeSet<(VarId, Call)>,
    /// The locals that a choice in front moves for some of its arms: for rustc they are moved on some path
    /// in each arm.
    chosen: BTreeSet<VarId>,
}

/// The number of a call of a method, in the order of the walk.
type Call = usize;

/// Where a block, or a part of one, is.
type Position = (usize, usize);

/// What is kept where.
#[derive(Default)]
pub(crate) struct Kept {
    /// The locals in scope at each yield, in the order of their definitions.
    pub(crate) in_scope: BTreeMap<YieldId, Vec<VarId>>,
    pub(crate) at: BTreeSet<(YieldId, VarId)>,
    /// The number of each local among all, in the order of their definitions.
    pub(crate) declared: BTreeMap<VarId, usize>,
    /// The locals that may have to be dropped behind a yield, and are not used there.
    left: BTreeSet<(YieldId, VarId)>,
    /// The yields at which the `Option` of a local is empty, should it lie in one.
    empty: BTreeSet<(YieldId, VarId)>,
    /// The locals that are `Copy`, or are never moved: they are used after they were used by value.
    copied: BTreeSet<VarId>,
    /// The locals that are moved on some of the paths to a yield, and not on all.
    perhaps: BTreeSet<VarId>,
    /// The locals that a macro of the body names, so that each use of it may use them.
    named: BTreeSet<VarId>,
    /// The calls that use a local for the last time in front of a yield, by methods that the macro does not
    /// know.
    pub(crate) asked: BTreeSet<(VarId, String)>,
    /// The locals that lie in an `Option`.
    pub(crate) slots: BTreeSet<VarId>,
    /// The locals that each part of each block uses.
    uses: BTreeSet<(Position, VarId)>,
    /// What each part of each block binds that is a choice.
    heads: BTreeMap<Position, Vec<VarId>>,
    /// The locals that are kept because they are used behind the yield.
    used: BTreeSet<(YieldId, VarId)>,
    /// The locals that hold what their methods borrow, for certain.
    owners: BTreeSet<VarId>,
    /// The locals that may borrow from other locals.
    pub(crate) borrowing: BTreeSet<VarId>,
    /// The locals that were moved where each part of each block ends. It has none where the end is not
    /// reached.
    moved: BTreeMap<Position, BTreeSet<VarId>>,
}

/// A loop or a block that can be left from inside.
struct Target {
    label: Option<String>,
    is_loop: bool,
    breaks: Option<Flow>,
    continues: Option<Flow>,
}

pub(crate) struct Analysis<'a> {
    vars: &'a Vars,
    found: Kept,
    scope: Vec<VarId>,
    /// `None` where no path leads.
    flow: Option<Flow>,
    targets: Vec<Target>,
    stack: Vec<Position>,
    blocks: usize,
    calls: Call,
    /// The calls in front of a yield whose locals may be moved.
    called: BTreeSet<(VarId, Call)>,
    /// The same of the methods that the macro does not know.
    asked: BTreeSet<(VarId, Call)>,
    /// What is called by each of them.
    asks: BTreeMap<Call, String>,
    /// The calls whose locals are used behind them, and so are not moved there, unless they are `Copy`.
    uncalled: BTreeSet<Call>,
    /// What some of the arms of a choice move away, and not all.
    arms: BTreeMap<String, Vec<Option<VarId>>>,
    loops: usize,
    /// What holds at the head of each loop, as it was found when the loop around it was last walked
    /// through.
    heads: BTreeMap<usize, Option<Flow>>,
}

impl<'a> Analysis<'a> {
    /// What the body keeps. `borrowing`: the locals that may borrow from other locals.
    pub(crate) fn of(body: &Block, vars: &'a Vars, borrowing: &BTreeSet<VarId>) -> Kept {
        let mut analysis = Self {
            vars,
            found: Kept::default(),
            scope: Vec::new(),
            flow: Some(Flow::default()),
            targets: Vec::new(),
            stack: Vec::new(),
            blocks: 0,
            calls: 0,
            called: BTreeSet::new(),
            asked: BTreeSet::new(),
            asks: BTreeMap::new(),
            uncalled: BTreeSet::new(),
            arms: BTreeMap::new(),
            loops: 0,
            heads: BTreeMap::new(),
        };
        let owns = |var: &VarId| vars.all[*var].written.as_ref().is_some_and(borrows::owns);
        analysis.found.owners.extend((0..vars.all.len()).filter(owns));
        analysis.block(body);
        let Self { mut found, called, uncalled, asked, asks, .. } = analysis;
        found.used.clone_from(&found.at);
        found.borrowing.clone_from(borrowing);
        found.perhaps.extend(
            called.iter().filter(|(_, call)| !uncalled.contains(call)).map(|(var, _)| *var),
        );
        let asked = asked.into_iter().filter(|(_, call)| !uncalled.contains(call));
        found.asked.extend(asked.filter_map(|(var, call)| Some((var, asks.get(&call)?.clone()))));
        found
    }

    fn block(&mut self, block: &Block) {
        let number = self.blocks;
        self.blocks += 1;
        let labelled = block.label.as_ref();
        if let Some(label) = labelled {
            self.targets.push(Target {
                label: Some(label.name.ident.to_string()),
                is_loop: false,
                breaks: None,
                continues: None,
            });
        }
        let outer = self.scope.len();
        for (index, part) in block.parts.iter().enumerate() {
            self.stack.push((number, index));
            self.part(part);
            self.stack.pop();
            if let Some(flow) = &self.flow {
                self.found.moved.insert((number, index), flow.moved.clone());
            } else {
                self.found.moved.remove(&(number, index));
            }
        }
        if let Some(tail) = &block.tail {
            self.stack.push((number, block.parts.len()));
            self.node(tail);
            self.stack.pop();
        }
        self.scope.truncate(outer);
        if labelled.is_some() {
            let target = self.targets.pop();
            let breaks = target.and_then(|target| target.breaks);
            self.join(breaks);
        }
    }

    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Arguments | PartKind::Unpack { .. } => {
                if let PartKind::Arguments = part.kind {
                    self.found.owners.extend(&part.declares);
                }
                self.fresh(&part.declares);
                self.declare(&part.declares);
            }
            PartKind::Statements(statements) => {
                for statement in statements {
                    self.statement(statement);
                }
                self.declare(&part.declares);
            }
            PartKind::Let { pattern, value, diverge, .. } => {
                self.node(value);
                self.bind(pattern, None);
                if let Some(diverge) = diverge {
                    self.branches(|this| this.value(diverge), |_| {});
                }
                self.declare(&part.declares);
            }
            PartKind::Expression { node, .. } => self.node(node),
            PartKind::Rest { .. } => {}
            PartKind::Definition(definition) => {
                let mut named = BTreeMap::new();
                find_mentions(definition.to_token_stream(), self.vars, &mut named);
                self.found.named.extend(named.into_keys());
            }
            PartKind::Offer { value, .. } => self.value(value),
            // Its arms go with what uses the choice.
            PartKind::Choose { chosen, choice, .. } => {
                let arms = match choice {
                    Choice::If { condition, .. } => vec![self.condition(condition, true)],
                    Choice::Match { head, arms, ends, .. } => {
                        let patterns: Vec<_> = arms.iter().map(|arm| &arm.pattern).collect();
                        let moved = self.head(head, &patterns, !ends);
                        for pattern in patterns {
                            if let Pat::Guard(guarded) = pattern {
                                self.bind(pattern, None);
                                self.branches(|this| this.guard(&guarded.guard), |_| {});
                            }
                        }
                        moved
                    }
                };
                self.heads(choice);
                if let Some(flow) = &mut self.flow {
                    flow.chosen.extend(arms.iter().flatten());
                }
                self.arms.insert(chosen.to_string(), arms);
            }
            PartKind::Next { pattern, iterator } => {
                self.use_var(*iterator);
                self.leave(None, true, false);
                self.bind(pattern, None);
                self.declare(&part.declares);
            }
            PartKind::While { condition } => {
                let moved = self.condition(condition, true);
                self.leave(None, true, false);
                self.lose(moved);
                self.declare(&part.declares);
            }
            PartKind::Group(parts) => {
                for part in parts {
                    self.part(part);
                }
            }
        }
    }

    /// Notes that locals get their first value: nothing that was known of an earlier value holds.
    fn fresh(&mut self, defined: &[VarId]) {
        if let Some(flow) = &mut self.flow {
            for var in defined {
                flow.moved.remove(var);
                flow.taken.remove(var);
                flow.perhaps.remove(var);
                forget(&mut flow.pending, *var);
                forget(&mut flow.called, *var);
                forget(&mut flow.asked, *var);
                flow.chosen.remove(var);
            }
        }
    }

    fn declare(&mut self, declared: &[VarId]) {
        for var in declared {
            let number = self.found.declared.len();
            self.found.declared.entry(*var).or_insert(number);
            self.scope.push(*var);
        }
        if let Some(flow) = &mut self.flow {
            for var in declared {
                forget(&mut flow.pending, *var);
            }
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Plain(expression) => self.value(expression),
            Node::Yield(yielded) => self.yielding(yielded),
            Node::Block(block) => self.block(block),
            Node::If { chosen, then, otherwise, .. } => {
                let moved = self.arm_of(chosen, 0);
                self.branches(
                    |this| {
                        this.lose(moved);
                        this.block(then);
                    },
                    |this| {
                        if let Some(otherwise) = otherwise {
                            this.node(otherwise);
                        }
                    },
                );
            }
            Node::Match { chosen, arms } => {
                let before = self.flow.clone();
                let mut after = None;
                for (index, arm) in arms.iter().enumerate() {
                    self.flow.clone_from(&before);
                    let moved = self.arm_of(chosen, index);
                    self.lose(moved);
                    self.block(arm);
                    after = joined(after, self.flow.take());
                }
                self.flow = after;
            }
            Node::Loop { label, body, .. } => {
                self.repeat(label.as_ref(), |this| this.block(body));
            }
        }
    }

    fn yielding(&mut self, yielded: &Yield) {
        if let Some(value) = &yielded.value {
            self.node(value);
        }
        if let Some(delegate) = yielded.delegate {
            self.declare(&[delegate]);
            self.suspend(yielded.id);
            self.use_var(delegate);
            self.scope.pop();
            return;
        }
        self.suspend(yielded.id);
    }

    fn suspend(&mut self, id: YieldId) {
        self.found.in_scope.insert(id, self.scope.clone());
        let Some(flow) = &mut self.flow else { return };
        for var in &self.scope {
            let perhaps = flow.perhaps.contains(var) || flow.chosen.contains(var);
            if perhaps && !flow.moved.contains(var) {
                self.found.perhaps.insert(*var);
            }
            if !self.vars.all[*var].plain {
                self.called.extend(flow.called.range(all_of(*var)));
                self.asked.extend(flow.asked.range(all_of(*var)));
            }
            if flow.taken.contains(var) {
                self.found.empty.insert((id, *var));
            } else {
                self.found.empty.remove(&(id, *var));
            }
            let plain = self.vars.all[*var].plain && !self.found.named.contains(var);
            let is_kept = self.found.at.contains(&(id, *var));
            let mut wait = || !is_kept && flow.pending.insert((*var, id));
            if flow.moved.contains(var) || plain {
                wait();
            } else if self.vars.all[*var].rest != Rest::Whole && !self.found.named.contains(var) {
                wait();
                self.found.left.insert((id, *var));
            } else {
                self.found.at.insert((id, *var));
            }
        }
    }

    fn join(&mut self, other: Option<Flow>) {
        self.flow = joined(self.flow.take(), other);
    }

    fn branches(&mut self, first: impl FnOnce(&mut Self), second: impl FnOnce(&mut Self)) {
        let before = self.flow.clone();
        first(self);
        let after = std::mem::replace(&mut self.flow, before);
        second(self);
        self.join(after);
    }

    fn repeat(&mut self, label: Option<&syn::Label>, mut body: impl FnMut(&mut Self)) {
        let number = self.loops;
        self.loops += 1;
        // From one walk to the next it only grows: a loop in loops is not walked through anew for each of
        // their walks.
        let found = self.heads.remove(&number).flatten();
        let mut head = joined(self.flow.clone(), found);
        let (blocks, calls, loops) = (self.blocks, self.calls, self.loops);
        loop {
            (self.blocks, self.calls, self.loops) = (blocks, calls, loops);
            self.flow.clone_from(&head);
            self.targets.push(Target {
                label: label.map(|label| label.name.ident.to_string()),
                is_loop: true,
                breaks: None,
                continues: None,
            });
            body(self);
            let Some(target) = self.targets.pop() else { return };
            let back = joined(self.flow.take(), target.continues);
            let next = joined(head.clone(), back);
            if next == head {
                self.flow = target.breaks;
                self.heads.insert(number, head);
                return;
            }
            head = next;
        }
    }

    /// Takes note of a path out of a loop or a labelled block. `goes_on`: another path goes on.
    fn leave(&mut self, label: Option<&str>, goes_on: bool, continues: bool) {
        let target = self.targets.iter_mut().rev().find(|target| match label {
            Some(label) => target.label.as_deref() == Some(label),
            None => target.is_loop,
        });
        if let Some(target) = target {
            let reached = if continues { &mut target.continues } else { &mut target.breaks };
            *reached = joined(reached.take(), self.flow.clone());
        }
        if !goes_on {
            self.flow = None;
        }
    }

    fn use_var(&mut self, var: VarId) {
        for position in &self.stack {
            self.found.uses.insert((*position, var));
        }
        if let Some(flow) = &mut self.flow {
            if flow.perhaps.contains(&var) {
                self.found.copied.insert(var);
            }
            let called = flow.called.range(all_of(var)).chain(flow.asked.range(all_of(var)));
            self.uncalled.extend(called.map(|(_, call)| *call));
            self.found.at.extend(flow.pending.range(all_of(var)).map(|(_, id)| (*id, var)));
            forget(&mut flow.pending, var);
        }
    }

    fn move_var(&mut self, var: VarId) {
        self.use_var(var);
        if let Some(flow) = &mut self.flow {
            flow.moved.insert(var);
            flow.perhaps.insert(var);
        }
    }

    /// Notes that a local is moved on this path. Its use was noted before.
    fn lose(&mut self, moved: Option<VarId>) {
        if let (Some(var), Some(flow)) = (moved, &mut self.flow) {
            flow.moved.insert(var);
            flow.perhaps.insert(var);
        }
    }

    /// The local that this arm of a choice moves, if not all arms do.
    fn arm_of(&self, chosen: &proc_macro2::Ident, index: usize) -> Option<VarId> {
        self.arms.get(&chosen.to_string())?.get(index).copied().flatten()
    }

    /// A call of a method that takes `self` if the local is of one of the types that the macro knows.
    fn consume(&mut self, var: VarId, consumes: Consumes) {
        match self.vars.all[var].known {
            Some(known) if consumes.moves(known) => self.move_var(var),
            Some(_) => self.use_var(var),
            None if !consumes.may_move() => self.use_var(var),
            None => {
                self.use_var(var);
                if let Some(flow) = &mut self.flow {
                    flow.called.insert((var, self.calls));
                }
                self.calls += 1;
            }
        }
    }

    /// A call of a method that the macro does not know.
    fn ask(&mut self, var: VarId, call: &ExprMethodCall) {
        self.use_var(var);
        if takes::may_be_taken(&self.vars.all[var]) {
            if let Some(flow) = &mut self.flow {
                flow.asked.insert((var, self.calls));
            }
            self.asks.insert(self.calls, takes::key(call));
        }
        self.calls += 1;
    }

    /// Assigns all of a local anew: the old value was dropped if there was one.
    fn assign(&mut self, var: VarId) {
        for position in &self.stack {
            self.found.uses.insert((*position, var));
        }
        if let Some(flow) = &mut self.flow {
            flow.moved.remove(&var);
            flow.taken.remove(&var);
            flow.perhaps.remove(&var);
            forget(&mut flow.pending, var);
            forget(&mut flow.called, var);
            forget(&mut flow.asked, var);
            flow.chosen.remove(&var);
        }
    }

    fn var(&self, expression: &Expr) -> Option<VarId> {
        self.vars.find(kinds::name_of(expression)?)
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => {
                let Some(init) = &local.init else {
                    // Without a value there is nothing to drop.
                    for variable in kinds::bindings(&local.pat) {
                        if let Some(var) = self.vars.find(&variable.ident) {
                            if let Some(flow) = &mut self.flow {
                                flow.moved.insert(var);
                                flow.perhaps.insert(var);
                            }
                        }
                    }
                    return;
                };
                self.bind(&local.pat, None);
                let before = self.flow.clone().unwrap_or_default();
                match self.var(&init.expr) {
                    Some(var) => {
                        self.use_var(var);
                        self.bind(&local.pat, Some(var));
                    }
                    None => self.value(&init.expr),
                }
                if let Some((_, diverge)) = &init.diverge {
                    let moved = self.var(&init.expr);
                    self.branches(
                        |this| {
                            if let (Some(var), Some(flow)) = (moved, &mut this.flow) {
                                flow.moved
                                    .retain(|other| *other != var || before.moved.contains(&var));
                                flow.taken
                                    .retain(|other| *other != var || before.taken.contains(&var));
                                flow.perhaps
                                    .retain(|other| *other != var || before.perhaps.contains(&var));
                            }
                            this.value(diverge);
                        },
                        |_| {},
                    );
                }
            }
            Stmt::Expr(expression, _) => self.value(expression),
            Stmt::Macro(invocation) => self.macro_call(&invocation.mac),
            Stmt::Item(_) => {}
        }
    }

    /// Takes note of what a choice binds: it may borrow from the locals that the head uses.
    fn heads(&mut self, choice: &Choice) {
        let bound: Vec<VarId> = match choice {
            Choice::If { bound, .. } => bound.clone(),
            Choice::Match { arms, .. } => {
                arms.iter().flat_map(|arm| arm.bound.iter().copied()).collect()
            }
        };
        if let (Some(position), false) = (self.stack.last(), bound.is_empty()) {
            self.found.heads.insert(*position, bound);
        }
    }

    /// A pattern takes a local, or some other value, apart.
    fn bind(&mut self, pattern: &Pat, local: Option<VarId>) {
        let vars = self.vars;
        let bound = kinds::bindings(pattern);
        self.fresh(&bound.iter().filter_map(|bound| vars.find(&bound.ident)).collect::<Vec<_>>());
        if let Some(local) = local {
            // The emitted code has a probe at each such `let`.
            if leaves_nothing(pattern, true) {
                self.move_var(local);
            }
        }
    }

    /// The head of a `match`. Gives what each arm moves away, if not all do.
    fn head(&mut self, head: &Expr, patterns: &[&Pat], probed: bool) -> Vec<Option<VarId>> {
        match self.var(head) {
            Some(var) => {
                self.use_var(var);
                if patterns.iter().all(|pattern| leaves_nothing(pattern, probed)) {
                    self.move_var(var);
                    return Vec::new();
                }
                let moves = |pattern: &&Pat| {
                    let binds = !kinds::bindings(pattern).is_empty();
                    (binds && leaves_nothing(pattern, probed)).then_some(var)
                };
                return patterns.iter().map(moves).collect();
            }
            None if kinds::is_place(head) => self.place(head),
            None => self.value(head),
        }
        Vec::new()
    }

    /// The head of an `if`. Gives what it moves away only if it holds.
    fn condition(&mut self, condition: &Expr, probed: bool) -> Option<VarId> {
        let mut moved = None;
        match condition {
            Expr::Let(bound) => {
                match self.var(&bound.expr) {
                    Some(var) => {
                        self.use_var(var);
                        if leaves_nothing(&bound.pat, probed) {
                            // What does not match is left of it, unless that is nothing.
                            if branches::leaves_nothing(&bound.pat) {
                                self.move_var(var);
                            } else if !kinds::bindings(&bound.pat).is_empty() {
                                moved = Some(var);
                            }
                        }
                    }
                    None if kinds::is_place(&bound.expr) => self.place(&bound.expr),
                    None => self.value(&bound.expr),
                }
                self.bind(&bound.pat, None);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&binary.left, probed);
                self.branches(
                    |this| {
                        this.condition(&binary.right, probed);
                    },
                    |_| {},
                );
            }
            other => self.value(other),
        }
        moved
    }

    /// The guard of an arm. The arms behind it may use what it has used, so that this is copied, and not
    /// moved.
    fn guard(&mut self, guard: &Expr) {
        let before = self.flow.clone().unwrap_or_default();
        self.value(guard);
        self.value(guard);
        if let Some(flow) = &mut self.flow {
            flow.moved.retain(|var| before.moved.contains(var));
            flow.perhaps.retain(|var| before.perhaps.contains(var));
        }
    }

    /// An expression whose place is used: its local is not moved.
    fn place(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(_) => {
                if let Some(var) = self.var(expression) {
                    self.use_var(var);
                }
            }
            Expr::Field(field) => self.place(&field.base),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            other => self.value(other),
        }
    }

    /// An expression whose value is used: a local is moved, or copied.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    fn value(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(_) => {
                if let Some(var) = self.var(expression) {
                    self.move_var(var);
                    if let Some(flow) = &mut self.flow {
                        flow.taken.insert(var);
                    }
                }
            }
            Expr::Lit(_) | Expr::Infer(_) | Expr::Const(_) => {}
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.value(element)),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.value(element)),
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.value(&field.expr));
                if let Some(rest) = &fields.rest {
                    self.place(rest);
                }
            }
            Expr::Repeat(array) => self.value(&array.expr),
            Expr::Call(call) => {
                match self.var(&call.func).map(|var| self.vars.all[var].known) {
                    Some(Some(Known::Once | Known::Closure)) => self.value(&call.func),
                    _ => self.place(&call.func),
                }
                call.args.iter().for_each(|argument| self.value(argument));
            }
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if let Some(var) = self.var(&call.receiver).filter(|_| name == "as_str") {
                    self.found.owners.insert(var);
                }
                let is_into = by_value::is_into(&name);
                match (self.var(&call.receiver), Consumes::by(call)) {
                    (Some(var), Some(consumes)) => self.consume(var, consumes),
                    (None, _) if takes_receiver(call) => self.value(&call.receiver),
                    _ if is_into => self.value(&call.receiver),
                    (Some(var), None) if takes::is_asked(call) => self.ask(var, call),
                    _ => self.place(&call.receiver),
                }
                call.args.iter().for_each(|argument| self.value(argument));
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => self.place(&unary.expr),
                _ => self.value(&unary.expr),
            },
            Expr::Cast(cast) => self.value(&cast.expr),
            Expr::Field(_) | Expr::Index(_) => self.place(expression),
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::RawAddr(address) => self.place(&address.expr),
            Expr::Range(range) => {
                range.start.iter().chain(&range.end).for_each(|bound| self.value(bound));
            }
            Expr::Try(question) => self.value(&question.expr),
            Expr::Assign(assign) => {
                if kinds::leaves_a_part(&assign.left) && kinds::is_place(&assign.right) {
                    self.place(&assign.right);
                } else {
                    self.value(&assign.right);
                }
                match self.var(&assign.left) {
                    Some(var) => self.assign(var),
                    None => self.place(&assign.left),
                }
            }
            Expr::Let(_) => {
                self.condition(expression, false);
            }
            Expr::Block(inner) => {
                let label = inner.label.as_ref().map(|label| label.name.ident.to_string());
                self.plain_block(label, &inner.block);
            }
            Expr::Unsafe(inner) => self.plain_block(None, &inner.block),
            Expr::If(branch) => {
                let moved = self.condition(&branch.cond, false);
                self.branches(
                    |this| {
                        this.lose(moved);
                        this.plain_block(None, &branch.then_branch);
                    },
                    |this| {
                        if let Some((_, otherwise)) = &branch.else_branch {
                            this.value(otherwise);
                        }
                    },
                );
            }
            Expr::Match(matched) => {
                let patterns: Vec<_> = matched.arms.iter().map(|arm| &arm.pat).collect();
                let moved = self.head(&matched.expr, &patterns, false);
                let mut before = self.flow.clone();
                let mut after = None;
                for (index, arm) in matched.arms.iter().enumerate() {
                    self.flow.clone_from(&before);
                    self.bind(&arm.pat, None);
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.guard(&guarded.guard);
                        before = joined(before, self.flow.clone());
                    }
                    self.lose(moved.get(index).copied().flatten());
                    self.value(&arm.body);
                    after = joined(after, self.flow.take());
                }
                self.flow = if matched.arms.is_empty() { None } else { after };
            }
            Expr::Loop(repeated) => {
                self.repeat(repeated.label.as_ref(), |this| this.plain_block(None, &repeated.body));
            }
            Expr::While(repeated) => {
                self.repeat(repeated.label.as_ref(), |this| {
                    let moved = this.condition(&repeated.cond, false);
                    this.leave(None, true, false);
                    this.lose(moved);
                    this.plain_block(None, &repeated.body);
                });
            }
            Expr::ForLoop(repeated) => {
                self.value(&repeated.expr);
                self.repeat(repeated.label.as_ref(), |this| {
                    this.leave(None, true, false);
                    this.bind(&repeated.pat, None);
                    this.plain_block(None, &repeated.body);
                });
            }
            Expr::Return(returned) => {
                if let Some(value) = &returned.expr {
                    self.value(value);
                }
                self.flow = None;
            }
            Expr::Break(ended) => {
                if let Some(value) = &ended.expr {
                    self.value(value);
                }
                let label = ended.label.as_ref().map(|label| label.ident.to_string());
                self.leave(label.as_deref(), false, false);
            }
            Expr::Continue(ended) => {
                let label = ended.label.as_ref().map(|label| label.ident.to_string());
                self.leave(label.as_deref(), false, true);
            }
            Expr::Closure(closure) => self.capture(&Captures::of_closure(closure, self.vars)),
            Expr::Async(block) => self.capture(&Captures::of_block(block, self.vars)),
            Expr::Macro(invocation) => self.macro_call(&invocation.mac),
            other => self.mentions(other.to_token_stream()),
        }
    }

    fn plain_block(&mut self, label: Option<String>, block: &syn::Block) {
        let labelled = label.is_some();
        if labelled {
            self.targets.push(Target { label, is_loop: false, breaks: None, continues: None });
        }
        for statement in &block.stmts {
            self.statement(statement);
        }
        if labelled {
            let breaks = self.targets.pop().and_then(|target| target.breaks);
            self.join(breaks);
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        match Operator::of(&binary.op) {
            Operator::Lazy => {
                self.value(&binary.left);
                self.branches(|this| this.value(&binary.right), |_| {});
            }
            Operator::Comparison => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Operator::Arithmetic => {
                self.value(&binary.left);
                self.value(&binary.right);
            }
            Operator::Assignment => {
                self.value(&binary.right);
                self.place(&binary.left);
            }
        }
    }

    fn macro_call(&mut self, invocation: &Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        let known = if own { None } else { kinds::known_macro(invocation) };
        let arguments = known.and_then(|_| kinds::list_in(invocation));
        if known == Some(Takes::Pattern) {
            if let Some((head, rest)) = kinds::matches_in(invocation) {
                self.place(&head);
                self.mentions(rest);
                return;
            }
        }
        let (Some(takes), Some(arguments)) = (known, arguments) else {
            self.mentions(invocation.tokens.clone());
            return;
        };
        for argument in &arguments {
            // A format string names locals too.
            if let Expr::Lit(_) = argument {
                self.mentions(argument.to_token_stream());
            }
        }
        match takes {
            Takes::Values => arguments.iter().for_each(|argument| self.value(argument)),
            Takes::Condition => {
                arguments.iter().take(1).for_each(|argument| self.value(argument));
                self.branches(
                    |this| {
                        for argument in arguments.iter().skip(1) {
                            match argument {
                                Expr::Assign(named) => this.place(&named.right),
                                other => this.place(other),
                            }
                        }
                    },
                    |_| {},
                );
            }
            Takes::References | Takes::PlaceAndReferences | Takes::Pattern => {
                for argument in &arguments {
                    match argument {
                        Expr::Assign(named) => self.place(&named.right),
                        other => self.place(other),
                    }
                }
            }
        }
        let diverges = ["panic", "unreachable", "todo", "unimplemented"];
        if diverges.iter().any(|name| invocation.path.is_ident(name)) {
            self.flow = None;
        }
    }

    /// Uses of locals in tokens.
    fn mentions(&mut self, tokens: TokenStream) {
        for var in mentioned(tokens, self.vars) {
            self.use_var(var);
        }
    }

    /// A closure is made.
    fn capture(&mut self, captures: &Captures) {
        for (var, used) in &captures.uses {
            if captures.takes(*used) {
                self.move_var(*var);
            } else {
                self.use_var(*var);
            }
        }
    }
}

/// The locals that are named in tokens.
pub(crate) fn mentioned(tokens: TokenStream, vars: &Vars) -> Vec<VarId> {
    let mut found = BTreeMap::new();
    find_mentions(tokens, vars, &mut found);
    found.into_keys().collect()
}

/// The same, and whether each of them is named whole somewhere, and not only a field of it.
pub(crate) fn mentioned_in(tokens: TokenStream, vars: &Vars) -> BTreeMap<VarId, bool> {
    let mut found = BTreeMap::new();
    find_mentions(tokens, vars, &mut found);
    found
}

/// Finds the locals that are named in tokens, and whether each of them is named whole somewhere, and
/// not only a field of it.
fn find_mentions(tokens: TokenStream, vars: &Vars, found: &mut BTreeMap<VarId, bool>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => find_mentions(group.stream(), vars, found),
            TokenTree::Ident(_) if names_no_value(&tokens, index) => {}
            TokenTree::Ident(name) => {
                let is_field = matches!(
                    index.checked_sub(1).and_then(|before| tokens.get(before)),
                    Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                ) && !matches!(
                    index.checked_sub(2).and_then(|before| tokens.get(before)),
                    Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                );
                if is_field {
                    continue;
                }
                if let Some(var) = vars.find(name) {
                    let dot = matches!(
                        tokens.get(index + 1),
                        Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                    );
                    let called = matches!(tokens.get(index + 2), Some(TokenTree::Ident(_)))
                        && matches!(tokens.get(index + 3), Some(TokenTree::Group(_)));
                    let whole = found.entry(var).or_default();
                    *whole |= !dot || called;
                }
            }
            TokenTree::Literal(literal) => {
                for word in kinds::names_in_format(&literal.to_string()) {
                    if let Some(var) = vars.find_text(&word) {
                        found.entry(var).or_default();
                    }
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// Whether the name at a place in tokens is that of a macro, or a part of a path.
fn names_no_value(tokens: &[TokenTree], index: usize) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let is_path = |first: Option<usize>, second: Option<usize>| {
        punct(first) == Some(':') && punct(second) == Some(':')
    };
    let is_macro = punct(Some(index + 1)) == Some('!')
        && matches!(tokens.get(index + 2), Some(TokenTree::Group(_)));
    is_macro
        || is_path(index.checked_sub(2), index.checked_sub(1))
        || is_path(Some(index + 1), Some(index + 2))
}

/// Whether nothing is left of a value that a pattern has matched. `probed`: rustc is asked whether the
/// types in it have destructors of their own.
fn leaves_nothing(pattern: &Pat, probed: bool) -> bool {
    if probed { kinds::takes_all(pattern) } else { kinds::takes_all_of_any(pattern) }
}

/// The pairs of a local.
fn all_of(var: VarId) -> RangeInclusive<(VarId, usize)> {
    (var, 0)..=(var, usize::MAX)
}

fn forget(pairs: &mut BTreeSet<(VarId, usize)>, var: VarId) {
    let gone: Vec<_> = pairs.range(all_of(var)).copied().collect();
    for pair in gone {
        pairs.remove(&pair);
    }
}

fn joined(left: Option<Flow>, right: Option<Flow>) -> Option<Flow> {
    match (left, right) {
        (Some(mut left), Some(mut right)) => {
            left.moved.retain(|var| right.moved.contains(var));
            left.taken.retain(|var| right.taken.contains(var));
            left.perhaps.append(&mut right.perhaps);
            left.pending.append(&mut right.pending);
            left.called.append(&mut right.called);
            left.asked.append(&mut right.asked);
            left.chosen.append(&mut right.chosen);
            Some(left)
        }
        (left, right) => left.or(right),
    }
}

impl Kept {
    pub(crate) fn is_kept(&self, id: YieldId, var: VarId) -> bool {
        self.at.contains(&(id, var))
    }

    /// Keeps a local at each yield in its scope.
    pub(crate) fn keep(&mut self, var: VarId) {
        let scopes = self.in_scope.iter().filter(|(_, scope)| scope.contains(&var));
        self.at.extend(scopes.map(|(id, _)| (*id, var)));
    }

    /// Whether any part of a block from `from` on uses a local; the last one that does.
    fn last_use(&self, block: usize, from: usize, var: VarId) -> usize {
        self.uses
            .iter()
            .filter(|((number, index), used)| *number == block && *used == var && *index >= from)
            .map(|((_, index), _)| *index)
            .max()
            .unwrap_or(from)
    }

    /// Whether what a choice binds may borrow from a local, up to a yield in its arms. What is kept there
    /// borrows from something else.
    fn is_borrowed_by(&self, choice: Position, var: VarId) -> bool {
        let Some(bound) = self.heads.get(&choice) else { return false };
        if self.is_moved_behind(choice.0, choice.1, var) {
            return false;
        }
        let is_kept = |bound: &VarId| self.used.iter().any(|(_, used)| used == bound);
        // To keep what borrows from no local is no error.
        self.owners.contains(&var) && !bound.iter().any(is_kept)
            || !self.borrowing.contains(&var)
                && bound.iter().any(|bound| self.borrowing.contains(bound))
    }

    fn is_moved_behind(&self, block: usize, index: usize, var: VarId) -> bool {
        self.moved.get(&(block, index)).is_none_or(|moved| moved.contains(&var))
    }
}

/// Groups the parts of blocks, so that what is moved away in one is not restored behind it. Where that
/// cannot be, it lies in an `Option`.
pub(crate) fn group(body: &mut Block, vars: &mut Vars, kept: &mut Kept) {
    Grouping { vars, kept, blocks: 0 }.block(body);
}

struct Grouping<'a> {
    vars: &'a mut Vars,
    kept: &'a mut Kept,
    blocks: usize,
}

impl WalkMut for Grouping<'_> {
    fn block(&mut self, block: &mut Block) {
        let number = self.blocks;
        self.blocks += 1;
        self.inside_block(block);
        let parts = block.parts.len();
        let mut last: Vec<YieldId> = block.parts.iter().map(|part| part.last).collect();
        last.push(
            block
                .tail
                .as_ref()
                .map_or(0, |tail| last_of(tail))
                .max(last.last().copied().unwrap_or(0)),
        );
        let mut intervals = Vec::new();
        for index in 0..parts {
            for var in block.parts[index].declares.clone() {
                if let Some(end) = self.end_of(number, index, &last, var) {
                    let rest = self.rest_of(&last, end, var);
                    intervals.push((end, index, var, rest));
                }
            }
        }
        intervals.sort_unstable();
        let mut cells: Vec<(usize, usize, Part)> = std::mem::take(&mut block.parts)
            .into_iter()
            .enumerate()
            .map(|(index, part)| (index, index, part))
            .collect();
        for (end, start, var, rest) in intervals {
            let first = cells.iter().position(|(_, to, _)| *to >= start).unwrap_or(0);
            let last = cells.iter().position(|(_, to, _)| *to >= end).unwrap_or(first);
            if first < last {
                let tail = cells.split_off(last + 1);
                let inner = cells.split_off(first);
                let (from, to) = (inner[0].0, inner[inner.len() - 1].1);
                let parts: Vec<Part> = inner.into_iter().map(|(_, _, part)| part).collect();
                let group = Part {
                    declares: parts.iter().flat_map(|part| part.declares.iter().copied()).collect(),
                    last: parts.iter().map(|part| part.last).max().unwrap_or(0),
                    yields: parts.iter().any(|part| part.yields),
                    kind: PartKind::Group(parts),
                };
                cells.push((from, to, group));
                cells.extend(tail);
            }
            match rest {
                Some(rest) => keep_rest(&mut cells[first].2, var, rest),
                None => cells[first].2.declares.retain(|declared| *declared != var),
            }
        }
        block.parts = cells.into_iter().map(|(_, _, part)| part).collect();
    }
}

impl Grouping<'_> {
    /// A new local for what has to be dropped of `var` after its last use. It replaces `var` at each yield
    /// after that.
    fn rest_of(&mut self, last: &[YieldId], end: usize, var: VarId) -> Option<VarId> {
        let left: Vec<YieldId> = (last[end] + 1..=last[last.len() - 1])
            .filter(|id| self.kept.left.contains(&(*id, var)))
            .collect();
        if left.is_empty() {
            return None;
        }
        let name = self.vars.all[var].ident.to_string();
        let name = name.trim_start_matches("r#").trim_end_matches("_of_the_generator");
        let rest = self.vars.hidden(&format!("rest_of_{name}"), None);
        self.vars.all[rest].at = Some(self.vars.all[var].ident.span());
        if let Some(number) = self.kept.declared.get(&var).copied() {
            self.kept.declared.insert(rest, number);
        }
        for id in left {
            if let Some(scope) = self.kept.in_scope.get_mut(&id) {
                scope.iter_mut().filter(|other| **other == var).for_each(|other| *other = rest);
            }
            self.kept.at.insert((id, rest));
        }
        Some(rest)
    }

    /// The last part of the block in which a local has to be restored. `None` if it has to be restored at all
    /// yields in its scope.
    fn end_of(
        &mut self,
        block: usize,
        index: usize,
        last: &[YieldId],
        var: VarId,
    ) -> Option<usize> {
        let from = last[index] + 1;
        let to = last[last.len() - 1];
        let yields = || {
            (from..=to)
                .filter(|id| self.kept.in_scope.get(id).is_some_and(|scope| scope.contains(&var)))
        };
        let (held, gone): (Vec<_>, Vec<_>) = yields().partition(|id| self.kept.is_kept(*id, var));
        let copies = self.vars.all[var].copies || self.kept.copied.contains(&var);
        let is_left = |id: &YieldId| self.kept.left.contains(&(*id, var));
        let all_left = gone.iter().all(is_left);
        let (held, gone) = if all_left {
            (held, gone)
        } else {
            // Some paths have moved it, so that what is left of it is it as a whole.
            let (left, gone): (Vec<_>, Vec<_>) = gone.into_iter().partition(is_left);
            self.kept.at.extend(left.iter().map(|id| (*id, var)));
            (held.into_iter().chain(left).collect(), gone)
        };
        let keep_option = |this: &mut Self| {
            let full = gone.iter().filter(|id| !this.kept.empty.contains(&(**id, var)));
            let full: Vec<YieldId> = full.copied().collect();
            this.kept.at.extend(full.into_iter().map(|id| (id, var)));
            this.kept.slots.insert(var);
            None
        };
        if self.kept.perhaps.contains(&var) && !copies {
            return keep_option(self);
        }
        if gone.is_empty() {
            return None;
        }
        let keep_all = |this: &mut Self| {
            for id in &gone {
                this.kept.at.insert((*id, var));
            }
            None
        };
        if copies && !held.is_empty() && !self.vars.all[var].plain {
            return keep_all(self);
        }
        let part_of =
            |id: YieldId| last.iter().position(|last| id <= *last).unwrap_or(last.len() - 1);
        let end = held.iter().map(|id| part_of(*id)).max().unwrap_or(index);
        let last_use = self.kept.last_use(block, index, var);
        let is_borrowed =
            !self.vars.all[var].plain && self.kept.is_borrowed_by((block, last_use), var);
        let end = end.max(if is_borrowed { last_use + 1 } else { last_use });
        let first_lost = gone.iter().map(|id| part_of(*id)).min().unwrap_or(usize::MAX);
        let end = if all_left && !self.vars.all[var].plain && end < first_lost {
            // The locals that borrow from it are left as well by then.
            first_lost - 1
        } else {
            end
        };
        let fits = end < first_lost
            && end + 1 < last.len()
            && (self.vars.all[var].plain || all_left || self.kept.is_moved_behind(block, end, var));
        if fits {
            return Some(end);
        }
        if !copies && !all_left && !self.vars.all[var].range {
            return keep_option(self);
        }
        keep_all(self)
    }
}

/// Keeps the rest of a local after the part of a block that defines it. The part includes the head of the `if` or
/// `match` that follows: if the head panics, the locals are still where they were declared.
fn keep_rest(part: &mut Part, local: VarId, rest: VarId) {
    let kept = Part {
        kind: PartKind::Rest { local, rest, used: None },
        declares: vec![rest],
        last: part.last,
        yields: false,
    };
    for declared in &mut part.declares {
        if *declared == local {
            *declared = rest;
        }
    }
    if let PartKind::Group(parts) = &mut part.kind {
        // What was defined later may borrow from what was defined before it.
        let rests = parts.iter().rev().take_while(|part| is_rest(part)).count();
        parts.insert(parts.len() - rests, kept);
        return;
    }
    let mut inner = part.clone();
    for declared in &mut inner.declares {
        if *declared == rest {
            *declared = local;
        }
    }
    part.kind = PartKind::Group(vec![inner, kept]);
}

pub(crate) fn is_rest(part: &Part) -> bool {
    matches!(part.kind, PartKind::Rest { .. })
}

/// The last yield in a node; 0 if there is none.
pub(crate) fn last_of(node: &Node) -> YieldId {
    fn of_block(block: &Block) -> YieldId {
        let parts = block.parts.iter().map(of_part).max().unwrap_or(0);
        parts.max(block.tail.as_deref().map_or(0, last_of))
    }

    fn of_part(part: &Part) -> YieldId {
        if part.yields { part.last } else { 0 }
    }

    match node {
        Node::Plain(_) => 0,
        Node::Yield(yielded) => yielded.id,
        Node::Block(block) | Node::Loop { body: block, .. } => of_block(block),
        Node::If { then, otherwise, .. } => {
            of_block(then).max(otherwise.as_deref().map_or(0, last_of))
        }
        Node::Match { arms, .. } => arms.iter().map(of_block).max().unwrap_or(0),
    }
}
