//! Groups the parts of a block that a step skips together.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::explicit::flow::ended;
use crate::explicit::flow::{Kept, Position};
use crate::explicit::tree::ir::{Block, Node, Part, PartKind, VarId, YieldId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::WalkMut;

/// Groups the parts of blocks, so that what is moved away in one is not restored behind it. Where that
/// cannot be, it lies in an `Option`.
pub(crate) fn group(body: &mut Block, vars: &mut Vars, kept: &mut Kept, ending: &BTreeSet<VarId>) {
    Grouping { vars, kept, ending, ending_here: BTreeSet::new(), declared: Vec::new(), blocks: 0 }
        .block(body);
}

struct Grouping<'a> {
    vars: &'a mut Vars,
    kept: &'a mut Kept,
    /// The locals that are known to become ended ones.
    ending: &'a BTreeSet<VarId>,
    /// Those of them that are declared in a block, or in one that is inside of it.
    ending_here: BTreeSet<VarId>,
    /// The locals that each part of the block declares.
    declared: Vec<Vec<VarId>>,
    blocks: usize,
}

impl WalkMut for Grouping<'_> {
    fn block(&mut self, block: &mut Block) {
        let number = self.blocks;
        self.blocks += 1;
        let outside = std::mem::take(&mut self.ending_here);
        self.inside_block(block);
        let declared = block.parts.iter().flat_map(|part| &part.declares);
        self.ending_here.extend(declared.filter(|var| self.ending.contains(var)));
        self.declared = block.parts.iter().map(|part| part.declares.clone()).collect();
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
                    intervals.push((end, index, Some(var), rest));
                }
            }
            if let Some(end) = self.given_again(number, index, &block.parts) {
                intervals.push((end, index, None, None));
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
            match (var, rest) {
                (Some(var), Some(rest)) => keep_rest(&mut cells[first].2, var, rest),
                (var, _) => cells[first].2.declares.retain(|declared| Some(*declared) != var),
            }
        }
        block.parts = cells.into_iter().map(|(_, _, part)| part).collect();
        self.ending_here.extend(outside);
    }
}

