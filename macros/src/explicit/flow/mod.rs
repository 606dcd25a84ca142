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

pub(super) mod ended;
pub(super) mod groups;
pub(super) mod kept;
pub(super) mod last_uses;
mod uses;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Expr, Pat};

use crate::explicit::flow::uses::all_of;
use crate::explicit::flow::uses::forget;
use crate::explicit::known::kinds;
use crate::explicit::parts::boxes;
use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, Rest, VarId, Yield, YieldId};
use crate::explicit::tree::mentions::find_mentions;
use crate::explicit::tree::owners;
use crate::explicit::tree::vars::Vars;

pub(crate) use kept::{Kept, Position};

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
    /// The exclusive references that a value may have borrowed from, on some path.
    lenders: BTreeSet<(VarId, Call)>,
    /// The late locals of the user's that have no value yet, on some path.
    unset: BTreeSet<VarId>,
    /// Those that have a value, and cannot get another one.
    set: BTreeSet<VarId>,
    /// The fields that were moved out of locals on some path, if they are not `Copy`.
    fields: BTreeSet<Field>,
    /// The locals that a choice in front moves for some of its arms: for rustc they are moved on some path
    /// in each arm.
    chosen: BTreeSet<VarId>,
    /// The locals that a pattern moves where it matches, and that have nothing to drop where it did not, on some path.
    unmatched: BTreeSet<VarId>,
}

/// What an arm of a choice moves away.
#[derive(Clone)]
enum Loss {
    /// A local.
    Whole(VarId),
    /// A part of a local.
    Part(Field),
}

/// The number of a call of a method, in the order of the walk.
type Call = usize;

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
    /// The local and the method of each call of a method that some types take `self` by.
    methods: BTreeMap<Call, (VarId, String)>,
    /// Whether there are exclusive references.
    has_exclusive: bool,
    /// The values that may borrow from an exclusive reference.
    lenders: BTreeMap<Call, (VarId, String)>,
    /// The calls whose locals are used behind them, and so are not moved there, unless they are `Copy`.
    uncalled: BTreeSet<Call>,
    /// The fields that are used after they were used by value, so that they are `Copy`.
    copied: BTreeSet<Field>,
    /// Whether what is yielded is `Copy`.
    yields_copies: bool,
    /// What some of the arms of a choice move away, and not all.
    arms: BTreeMap<String, Vec<Option<Loss>>>,
    loops: usize,
    /// What holds at the head of each loop, as it was found when the loop around it was last walked
    /// through.
    heads: BTreeMap<usize, Option<Flow>>,
}

impl<'a> Analysis<'a> {
    /// What the body keeps. `borrowing`: the locals that may borrow from other locals. `yields_copies`: whether
    /// what is yielded is `Copy`.
    pub(crate) fn of(
        body: &Block,
        vars: &'a Vars,
        borrowing: &BTreeSet<VarId>,
        yields_copies: bool,
    ) -> Kept {
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
            methods: BTreeMap::new(),
            has_exclusive: vars.all.iter().any(|var| var.exclusive),
            lenders: BTreeMap::new(),
            uncalled: BTreeSet::new(),
            copied: BTreeSet::new(),
            yields_copies,
            arms: BTreeMap::new(),
            loops: 0,
            heads: BTreeMap::new(),
        };
        let owns = |var: &VarId| vars.all[*var].written.as_ref().is_some_and(owners::owns);
        analysis.found.owners.extend((0..vars.all.len()).filter(owns));
        analysis.block(body);
        let Self { mut found, called, uncalled, asked, asks, methods, lenders, copied, .. } =
            analysis;
        let (again, last): (Vec<_>, Vec<_>) =
            lenders.into_iter().partition(|(call, _)| uncalled.contains(call));
        let again: BTreeSet<_> = again.into_iter().map(|(_, lender)| lender).collect();
        let last = last.into_iter().map(|(_, lender)| lender);
        let last: BTreeSet<_> = last.filter(|lender| !again.contains(lender)).collect();
        found.leaves.extend(uncalled.iter().filter_map(|call| methods.get(call).cloned()));
        found.fields.retain(|field| !copied.contains(field));
        found.lenders.extend(last.into_iter().filter(|(var, _)| !found.named.contains(var)));
        found.used.clone_from(&found.at);
        found.borrowing.clone_from(borrowing);
        found.perhaps.extend(
            called.iter().filter(|(_, call)| !uncalled.contains(call)).map(|(var, _)| *var),
        );
        // What is used behind a move is `Copy`: no method takes it away.
        let asked = asked
            .into_iter()
            .filter(|(var, call)| !uncalled.contains(call) && !found.copied.contains(var));
        let asked: Vec<_> = asked.collect();
        found.asked.extend(
            asked.into_iter().filter_map(|(var, call)| Some((var, asks.get(&call)?.clone()))),
        );
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
                self.bind(pattern);
                if let Some(diverge) = diverge {
                    self.branches(|this| this.value(diverge), |_| {});
                }
                self.declare(&part.declares);
            }
            PartKind::Expression { node, .. } => self.node(node),
            PartKind::Rest { .. } | PartKind::Join { .. } => {}
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
                                self.bind(pattern);
                                self.branches(|this| this.guard(&guarded.guard), |_| {});
                            }
                        }
                        moved
                    }
                };
                self.heads(choice);
                if let Some(flow) = &mut self.flow {
                    flow.chosen.extend(arms.iter().flatten().filter_map(|loss| match loss {
                        Loss::Whole(var) => Some(*var),
                        Loss::Part(_) => None,
                    }));
                }
                self.arms.insert(chosen.to_string(), arms);
            }
            PartKind::Next { pattern, iterator } => {
                self.use_var(*iterator);
                self.leave(None, true, false);
                self.bind(pattern);
                self.declare(&part.declares);
            }
            PartKind::While { condition, .. } => {
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
                forget(&mut flow.lenders, *var);
                flow.chosen.remove(var);
                flow.unmatched.remove(var);
                flow.fields.retain(|(other, _)| other != var);
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
            Node::Match { chosen, arms, .. } => {
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
        match yielded.value.as_deref() {
            Some(Node::Plain(value @ Expr::Field(_))) if self.yields_copies => self.place(value),
            Some(value) => self.node(value),
            None => {}
        }
        if let Some(delegate) = yielded.delegate {
            if let Some(Node::Plain(value)) = yielded.value.as_deref() {
                self.note_lenders(value);
            }
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
            if !flow.moved.contains(var) {
                let fields = flow.fields.iter().filter(|(other, _)| other == var);
                self.found.fields.extend(fields.cloned());
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

    fn var(&self, expression: &Expr) -> Option<VarId> {
        self.vars.find(kinds::name_of(expression)?)
    }

    /// The local that a use of a value moves, if it moves all of it: its value, or what is in it if it is a `Box`.
    fn whole(&self, expression: &Expr) -> Option<VarId> {
        self.var(expression).or_else(|| boxes::unboxed(expression, self.vars))
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
            left.lenders.append(&mut right.lenders);
            left.chosen.append(&mut right.chosen);
            left.unmatched.append(&mut right.unmatched);
            left.unset.append(&mut right.unset);
            left.set.append(&mut right.set);
            left.fields.append(&mut right.fields);
            Some(left)
        }
        (left, right) => left.or(right),
    }
}
