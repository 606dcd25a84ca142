//! Ended locals: those that may borrow from other locals, and that no path leads to from any yield.
//!
//! ```text
//! // in                                 // out, in outline
//! let first = &numbers[0];              let mut first = if resume <= 0 { Some(&numbers[0]) } else { None };
//! if *first > 2 {                       if .. {
//!     yield_!(0);                           yield_!(0);    // keeps nothing of `first`
//!     return;                               return;
//! }                                     }
//! yield_!(*first);                      yield_!(**held(&first));
//! ```
//!
//! A step that resumes at a yield enters the scope of such a local again, in which other paths use it. So the local
//! lies in an `Option`, which is empty there. If the local may have a destructor, a yield keeps what has to be
//! dropped of it: rustc is asked whether that is nothing.
//!
//! What an ended local borrows from is used as long as it is. So the locals beside it stay where they are declared,
//! and a statement that defines or assigns an ended local is a part of its own: parts give their locals away together.
//! A statement is also a part of its own if it defines a local that borrows from another one, and a choice passes that
//! borrow to its arms.

use std::collections::BTreeSet;

use syn::Stmt;

use crate::explicit::flow::Kept;
use crate::explicit::known::kinds;
use crate::explicit::known::known_types::Known;
use crate::explicit::tree::ir::{Block, Part, PartKind, Rest, VarId, YieldId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::WalkMut;

/// Makes a part of each statement that defines or assigns one of `first`, and of what is in front of it.
pub(crate) fn part(block: &mut Block, vars: &Vars, first: &BTreeSet<VarId>) {
    Splitting { vars, first }.block(block);
}

/// Whether a local that is used behind no yield may be an ended one: it may borrow from another local.
pub(crate) fn may_end(var: VarId, vars: &Vars, kept: &Kept) -> bool {
    let local = &vars.all[var];
    let is_closure = local.rest == Rest::Closure || local.known == Some(Known::Closure);
    let is_left = local.late && local.hidden;
    kept.assigned.contains(&var)
        && !is_left
        && !local.calls_itself
        && !is_closure
        && (local.plain || local.rest == Rest::Dropped)
}

/// Puts a local into an `Option`, which is empty behind each of the yields `lost`. Gives those of them that have to
/// keep what has to be dropped of it.
pub(crate) fn end(var: VarId, lost: &[YieldId], vars: &Vars, kept: &mut Kept) -> Vec<YieldId> {
    kept.at.retain(|(id, other)| *other != var || !lost.contains(id));
    kept.optional.insert(var);
    kept.ended.insert(var, None);
    let is_left = |id: &&YieldId| !vars.all[var].plain && !kept.empty.contains(&(**id, var));
    lost.iter().filter(is_left).copied().collect()
}

/// See [`part`].
struct Splitting<'a> {
    vars: &'a Vars,
    first: &'a BTreeSet<VarId>,
}

impl Splitting<'_> {
    fn is_first(&self, statement: &Stmt) -> bool {
        let defined = match statement {
            Stmt::Local(local) => self.vars.bound_by(&local.pat),
            _ => Vec::new(),
        };
        let assigns = |var: &VarId| kinds::assigns(statement, &self.vars.all[*var].ident);
        defined.iter().any(|var| self.first.contains(var)) || self.first.iter().any(assigns)
    }
}

impl WalkMut for Splitting<'_> {
    fn block(&mut self, block: &mut Block) {
        self.inside_block(block);
        for part in std::mem::take(&mut block.parts) {
            let Part { kind: PartKind::Statements(statements), mut declares, last, yields } = part
            else {
                block.parts.push(part);
                continue;
            };
            let mut parts: Vec<Vec<Stmt>> = Vec::new();
            for statement in statements {
                match parts.last_mut() {
                    Some(part) if !self.is_first(&statement) => part.push(statement),
                    _ => parts.push(vec![statement]),
                }
            }
            let count = parts.len();
            for (index, statements) in parts.into_iter().enumerate() {
                let defines = |var: &VarId| {
                    index + 1 == count
                        || statements.iter().any(|statement| match statement {
                            Stmt::Local(local) => self.vars.bound_by(&local.pat).contains(var),
                            _ => false,
                        })
                };
                let (own, later) = declares.into_iter().partition(defines);
                declares = later;
                let kind = PartKind::Statements(statements);
                block.parts.push(Part { kind, declares: own, last, yields });
            }
        }
    }
}