impl Grouping<'_> {
    /// A new local for what has to be dropped of `var` after its last use. It replaces `var` at each yield
    /// after that.
    fn rest_of(&mut self, last: &[YieldId], end: usize, var: VarId) -> Option<VarId> {
        let left: Vec<YieldId> = (last[end] + 1..=last[last.len() - 1])
            .filter(|id| self.kept.left.contains(&(*id, var)))
            .collect();
        (!left.is_empty()).then(|| self.rest(var, left))
    }

    /// A new local for what has to be dropped of `var` at each of the yields `left`.
    fn rest(&mut self, var: VarId, left: Vec<YieldId>) -> VarId {
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
        rest
    }

    /// The part of the block in which the locals that the part at `index` moves away have other values, if there is
    /// no yield up to there. For rustc, a step could skip the one part and not the other.
    fn given_again(&self, block: usize, index: usize, parts: &[Part]) -> Option<usize> {
        let moved = |index: usize| self.kept.moved.get(&(block, index));
        let before = index.checked_sub(1).and_then(moved);
        let gone =
            moved(index)?.iter().filter(|var| !before.is_some_and(|before| before.contains(var)));
        let straight = parts[index..].iter().take_while(|part| !part.yields).count();
        let again = |var: &VarId| {
            (index + 1..index + straight)
                .find(|later| moved(*later).is_some_and(|moved| !moved.contains(var)))
        };
        gone.filter_map(again).max()
    }

    /// Whether the parts declare two other locals of which one borrows from the other, or one that the head of the last
    /// part borrows. A step moves the locals of a group together, and cannot move one that is borrowed.
    fn is_beside_borrowed(&self, block: usize, parts: RangeInclusive<usize>, var: VarId) -> bool {
        let end = *parts.end();
        let declared = parts.filter_map(|part| self.declared.get(part)).flatten();
        let others: Vec<VarId> = declared.copied().filter(|other| *other != var).collect();
        let borrows = |other: &VarId| {
            self.kept.borrowing.contains(other) && self.kept.last_use(block, end, *other) > end
        };
        // To keep a plain local costs nothing but its space, so that what only may borrow is enough.
        let is_plain = self.vars.all[var].plain || self.vars.all[var].copies;
        others.iter().any(|other| {
            let local = &self.vars.all[*other];
            let owns = !local.plain && !local.of_iter_mut;
            let is_borrowed = || others.iter().any(|one| one != other && borrows(one));
            owns && (is_plain && is_borrowed()
                || self.kept.uses.contains(&((block, end), *other))
                    && self.kept.is_borrowed_by((block, end), *other))
        })
    }

    /// Whether a part `behind` the last use of `var` is a choice whose arms borrow from a local that the same parts
    /// declare.
    fn is_beside_choice(
        &self,
        block: usize,
        index: usize,
        behind: RangeInclusive<usize>,
        var: VarId,
    ) -> bool {
        let others = |to: usize| {
            let declared = self.declared.get(index..to).into_iter().flatten().flatten();
            declared.copied().filter(|other| *other != var)
        };
        let owns = |other: VarId| !self.vars.all[other].plain && !self.vars.all[other].of_iter_mut;
        behind.into_iter().any(|part| {
            let head = (block, part);
            let used = |other: &VarId| self.kept.uses.contains(&(head, *other));
            self.kept.heads.contains_key(&head)
                && others(part).filter(used).any(|other| {
                    owns(other) && self.kept.is_borrowed_by(head, other)
                        || self.kept.borrowing.contains(&other)
                            && others(part).any(|owner| owner != other && owns(owner))
                })
        })
    }

    /// Whether a choice may give its arms what it borrows from a local that may itself be a borrow, or own what it is. An
    /// ended local is where it is up to the yields, and can be either.
    fn passes_head(&self, head: Position, var: VarId) -> bool {
        let borrows = |bound: &VarId| self.kept.borrowing.contains(bound);
        !self.vars.all[var].plain
            && self.kept.uses.contains(&(head, var))
            && !self.kept.parts_in_heads.contains(&head)
            && self.kept.heads.get(&head).is_some_and(|bound| bound.iter().any(borrows))
    }

    /// Whether an ended local that is in scope at a yield may borrow from `var`, and is used behind its last use.
    fn is_beside_ended(&self, block: usize, id: YieldId, last_use: usize, var: VarId) -> bool {
        let scope = self.kept.in_scope.get(&id).into_iter().flatten();
        let mut others = scope.map(|other| self.kept.ended_of(*other).unwrap_or(*other));
        others.any(|other| {
            let begins = || self.first_part(block, other).is_none_or(|first| first <= last_use);
            other != var
                && self.ending_here.contains(&other)
                && (!self.passes_some_head(other) || begins())
        })
    }

    fn passes_some_head(&self, var: VarId) -> bool {
        self.kept.heads.keys().any(|head| self.passes_head(*head, var))
    }

    /// The first part of the block that declares a local, or uses one that is declared inside of it.
    fn first_part(&self, block: usize, var: VarId) -> Option<usize> {
        let declared = self.declared.iter().position(|declared| declared.contains(&var));
        let used = || {
            let uses = self.kept.uses.iter();
            uses.filter(|((number, _), used)| *number == block && *used == var)
                .map(|((_, part), _)| *part)
                .min()
        };
        declared.or_else(used)
    }

    /// Whether a choice gives its arms what a local borrows from another one that the same part declares.
    fn is_parted(&self, block: usize, index: usize, end: usize, var: VarId) -> bool {
        let owns = |other: &VarId| {
            let local = &self.vars.all[*other];
            *other != var && !local.plain && !local.of_iter_mut
        };
        self.kept.borrowing.contains(&var)
            && self.kept.heads.contains_key(&(block, end))
            && self.declared.get(index).is_some_and(|declared| declared.iter().any(owns))
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
        let last_use = self.kept.last_use(block, index, var);
        let is_beside_ended = gone.iter().any(|id| self.is_beside_ended(block, *id, last_use, var));
        let is_beside_borrow =
            is_beside_ended || self.is_beside_borrowed(block, index..=last_use, var);
        let may_end =
            held.is_empty() && !gone.is_empty() && ended::may_end(var, self.vars, self.kept);
        let all_gone: Vec<YieldId> = if may_end { gone.clone() } else { Vec::new() };
        let is_mixed = !all_left && gone.iter().any(is_left);
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
            this.kept.optional.insert(var);
            None
        };
        if may_end && self.vars.all[var].late {
            self.end(var, &all_gone);
            return None;
        }
        let has_value_on_some_path = !self.vars.all[var].hidden && !held.is_empty();
        if self.vars.all[var].late && (!gone.is_empty() || has_value_on_some_path) {
            // Those that are `Copy` are read where they are.
            self.vars.all[var].copies = copies;
            return keep_option(self);
        }
        // What is left of a local that lies in an `Option` is left of the `Option`.
        let perhaps = self.kept.perhaps.contains(&var) && !copies;
        if perhaps && (gone.is_empty() || !all_left) {
            if may_end {
                self.end(var, &all_gone);
                return None;
            }
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
        if copies && !held.is_empty() && !self.vars.all[var].plain && !may_end {
            return keep_all(self);
        }
        let part_of =
            |id: YieldId| last.iter().position(|last| id <= *last).unwrap_or(last.len() - 1);
        let end = held.iter().map(|id| part_of(*id)).max().unwrap_or(index);
        let refers = self.vars.all[var].plain || self.vars.all[var].of_iter_mut;
        let is_borrowed = !refers && self.kept.is_borrowed_by((block, last_use), var);
        let end = end.max(if is_borrowed { last_use + 1 } else { last_use });
        let first_lost = gone.iter().map(|id| part_of(*id)).min().unwrap_or(usize::MAX);
        let end = if all_left && !self.vars.all[var].plain && end < first_lost {
            // The locals that borrow from it are left as well by then.
            first_lost - 1
        } else {
            end
        };
        let fits = !is_beside_borrow
            && !self.is_beside_choice(block, index, last_use + 1..=end, var)
            && end < first_lost
            && end + 1 < last.len()
            && (self.vars.all[var].plain || all_left || self.kept.is_moved_behind(block, end, var));
        if fits && !(may_end && (is_mixed || self.passes_head((block, last_use), var))) {
            if self.is_parted(block, index, end, var) {
                self.kept.parted.insert(var);
            }
            if perhaps {
                self.kept.optional.insert(var);
            }
            return Some(end);
        }
        if may_end {
            self.end(var, &all_gone);
            return None;
        }
        if perhaps || !copies && !all_left && !self.vars.all[var].range {
            return keep_option(self);
        }
        keep_all(self)
    }

    /// Makes a local an ended one, of which the yields `all_gone` keep nothing but what has to be dropped.
    fn end(&mut self, var: VarId, yields: &[YieldId]) {
        let left = ended::end(var, yields, self.vars, self.kept);
        if !left.is_empty() {
            let rest = self.rest(var, left);
            self.kept.ended.insert(var, Some(rest));
        }
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
    matches!(part.kind, PartKind::Rest { .. } | PartKind::Join { .. })
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
