//! Yields behind which a turn of a loop does nothing: the next step begins with the next turn.
//!
//! ```text
//! // in                          // out, in outline
//! while i < n {                  resume = 0;
//!     i += 1;                    loop {
//!     if i % 2 == 0 {                if i < n {} else { break }
//!         yield_!(i);                ..
//!     }                          }
//! }
//! ```
//!
//! So the turn that was suspended is not entered again, and what it has declared is not kept. A local with
//! a destructor would have to be dropped behind the yield: where one is kept, the turn is entered.

use std::collections::BTreeSet;

use crate::explicit::flow::Kept;
use crate::explicit::tree::ir::{Block, Node, Part, PartKind, VarId, YieldId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::Walk;
use crate::yields::YieldKind;

/// A turn of a loop.
#[derive(Default)]
pub(crate) struct Turn {
    /// The yields behind which it does nothing.
    pub(crate) last: BTreeSet<YieldId>,
    /// All yields in it.
    pub(crate) yields: BTreeSet<YieldId>,
    /// The locals that it declares.
    declared: BTreeSet<VarId>,
}

impl Turn {
    /// That of a loop with this body.
    pub(crate) fn of(body: &Block, vars: &Vars, kept: &Kept) -> Self {
        let mut turn = Self::default();
        turn.block(body);
        let mut last = BTreeSet::new();
        last_in_block(body, &mut last);
        last.retain(|id| {
            turn.kept(kept, *id).all(|var| vars.all[var].copies || vars.all[var].plain)
        });
        turn.last = last;
        turn
    }

    /// Those of its locals that a yield keeps.
    fn kept<'a>(&'a self, kept: &'a Kept, id: YieldId) -> impl Iterator<Item = VarId> + 'a {
        let scope = kept.in_scope.get(&id).into_iter().flatten().copied();
        let is_declared = |var: VarId| self.declared.contains(&kept.ended_of(var).unwrap_or(var));
        scope.filter(move |var| is_declared(*var) && kept.is_kept(id, *var))
    }
}

impl Walk for Turn {
    fn part(&mut self, part: &Part) {
        self.declared.extend(&part.declares);
        match &part.kind {
            PartKind::Rest { rest, .. } => {
                self.declared.insert(*rest);
            }
            PartKind::Unpack { bound, .. } => self.declared.extend(bound),
            _ => self.inside_part(part),
        }
    }

    fn node(&mut self, node: &Node) {
        if let Node::Yield(yielded) = node {
            self.yields.insert(yielded.id);
            self.declared.extend(yielded.delegate);
        }
        self.inside_node(node);
    }
}

/// Keeps nothing of a turn at a yield behind which it does nothing.
pub(crate) fn forget(block: &Block, vars: &Vars, kept: &mut Kept) {
    struct Forget<'a>(&'a Vars, &'a mut Kept);

    impl Walk for Forget<'_> {
        fn node(&mut self, node: &Node) {
            self.inside_node(node);
            let Self(vars, kept) = self;
            if let Node::Loop { body, .. } = node {
                let turn = Turn::of(body, vars, kept);
                for id in &turn.last {
                    let gone: Vec<VarId> = turn.kept(kept, *id).collect();
                    for var in gone {
                        kept.at.remove(&(*id, var));
                    }
                }
            }
        }
    }

    Forget(vars, kept).block(block);
}

/// The yields that are the last thing a block does.
fn last_in_block(block: &Block, found: &mut BTreeSet<YieldId>) {
    match (&block.tail, block.parts.last()) {
        (Some(tail), _) => last_in(tail, found),
        (None, Some(Part { kind: PartKind::Expression { node, .. }, .. })) => last_in(node, found),
        _ => {}
    }
}

fn last_in(node: &Node, found: &mut BTreeSet<YieldId>) {
    match node {
        Node::Yield(yielded) => {
            let plain = yielded.kind == YieldKind::Yield && yielded.delegate.is_none();
            if plain && !yielded.calls {
                found.insert(yielded.id);
            }
        }
        Node::Block(block) => last_in_block(block, found),
        Node::If { then, otherwise, .. } => {
            last_in_block(then, found);
            if let Some(otherwise) = otherwise {
                last_in(otherwise, found);
            }
        }
        Node::Match { arms, .. } => arms.iter().for_each(|arm| last_in_block(arm, found)),
        Node::Plain(_) | Node::Loop { .. } => {}
    }
}
