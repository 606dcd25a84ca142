//! What is left of locals that follow one another, in one value.
//!
//! ```text
//! // in outline                                // with one value
//! let (rest_of_a, rest_of_b, c) =              let (rests, c) =
//!     if resume <= 2 {                             if resume <= 2 {
//!         let (rest_of_a, b) = ..;                     let (rest_of_a, b) = ..;
//!         let c = b.step();                            let c = b.step();
//!         let rest_of_b = ..;                          let rest_of_b = ..;
//!                                                      let rests = used.joined(rest_of_b, rest_of_a);
//!         (rest_of_a, rest_of_b, c)                    (rests, c)
//!     } else { .. };                               } else { .. };
//! ```
//!
//! Where rustc says whether a method takes a local, each yield keeps what is left of all locals in front of it, and a
//! step restores all of that in front of each yield. If the method takes the local, `rests` is `rest_of_a`, and a pair
//! otherwise, which is dropped in the same order.

use std::collections::{BTreeMap, BTreeSet};

use crate::explicit::flow::Kept;
use crate::explicit::flow::groups::is_rest;
use crate::explicit::tree::ir::{Block, Part, PartKind, VarId, YieldId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::WalkMut;

/// The most pairs in one another: rustc looks at types up to a depth.
const MOST_PAIRS: usize = 16;

/// Joins what is left of locals.
pub(crate) fn join(body: &mut Block, vars: &mut Vars, kept: &mut Kept) {
    Joining { vars, kept, pairs: BTreeMap::new(), inside: Vec::new() }.block(body);
}

struct Joining<'a> {
    vars: &'a mut Vars,
    kept: &'a mut Kept,
    /// What is left of locals, each with the number of its pairs.
    pairs: BTreeMap<VarId, usize>,
    /// What was joined so far: two locals, and the one that is both.
    inside: Vec<[VarId; 3]>,
}

/// Replaces two locals by one that is both.
fn replace(vars: &mut Vec<VarId>, [before, rest]: [VarId; 2], joined: VarId) {
    vars.retain(|var| *var != before);
    vars.iter_mut().filter(|var| **var == rest).for_each(|var| *var = joined);
}

impl WalkMut for Joining<'_> {
    fn part(&mut self, part: &mut Part) {
        let outside = self.inside.len();
        self.inside_part(part);
        // It declares what the parts in it declare.
        for [before, rest, joined] in &self.inside[outside..] {
            replace(&mut part.declares, [*before, *rest], *joined);
        }
        let last = part.last;
        let PartKind::Group(parts) = &mut part.kind else { return };
        let first = parts.iter().rev().take_while(|part| is_rest(part)).count();
        let mut asked = Vec::new();
        for rest in &parts[parts.len() - first..] {
            if let PartKind::Rest { rest, used, .. } = rest.kind {
                self.pairs.insert(rest, 0);
                asked.extend(used.map(|used| (rest, used)));
            }
        }
        for (rest, used) in asked.into_iter().rev() {
            let Some(index) = part.declares.iter().position(|declared| *declared == rest) else {
                continue;
            };
            let Some(before) = index.checked_sub(1).map(|index| part.declares[index]) else {
                continue;
            };
            if !self.can_be_joined(before, rest, last) {
                continue;
            }
            let joined = self.joined(before, rest, last);
            replace(&mut part.declares, [before, rest], joined);
            self.inside.push([before, rest, joined]);
            parts.push(Part {
                kind: PartKind::Join { before, rest, used, joined },
                declares: vec![joined],
                last,
                yields: false,
            });
        }
    }
}

impl Joining<'_> {
    /// The yields behind a part that keep a local.
    fn behind(&self, var: VarId, last: YieldId) -> BTreeSet<YieldId> {
        let all = self.kept.at.last().map_or(0, |(id, _)| *id);
        (last + 1..=all).filter(|id| self.kept.is_kept(*id, var)).collect()
    }

    /// Whether all yields behind a part that keep one of the two keep the other as well, and nothing between them.
    fn can_be_joined(&self, before: VarId, rest: VarId, last: YieldId) -> bool {
        let ids = self.behind(rest, last);
        let stays = |var: &VarId| {
            self.kept.optional.contains(var)
                || self.vars.all[*var].borrowed_at.is_some()
                || self.kept.ended_of(*var).is_some()
        };
        self.pairs.get(&before).is_some_and(|pairs| *pairs < MOST_PAIRS)
            && ![before, rest].iter().any(stays)
            && ids == self.behind(before, last)
            && ids.iter().all(|id| {
                let Some(scope) = self.kept.in_scope.get(id) else { return false };
                let mut kept = scope.iter().rev().filter(|var| self.kept.is_kept(*id, **var));
                kept.any(|var| *var == rest) && kept.next() == Some(&before)
            })
    }

    /// A new local for both. It replaces them at each yield behind the part.
    fn joined(&mut self, before: VarId, rest: VarId, last: YieldId) -> VarId {
        let joined = self.vars.hidden("rests", None);
        self.vars.all[joined].at = self.vars.all[rest].at;
        self.vars.all[joined].joined = true;
        if let Some(number) = self.kept.declared.get(&rest).copied() {
            self.kept.declared.insert(joined, number);
        }
        for id in self.behind(rest, last) {
            self.kept.at.remove(&(id, before));
            self.kept.at.remove(&(id, rest));
            self.kept.at.insert((id, joined));
            if let Some(scope) = self.kept.in_scope.get_mut(&id) {
                replace(scope, [before, rest], joined);
            }
        }
        let pairs = self.pairs.get(&before).copied().unwrap_or_default();
        self.pairs.insert(joined, pairs + 1);
        joined
    }
}
