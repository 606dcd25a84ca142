//! What the analysis finds.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::{VarId, YieldId};

/// Where a block, or a part of one, is.
pub(crate) type Position = (usize, usize);

/// What is kept where.
#[derive(Clone, Default)]
pub(crate) struct Kept {
    /// The locals in scope at each yield, in the order of their definitions.
    pub(crate) in_scope: BTreeMap<YieldId, Vec<VarId>>,
    pub(crate) at: BTreeSet<(YieldId, VarId)>,
    /// The number of each local among all, in the order of their definitions.
    pub(crate) declared: BTreeMap<VarId, usize>,
    /// The locals that may have to be dropped behind a yield, and are not used there.
    pub(crate) left: BTreeSet<(YieldId, VarId)>,
    /// The yields at which the `Option` of a local is empty, should it lie in one.
    pub(crate) empty: BTreeSet<(YieldId, VarId)>,
    /// The locals that are `Copy`, or are never moved: they are used after they were used by value.
    pub(crate) copied: BTreeSet<VarId>,
    /// The locals that are moved on some of the paths to a yield, and not on all.
    pub(crate) perhaps: BTreeSet<VarId>,
    /// The locals that a macro of the body names, so that each use of it may use them.
    pub(crate) named: BTreeSet<VarId>,
    /// The calls that use a local for the last time in front of a yield, by methods that the macro does not
    /// know.
    pub(crate) asked: BTreeSet<(VarId, String)>,
    /// The values that may borrow from an exclusive reference, each of which is the last to use that local before it
    /// is assigned anew.
    pub(crate) lenders: BTreeSet<(VarId, String)>,
    /// The fields that are moved out of locals, if they are not `Copy`, on a path to a yield that keeps the rest.
    pub(crate) fields: BTreeSet<Field>,
    /// Those that a pattern takes out of a local, of which other fields are used behind it.
    pub(crate) again: BTreeSet<Field>,
    /// The methods that leave a local where it is: it is used behind a call of one, so that it is `Copy` if the method
    /// takes `self` by value.
    pub(crate) leaves: BTreeSet<(VarId, String)>,
    /// The late locals of the user's that are used where they may have no value.
    pub(crate) unset: BTreeSet<VarId>,
    /// Other locals that are used where they may have no value, which rustc tells.
    pub(crate) may_be_unset: BTreeSet<VarId>,
    /// The late locals of the user's that are not `mut`, and get a value where they may have one.
    pub(crate) set_again: BTreeSet<VarId>,
    /// Other locals that are not `mut`, and get another value.
    pub(crate) changed: BTreeSet<VarId>,
    /// The locals that are used where a pattern which would move them did not match.
    pub(crate) unmatched: BTreeSet<VarId>,
    /// The optional locals: those that lie in an `Option`.
    pub(crate) optional: BTreeSet<VarId>,
    /// The optional locals that no yield keeps: each is used only on paths that lead to no yield, or to one behind the
    /// use. With what has to be dropped of it where a yield is on another path.
    pub(crate) ended: BTreeMap<VarId, Option<VarId>>,
    /// The locals whose definitions have to begin a part, for they borrow from locals of the same part.
    pub(crate) parted: BTreeSet<VarId>,
    /// The locals that each part of each block uses.
    pub(crate) uses: BTreeSet<(Position, VarId)>,
    /// What each part of each block binds that is a choice.
    pub(crate) heads: BTreeMap<Position, Vec<VarId>>,
    /// Those of them that match a part of a local, or what is behind one.
    pub(crate) parts_in_heads: BTreeSet<Position>,
    /// The locals that are kept because they are used behind the yield.
    pub(crate) used: BTreeSet<(YieldId, VarId)>,
    /// The locals that hold what their methods borrow, for certain.
    pub(crate) owners: BTreeSet<VarId>,
    /// The locals that may borrow from other locals.
    pub(crate) borrowing: BTreeSet<VarId>,
    /// The same, if what is assigned to a local counts as well.
    pub(crate) assigned: BTreeSet<VarId>,
    /// The locals that were moved where each part of each block ends. It has none where the end is not
    /// reached.
    pub(crate) moved: BTreeMap<Position, BTreeSet<VarId>>,
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

    /// Keeps an ended local after all, as its uses cannot be rewritten.
    pub(crate) fn keep_ended(&mut self, var: VarId) {
        let Some(rest) = self.ended.remove(&var) else { return };
        let Some(rest) = rest else { return };
        self.at.retain(|(_, kept)| *kept != rest);
        for scope in self.in_scope.values_mut() {
            scope.iter_mut().filter(|other| **other == rest).for_each(|other| *other = var);
        }
    }

    /// The ended local of which this is what has to be dropped.
    pub(crate) fn ended_of(&self, rest: VarId) -> Option<VarId> {
        self.ended.iter().find(|(_, other)| **other == Some(rest)).map(|(var, _)| *var)
    }

    /// Whether any part of a block from `from` on uses a local; the last one that does.
    pub(crate) fn last_use(&self, block: usize, from: usize, var: VarId) -> usize {
        self.uses
            .iter()
            .filter(|((number, index), used)| *number == block && *used == var && *index >= from)
            .map(|((_, index), _)| *index)
            .max()
            .unwrap_or(from)
    }

    /// Whether what a choice binds may borrow from a local, up to a yield in its arms. What is kept there
    /// borrows from something else.
    pub(crate) fn is_borrowed_by(&self, choice: Position, var: VarId) -> bool {
        let Some(bound) = self.heads.get(&choice) else { return false };
        if self.is_moved_behind(choice.0, choice.1, var) {
            return false;
        }
        let is_kept = |bound: &VarId| self.used.iter().any(|(_, used)| used == bound);
        // To keep what borrows from no local is no error.
        self.owners.contains(&var) && !bound.iter().any(is_kept)
            || !self.borrowing.contains(&var)
                && bound.iter().any(|bound| self.borrowing.contains(bound) && !is_kept(bound))
    }

    pub(crate) fn is_moved_behind(&self, block: usize, index: usize, var: VarId) -> bool {
        self.moved.get(&(block, index)).is_none_or(|moved| moved.contains(&var))
    }
}

/// What stands for a call where what is kept is found.
pub(crate) fn key(method: &str, arguments: &Punctuated<Expr, Token![,]>) -> String {
    format!("{method}({})", arguments.to_token_stream())
}

/// What stands for `*local`, which moves a value out of a `Box`, where what is kept is found.
pub(crate) const UNBOXED: &str = "*";
