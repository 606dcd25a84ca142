//! Decides where each kept local lies while the generator is suspended, and groups the parts that a step skips
//! together.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::FnArg;

use crate::errors::Errors;
use crate::explicit::borrows::{explain, offers, reported};
use crate::explicit::closures::rest;
use crate::explicit::emit::{lints, turns};
use crate::explicit::flow::{Analysis, Kept, ended, groups};
use crate::explicit::known::kinds;
use crate::explicit::normal::arguments::declared_by_arguments;
use crate::explicit::optional::{self, joined, moving_macros, takes, unboxed};
use crate::explicit::parts::vacant;
use crate::explicit::places::{in_place, placed};
use crate::explicit::source::asked::REMARK;
use crate::explicit::source::calls;
use crate::explicit::stages::Function;
use crate::explicit::stages::analyze::Analyzed;
use crate::explicit::stages::lower::Lowered;
use crate::explicit::tree::ir::{Block, VarId};
use crate::signature::is_unit;

/// What is kept at each yield of a body whose parts are grouped.
struct Grouped {
    pub(super) kept: Kept,
    pub(super) in_place: Vec<(VarId, TokenStream)>,
    pub(super) may_stay: bool,
    /// The body as it was written.
    pub(super) written: Block,
}

/// Where the locals of a body are while it is suspended.
pub(super) struct Placed {
    pub(super) kept: Kept,
    /// The locals that stay in place in the state, each with its first value.
    pub(super) in_place: Vec<(VarId, TokenStream)>,
    /// Whether locals can be beside the enum, or stay in place.
    pub(super) may_stay: bool,
}

