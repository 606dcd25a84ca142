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

mod kept;
mod mentions;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprMethodCall, Pat, Token};

use crate::explicit::flow::mentions::find_mentions;
use crate::explicit::ir::{Block, Choice, Node, Part, PartKind, Rest, VarId, Yield, YieldId};
use crate::explicit::names::Vars;
use crate::explicit::receivers::Consumes;
use crate::explicit::vacant::{self, Field};
use crate::explicit::{boxes, callables, kinds, owners, takes, unboxed};

pub(crate) use kept::{Kept, Position};
pub(crate) use mentions::{mentioned, mentioned_in};

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
    lends: BTreeSet<(VarId, Call)>,
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
    lends: BTreeMap<Call, (VarId, String)>,
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
            lends: BTreeMap::new(),
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
        let Self { mut found, called, uncalled, asked, asks, methods, lends, copied, .. } =
            analysis;
        let (again, last): (Vec<_>, Vec<_>) =
            lends.into_iter().partition(|(call, _)| uncalled.contains(call));
        let again: BTreeSet<_> = again.into_iter().map(|(_, lend)| lend).collect();
        let last = last.into_iter().map(|(_, lend)| lend);
        let last: BTreeSet<_> = last.filter(|lend| !again.contains(lend)).collect();
        found.leaves.extend(uncalled.iter().filter_map(|call| methods.get(call).cloned()));
        found.fields.retain(|field| !copied.contains(field));
        found.lends.extend(last.into_iter().filter(|(var, _)| !found.named.contains(var)));
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
                forget(&mut flow.lends, *var);
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
        match yielded.value.as_deref() {
            Some(Node::Plain(value @ Expr::Field(_))) if self.yields_copies => self.place(value),
            Some(value) => self.node(value),
            None => {}
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

    /// A use of a local as a whole.
    fn use_var(&mut self, var: VarId) {
        self.use_part(var);
        self.use_fields(var, |_| true);
    }

    /// A use of a field of a local.
    fn use_field(&mut self, (var, path): &Field) {
        self.use_part(*var);
        self.use_fields(*var, |other| vacant::overlap(path, other));
    }

    /// Takes note that fields which were used by value are used again.
    fn use_fields(&mut self, var: VarId, used: impl Fn(&str) -> bool) {
        if let Some(flow) = &mut self.flow {
            let is_used = |field: &Field| field.0 == var && used(&field.1);
            let used = flow.fields.iter().filter(|field| is_used(field));
            self.copied.extend(used.cloned());
            flow.fields.retain(|field| !is_used(field));
        }
    }

    /// A field gets another value, after it was moved away or not.
    fn assign_field(&mut self, (var, path): &Field) {
        self.use_part(*var);
        if let Some(flow) = &mut self.flow {
            flow.fields.retain(|(other, moved)| other != var || !vacant::overlap(path, moved));
        }
    }

    fn use_part(&mut self, var: VarId) {
        for position in &self.stack {
            self.found.uses.insert((*position, var));
        }
        if let Some(flow) = &mut self.flow {
            if flow.perhaps.contains(&var) {
                self.found.copied.insert(var);
            }
            if flow.unset.contains(&var) {
                self.found.unset.insert(var);
            }
            if flow.unmatched.contains(&var) && !flow.perhaps.contains(&var) {
                self.found.unmatched.insert(var);
            }
            let called = flow.called.range(all_of(var)).chain(flow.asked.range(all_of(var)));
            let called = called.chain(flow.lends.range(all_of(var)));
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

    /// Notes that a local, or a part of it, is moved on this path. Its use was noted before.
    fn lose(&mut self, moved: Option<Loss>) {
        let (Some(moved), Some(flow)) = (moved, &mut self.flow) else { return };
        match moved {
            Loss::Whole(var) => {
                flow.moved.insert(var);
                flow.perhaps.insert(var);
                flow.unmatched.remove(&var);
            }
            Loss::Part(field) => {
                if takes::may_be_taken(&self.vars.all[field.0]) {
                    flow.fields.insert(field);
                }
            }
        }
    }

    /// A pattern moves a local where it matches. Where it does not, nothing of the local has to be dropped.
    fn match_var(&mut self, var: VarId) -> Option<Loss> {
        self.use_var(var);
        if self.vars.all[var].copies {
            self.move_var(var);
            return None;
        }
        if let Some(flow) = &mut self.flow {
            flow.moved.insert(var);
            if !flow.perhaps.contains(&var) {
                flow.unmatched.insert(var);
            }
        }
        Some(Loss::Whole(var))
    }

    /// What this arm of a choice moves, if not all arms do.
    fn arm_of(&self, chosen: &proc_macro2::Ident, index: usize) -> Option<Loss> {
        self.arms.get(&chosen.to_string())?.get(index).cloned().flatten()
    }

    /// The part of a place that a pattern takes out of it.
    fn part_taken(&self, pattern: &Pat, place: &Expr) -> Option<Loss> {
        vacant::taken_by(pattern, place, self.vars).map(Loss::Part)
    }

    /// A call of a method that takes `self` if the local is of one of the types that the macro knows.
    fn consume(&mut self, var: VarId, call: &ExprMethodCall, consumes: Consumes) {
        match self.vars.all[var].known {
            Some(known) if consumes.moves(known) => self.move_var(var),
            Some(_) => self.use_var(var),
            None if !consumes.may_move() => self.use_var(var),
            None => {
                self.use_var(var);
                if let Some(flow) = &mut self.flow {
                    flow.called.insert((var, self.calls));
                }
                self.methods.insert(self.calls, (var, call.method.to_string()));
                self.calls += 1;
            }
        }
    }

    /// A call of a method that the macro does not know, or of the local itself.
    fn ask(&mut self, var: VarId, method: String, arguments: &Punctuated<Expr, Token![,]>) {
        self.use_var(var);
        if takes::may_be_taken(&self.vars.all[var]) {
            if let Some(flow) = &mut self.flow {
                flow.asked.insert((var, self.calls));
            }
            self.asks.insert(self.calls, takes::key(&method, arguments));
        }
        if method == callables::CALL {
            self.methods.insert(self.calls, (var, method));
        }
        self.calls += 1;
    }

    /// A value that may borrow from the exclusive references that it names, and is bound or assigned.
    fn lend(&mut self, value: &Expr) {
        if !self.has_exclusive {
            return;
        }
        let tokens = value.to_token_stream();
        for var in mentioned(tokens.clone(), self.vars) {
            if !self.vars.all[var].exclusive {
                continue;
            }
            if let Some(flow) = &mut self.flow {
                flow.lends.insert((var, self.calls));
            }
            self.lends.insert(self.calls, (var, tokens.to_string()));
            self.calls += 1;
        }
    }

    /// A use of what is behind a local, which is gone with that if it is a `Box`. Where the state shows its fields, it
    /// is an error then.
    fn ask_pointer(&mut self, value: &Expr) {
        let Some(var) = boxes::pointer(value).and_then(|local| self.var(local)) else { return };
        let local = &self.vars.all[var];
        if local.rest != Rest::Whole || local.boxed || !takes::may_be_taken(local) {
            return;
        }
        if let Some(flow) = &mut self.flow {
            flow.asked.insert((var, self.calls));
        }
        self.asks.insert(self.calls, unboxed::KEY.to_owned());
        self.calls += 1;
    }

    /// Assigns all of a local anew: the old value was dropped if there was one.
    fn assign(&mut self, var: VarId) {
        for position in &self.stack {
            self.found.uses.insert((*position, var));
        }
        let local = &self.vars.all[var];
        let is_set_once = local.late && !local.hidden && local.mutability.is_none();
        if let Some(flow) = &mut self.flow {
            if is_set_once && !flow.set.insert(var) {
                self.found.set_again.insert(var);
            }
            flow.unset.remove(&var);
            flow.moved.remove(&var);
            flow.taken.remove(&var);
            flow.perhaps.remove(&var);
            forget(&mut flow.pending, var);
            forget(&mut flow.called, var);
            forget(&mut flow.asked, var);
            forget(&mut flow.lends, var);
            flow.chosen.remove(&var);
            flow.unmatched.remove(&var);
            flow.fields.retain(|(other, _)| *other != var);
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
            left.lends.append(&mut right.lends);
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
