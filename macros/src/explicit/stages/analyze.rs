//! Finds what each yield keeps, and gives away what need not be kept.

use std::collections::BTreeSet;

use syn::{FnArg, ReceiverKind, Type};

use crate::explicit::borrows::{copying, exclusive, offers, reborrows};
use crate::explicit::flow::{Analysis, Kept};
use crate::explicit::known::kinds;
use crate::explicit::stages::Function;
use crate::explicit::stages::lower::Lowered;
use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::{Rest, VarId};

/// What the analysis of a body has found.
pub(super) struct Analyzed {
    pub(super) kept: Kept,
    /// The locals that may borrow from other locals.
    pub(super) borrowing: BTreeSet<VarId>,
}

impl Function<'_> {
    /// Finds what each yield keeps.
    pub(super) fn analyze(&self, lowered: &mut Lowered) -> Analyzed {
        if self.shows() {
            lowered.vars.all.iter_mut().for_each(|var| var.rest = Rest::Whole);
        }
        let borrowing = offers::borrowing(&lowered.block, &lowered.vars);
        let copies = kinds::copies(&self.output.types.item);
        let analyze =
            |lowered: &Lowered| Analysis::of(&lowered.block, &lowered.vars, &borrowing, copies);
        let receiver = self.exclusive_receiver(lowered);
        exclusive::note(&lowered.block, &mut lowered.vars, receiver);
        let mut kept = analyze(lowered);
        let Lowered { block, vars, .. } = &mut *lowered;
        let given = reborrows::give_away(block, vars, &kept);
        if copying::give_copies(block, vars, &kept, self.private) || given {
            kept = analyze(lowered);
        }
        Analyzed { kept, borrowing }
    }

    /// The local that is `self`, if that is an exclusive reference.
    fn exclusive_receiver(&self, lowered: &Lowered) -> Option<VarId> {
        let Some(FnArg::Receiver(receiver)) = self.head.signature.inputs.first() else {
            return None;
        };
        let is_exclusive = match &receiver.kind {
            ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
            ReceiverKind::Typed(_, ty) => {
                matches!(&**ty, Type::Reference(reference) if reference.mutability.is_some())
            }
            _ => false,
        };
        lowered.arguments.first().filter(|_| is_exclusive).map(|(var, _)| *var)
    }

    /// The parts that are moved out of the user's locals, of which a yield keeps the rest, if the type of that need not
    /// be written.
    pub(super) fn parts(&self, lowered: &Lowered, kept: &Kept) -> BTreeSet<Field> {
        let is_named = self.arguments.name.is_some();
        let parts = kept.fields.iter().filter(|(var, _)| !is_named && *var < lowered.locals);
        parts.cloned().collect()
    }
}