impl Function<'_> {
    /// Places what each yield keeps.
    pub(super) fn keep(
        &self,
        lowered: &mut Lowered,
        analyzed: Analyzed,
        errors: &mut Errors,
    ) -> Option<Placed> {
        let shows = self.shows();
        let Analyzed { kept, borrowing } = analyzed;
        let mut first = Some(kept);
        let may_end = !offers::assigned(&lowered.block, &lowered.vars, &borrowing).is_empty();
        let Grouped { mut kept, in_place, may_stay, written } =
            group_with_ended(lowered, may_end, |lowered, ending| {
                self.group(lowered, (first.take(), &borrowing), ending, errors)
            })?;
        let Lowered { vars, block, .. } = lowered;
        explain::check((&written, block), vars, &kept, self.asked.clone, errors);
        if !errors.is_empty() {
            return None;
        }
        reported::note(block, vars, &kept, self.private);
        let (mut taken, pointers) = takes::decide(block, vars, self.private, &kept);
        let moved_on_some_path = kept.optional.clone();
        if !shows {
            // What is asked about a local that lies in an `Option` is rewritten as well.
            unboxed::check(block, vars, self.private, &pointers);
        }
        if !shows {
            kept.optional.extend(&taken);
        }
        let (chosen, ended) = (kept.optional.clone(), kept.ended.len());
        let moved = optional::rewrite(block, vars, self.private, &mut kept);
        vacant::make_mutable(block, vars, &moved);
        // rustc reports where they are moved.
        for var in chosen.difference(&kept.optional.clone()) {
            kept.keep_ended(*var);
            kept.keep(*var);
            let local = &vars.all[*var];
            if local.late && !local.hidden {
                errors.at(
                    &local.ident,
                    format!(
                        "this local has no value yet at a yield, and what is kept across a yield has one: give \
                         it a value here, `let mut name = ..;`, or declare it behind the yield{REMARK}"
                    ),
                );
            }
        }
        if kept.ended.len() < ended {
            explain::check((&written, block), vars, &kept, self.asked.clone, errors);
        }
        if !errors.is_empty() {
            return None;
        }
        if self.arguments.name.is_some() {
            for var in vars.all.iter_mut().filter(|var| var.written.is_none()) {
                var.written = var.rebound.take();
            }
        }
        taken.retain(|var| !kept.optional.contains(var));
        takes::check(block, vars, self.private, &kept, &taken);
        if shows {
            unboxed::check(block, vars, self.private, &pointers);
        }
        let perhaps = moved_on_some_path.difference(&kept.optional).copied().collect();
        // What such a macro returns has no type of its own where the body returns a `Result`.
        let kept_by_macros = (!self.output.fallible).then_some(&kept);
        moving_macros::check(block, vars, self.private, kept_by_macros, &perhaps);
        self.name_lifetimes(vars);
        if is_unit(&self.output.types.resume) && !shows {
            turns::forget(block, vars, &mut kept);
        }
        rest::confirm(block, vars, self.private);
        joined::join(block, vars, &mut kept);
        lints::own_mutability(block, vars, &kept);
        Some(Placed { kept, in_place, may_stay })
    }

    /// Groups the parts of a body. `kept`: what each yield keeps, if the body is the one that was analyzed. `ending`: the
    /// locals that are known to become ended ones.
    fn group(
        &self,
        lowered: &mut Lowered,
        (kept, borrowing): (Option<Kept>, &BTreeSet<VarId>),
        ending: &BTreeSet<VarId>,
        errors: &mut Errors,
    ) -> Option<Grouped> {
        let copies = kinds::copies(&self.output.types.item);
        let analyze =
            |lowered: &Lowered| Analysis::of(&lowered.block, &lowered.vars, borrowing, copies);
        let mut kept = kept.unwrap_or_else(|| analyze(lowered));
        let has_receiver = matches!(self.head.signature.inputs.first(), Some(FnArg::Receiver(_)));
        let kept_vars = kept.at.iter().map(|(_, var)| *var);
        let name = &self.head.signature.ident;
        calls::check_kept(kept_vars, &lowered.vars, name, has_receiver, errors);
        if !errors.is_empty() {
            return None;
        }
        for (vars, rule) in [
            (&kept.unset, "is used where it may have no value"),
            (&kept.set_again, "gets a value where it may have one"),
        ] {
            for var in vars.iter().map(|var| &lowered.vars.all[*var]) {
                let name = var.name();
                errors.at(
                    &var.ident,
                    format!("`{name}` {rule}: give it a value here, `let mut {name} = ..;`"),
                );
            }
        }
        // Of another local, rustc sees all values in one step.
        let has_yield = |var: &&VarId| kept.in_scope.values().any(|scope| scope.contains(*var));
        for var in kept.changed.iter().filter(has_yield).map(|var| &lowered.vars.all[*var]) {
            let name = var.name();
            errors.at(
                &var.ident,
                format!("`{name}` gets another value, and is not mutable: write `mut {name}`"),
            );
        }
        if !errors.is_empty() {
            return None;
        }
        let item = &self.output.types.item;
        if offers::put_in_front(&mut lowered.block, &lowered.vars, &kept, item) {
            kept = analyze(lowered);
        }
        let written = lowered.block.clone();
        // The states of calls are moved, and derives see what is in the state.
        let may_stay = self.arguments.name.is_none()
            && lowered.calls.is_empty()
            && self.asked.derives.is_empty();
        let in_place = if may_stay { self.place(lowered, &mut kept) } else { Vec::new() };
        let ranges =
            in_place.iter().map(|(var, _)| &lowered.vars.all[*var]).filter(|var| var.range);
        for range in ranges.filter(|_| self.asked.copy) {
            errors.add(syn::Error::new(
                range.at.unwrap_or_else(|| range.ident.span()),
                "a range is kept across a yield, the generator is to be `Copy`, and a range is not: loop with \
                 `while` and a number, or write `Clone` in place of `Copy`",
            ));
        }
        kept.assigned = offers::assigned(&written, &lowered.vars, borrowing);
        // An argument has its value where no local has one yet.
        for argument in declared_by_arguments(&written) {
            kept.assigned.remove(&argument);
        }
        let Lowered { vars, block, .. } = lowered;
        groups::group(block, vars, &mut kept, ending);
        errors.is_empty().then_some(Grouped { kept, in_place, may_stay, written })
    }

    /// The locals that stay in place in the state, each with its first value. The arguments among them are no
    /// longer those of the first state.
    fn place(&self, lowered: &mut Lowered, kept: &mut Kept) -> Vec<(VarId, TokenStream)> {
        let Lowered { vars, block, arguments, .. } = lowered;
        let mut in_place = Vec::new();
        for var in in_place::rewrite(block, vars, self.private, kept) {
            in_place.push((var, in_place::empty(var, vars, self.private)));
        }
        let mut found = placed::defined_later(block, vars, kept);
        let arguments_that_stay = arguments.iter().map(|(var, _)| *var);
        found.extend(arguments_that_stay.filter(|var| vars.all[*var].is_copy_or_range()));
        let staying = placed::rewrite(block, vars, kept, found);
        for var in &staying {
            vars.all[*var].placed = true;
        }
        let (stay, moved): (Vec<_>, _) =
            std::mem::take(arguments).into_iter().partition(|(var, _)| staying.contains(var));
        for var in &staying {
            if stay.iter().all(|(argument, _)| argument != var) {
                in_place.push((*var, quote!(::core::default::Default::default())));
            }
        }
        in_place.extend(stay);
        *arguments = moved;
        in_place
    }
}

/// Groups the parts of a body by `group`, which is told the locals that are known to become ended ones: what is
/// beside these depends on them. `may_end`: whether there can be any.
fn group_with_ended(
    lowered: &mut Lowered,
    may_end: bool,
    mut group: impl FnMut(&mut Lowered, &BTreeSet<VarId>) -> Option<Grouped>,
) -> Option<Grouped> {
    let (mut ending, mut parted) = (BTreeSet::new(), BTreeSet::new());
    if !may_end {
        return group(lowered, &ending);
    }
    loop {
        let before = (lowered.block.clone(), lowered.vars.clone(), lowered.arguments.clone());
        let grouped = group(lowered, &ending)?;
        let found: BTreeSet<VarId> = grouped.kept.ended.keys().copied().collect();
        if found.is_subset(&ending) && grouped.kept.parted.is_subset(&parted) {
            return Some(grouped);
        }
        ending.extend(found);
        parted.extend(grouped.kept.parted);
        (lowered.block, lowered.vars, lowered.arguments) = before;
        let first = &ending | &parted;
        ended::part(&mut lowered.block, &lowered.vars, &first);
    }
}
