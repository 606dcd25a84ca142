//! The values from which a part gives its locals what a yield keeps.
//!
//! ```text
//! let (first, rest) = f(&list);       f(&list)
//! for row in table.rows() { .. }      table.rows()
//! if let Some(x) = list.get(0) ..     list.get(0)
//! ```

use std::collections::BTreeSet;

use syn::{Expr, Pat};

use crate::explicit::known::patterns;
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::tree::walk::Walk;

/// The values of a part that is no list of statements. `keeps`: whether a yield keeps what a pattern binds.
pub(crate) fn of(
    part: &mut Part,
    is_kept: impl Fn(&VarId) -> bool,
    keeps: impl Fn(&Pat) -> bool,
) -> Vec<&mut Expr> {
    let is_loop = is_loop(part);
    let Part { kind, declares, .. } = part;
    match kind {
        PartKind::Let { pattern, value: Node::Plain(value), .. } if keeps(pattern) => vec![value],
        PartKind::Choose { choice: Choice::Match { head, arms, .. }, .. }
            if is_loop || arms.iter().flat_map(|arm| &arm.bound).any(&is_kept) =>
        {
            vec![head]
        }
        PartKind::Choose { choice: Choice::If { condition, bound, .. }, .. }
            if bound.iter().any(&is_kept) =>
        {
            patterns::heads_in(condition)
        }
        PartKind::While { condition, .. } if declares.iter().any(&is_kept) => {
            patterns::heads_in(condition)
        }
        _ => Vec::new(),
    }
}

/// The locals of which a yield keeps what has to be dropped.
pub(crate) fn rests(body: &Block) -> BTreeSet<VarId> {
    struct Rests(BTreeSet<VarId>);

    impl Walk for Rests {
        fn part(&mut self, part: &Part) {
            if let PartKind::Rest { local, .. } = part.kind {
                self.0.insert(local);
            }
            self.inside_part(part);
        }
    }

    let mut rests = Rests(BTreeSet::new());
    rests.block(body);
    rests.0
}

/// What a loop iterates over, if the part is the head of one whose iterator a yield keeps.
pub(crate) fn iterated(part: &mut Part, is_kept: impl Fn(&VarId) -> bool) -> Option<&mut Expr> {
    if !is_loop(part) {
        return None;
    }
    match &mut part.kind {
        PartKind::Choose { choice: Choice::Match { head: Expr::Call(call), arms, .. }, .. }
            if arms.iter().flat_map(|arm| &arm.bound).any(is_kept) =>
        {
            call.args.first_mut()
        }
        _ => None,
    }
}

/// Whether a part is the head of a loop: a choice of one arm, in which there are yields.
fn is_loop(part: &Part) -> bool {
    match &part.kind {
        PartKind::Choose { choice: Choice::Match { arms, .. }, ends, .. } => {
            arms.len() == 1 && !ends.is_empty()
        }
        _ => false,
    }
}
