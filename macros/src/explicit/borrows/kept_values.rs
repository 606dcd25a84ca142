//! The values from which a part gives its locals what a yield keeps.
//!
//! ```text
//! let (first, rest) = f(&list);       f(&list)
//! for row in table.rows() { .. }      table.rows()
//! if let Some(x) = list.get(0) ..     list.get(0)
//! ```

use syn::{Expr, Pat};

use crate::explicit::known::patterns;
use crate::explicit::tree::ir::{Choice, Node, Part, PartKind, VarId};

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

/// What a loop iterates over, if the part is the head of one.
pub(crate) fn iterated(part: &mut Part) -> Option<&mut Expr> {
    if !is_loop(part) {
        return None;
    }
    match &mut part.kind {
        PartKind::Choose { choice: Choice::Match { head: Expr::Call(call), .. }, .. } => {
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
