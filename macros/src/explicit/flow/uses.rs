//! What a use, a move, an assignment or a question changes in what is known of a local.
//!
//! | in the code | the walk notes |
//! |---|---|
//! | a use | the yields in front of it keep the local |
//! | a move | the yields behind it keep nothing of the local |
//! | a call that may move it | the question to rustc whether it does |
//! | an assignment | the yields in front of it keep nothing of the old value, if that has gone |

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprMethodCall, Pat, Token};

use crate::explicit::flow::Analysis;
use crate::explicit::flow::Loss;
use crate::explicit::flow::kept;
use crate::explicit::parts::boxes;
use crate::explicit::questions::callables;
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::fields::{self, Field};
use crate::explicit::tree::ir::{Rest, VarId};
use crate::explicit::tree::mentions::mentioned;

impl Analysis<'_> {
    /// A use of a local as a whole.
    pub(super) fn use_var(&mut self, var: VarId) {
        self.use_part(var);
        self.use_fields(var, |_| true);
    }

    /// A use of a field of a local.
    pub(super) fn use_field(&mut self, (var, path): &Field) {
        self.use_part(*var);
        self.use_fields(*var, |other| fields::overlap(path, other));
    }

    /// Takes note that fields which were used by value are used again.
    fn use_fields(&mut self, var: VarId, used: impl Fn(&str) -> bool) {
        if let Some(flow) = &mut self.flow {
            let is_used = |field: &Field| field.0 == var && used(&field.1);
            let used = flow.fields.iter().filter(|field| is_used(field));
            self.copied.extend(used.cloned());
            flow.fields.retain(|field| !is_used(field));
            let others = flow.fields.iter().filter(|field| field.0 == var);
            self.found.again.extend(others.filter(|field| field.1.contains("..")).cloned());
        }
    }

    /// A field gets another value, after it was moved away or not.
    pub(super) fn assign_field(&mut self, (var, path): &Field) {
        self.use_part(*var);
        if let Some(flow) = &mut self.flow {
            flow.fields.retain(|(other, moved)| other != var || !fields::overlap(path, moved));
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
                let unset = if self.vars.all[var].late {
                    &mut self.found.unset
                } else {
                    &mut self.found.may_be_unset
                };
                unset.insert(var);
            }
            if flow.unmatched.contains(&var) && !flow.perhaps.contains(&var) {
                self.found.unmatched.insert(var);
            }
            let called = flow.called.range(all_of(var)).chain(flow.asked.range(all_of(var)));
            let called = called.chain(flow.lenders.range(all_of(var)));
            self.uncalled.extend(called.map(|(_, call)| *call));
            self.found.at.extend(flow.pending.range(all_of(var)).map(|(_, id)| (*id, var)));
            forget(&mut flow.pending, var);
        }
    }

    pub(super) fn move_var(&mut self, var: VarId) {
        self.use_var(var);
        if let Some(flow) = &mut self.flow {
            flow.moved.insert(var);
            flow.perhaps.insert(var);
        }
    }

    /// Notes that a local, or a part of it, is moved on this path. Its use was noted before.
    pub(super) fn lose(&mut self, moved: Option<Loss>) {
        let (Some(moved), Some(flow)) = (moved, &mut self.flow) else { return };
        match moved {
            Loss::Whole(var) => {
                flow.moved.insert(var);
                flow.perhaps.insert(var);
                flow.unmatched.remove(&var);
            }
            Loss::Part(field) => {
                if self.vars.all[field.0].may_be_taken() {
                    flow.fields.insert(field);
                }
            }
        }
    }

    /// A pattern moves a local where it matches. Where it does not, nothing of the local has to be dropped.
    pub(super) fn match_var(&mut self, var: VarId) -> Option<Loss> {
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
    pub(super) fn arm_of(&self, chosen: &proc_macro2::Ident, index: usize) -> Option<Loss> {
        self.arms.get(&chosen.to_string())?.get(index).cloned().flatten()
    }

    /// The part of a place that a pattern takes out of it.
    pub(super) fn part_taken(&self, pattern: &Pat, place: &Expr) -> Option<Loss> {
        fields::taken_by(pattern, place, self.vars).map(Loss::Part)
    }

    /// A call of a method that takes `self` if the local is of one of the types that the macro knows.
    pub(super) fn consume(&mut self, var: VarId, call: &ExprMethodCall, consumes: Consumes) {
        self.vars.all[var].rely(false);
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
    pub(super) fn ask(
        &mut self,
        var: VarId,
        method: String,
        arguments: &Punctuated<Expr, Token![,]>,
    ) {
        self.use_var(var);
        if self.vars.all[var].may_be_taken() {
            self.ask_as(var, kept::key(&method, arguments));
        }
        if method == callables::CALL {
            self.methods.insert(self.calls, (var, method));
        }
        self.calls += 1;
    }

    /// The next call may take a local. `key`: what stands for it.
    pub(super) fn ask_as(&mut self, var: VarId, key: String) {
        if let Some(flow) = &mut self.flow {
            flow.asked.insert((var, self.calls));
        }
        self.asks.insert(self.calls, key);
    }

    /// A value that may borrow from the exclusive references that it names, and is bound or assigned.
    pub(super) fn note_lenders(&mut self, value: &Expr) {
        if !self.has_exclusive {
            return;
        }
        let tokens = value.to_token_stream();
        for var in mentioned(tokens.clone(), self.vars) {
            if !self.vars.all[var].exclusive {
                continue;
            }
            if let Some(flow) = &mut self.flow {
                flow.lenders.insert((var, self.calls));
            }
            self.lenders.insert(self.calls, (var, tokens.to_string()));
            self.calls += 1;
        }
    }

    /// A use of what is behind a local, which is gone with that if it is a `Box`. Where the state shows its fields, it
    /// is an error then.
    pub(super) fn ask_pointer(&mut self, value: &Expr) {
        let Some(var) = boxes::pointer(value).and_then(|local| self.var(local)) else { return };
        if self.vars.all[var].rest == Rest::Whole {
            self.ask_unboxed(value);
        }
    }

    /// The same where a choice moves it, so that it is an error everywhere.
    pub(super) fn ask_unboxed(&mut self, value: &Expr) {
        let Some(var) = boxes::pointer(value).and_then(|local| self.var(local)) else { return };
        let local = &self.vars.all[var];
        if local.boxed || !local.may_be_taken() {
            return;
        }
        self.ask_as(var, kept::UNBOXED.to_owned());
        self.calls += 1;
    }

    /// Notes that a local which is not `mut` gets another value.
    pub(super) fn changed(&mut self, place: &Expr) {
        let Some(var) = self.var(place) else { return };
        let local = &self.vars.all[var];
        let has_value = self.flow.as_ref().is_some_and(|flow| !flow.unset.contains(&var));
        if has_value && !local.hidden && !local.late && local.mutability.is_none() {
            self.found.changed.insert(var);
        }
    }

    /// Assigns all of a local anew: the old value was dropped if there was one.
    pub(super) fn assign(&mut self, var: VarId) {
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
            forget(&mut flow.lenders, var);
            flow.chosen.remove(&var);
            flow.unmatched.remove(&var);
            flow.fields.retain(|(other, _)| *other != var);
        }
    }
}

/// The pairs of a local.
pub(super) fn all_of(var: VarId) -> RangeInclusive<(VarId, usize)> {
    (var, 0)..=(var, usize::MAX)
}

pub(super) fn forget(pairs: &mut BTreeSet<(VarId, usize)>, var: VarId) {
    let gone: Vec<_> = pairs.range(all_of(var)).copied().collect();
    for pair in gone {
        pairs.remove(&pair);
    }
}
