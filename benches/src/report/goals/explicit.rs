//! What generators with an explicit state are to reach.

use super::{Goal, at_most, compile_time, figure_at_most, ratios, stable};
use crate::library::Library;
use crate::measure::programs::Profile;
use crate::report::{Report, allocations_a_generator, ratio};
use crate::statistics::geometric_mean;
use crate::workload::Kind;

const IN_PLACE: &[Kind] = &[Kind::InPlace, Kind::Large];

pub(super) fn all(report: &Report<'_>, profile: Profile) -> Vec<Goal> {
    let to_hand_written = |kinds| ratios(report, profile, Library::GenfnState, kinds);
    vec![
        figure_at_most(
            Some(profile),
            "Explicit state, consumed where it is made: geometric mean at most 1.00 of hand-written",
            1.0,
            geometric_mean(to_hand_written(IN_PLACE).into_iter().map(|(_, ratio)| ratio)),
        ),
        figure_at_most(
            Some(profile),
            "Explicit state, consumed where it is made: geometric mean of the instructions at most \
             1.00 of hand-written",
            1.0,
            geometric_mean(instructions_to_hand_written(report, profile)),
        ),
        at_most(
            profile,
            "Explicit state, consumed where it is made: none above 1.20 of hand-written",
            1.2,
            &to_hand_written(IN_PLACE),
        ),
        at_most(
            profile,
            "Explicit state, through `dyn` and calls that are not inlined: at most 1.3 of \
             hand-written behind the same",
            1.3,
            &to_hand_written(&[Kind::Dynamic, Kind::NotInlined]),
        ),
        at_most(
            profile,
            "Explicit state, many at once: at most 1.5 of hand-written",
            1.5,
            &to_hand_written(&[Kind::Interleaved]),
        ),
        at_most(
            profile,
            "Explicit state, recursive: at most 1.2 of a hand-written stack",
            1.2,
            &recursive(report, profile),
        ),
        allocations(report, profile),
    ]
}

pub(super) fn compile_time_to_hand_written(report: &Report<'_>) -> Goal {
    figure_at_most(
        None,
        "Explicit state, compile time of 300 functions: at most 2.0 of hand-written",
        2.0,
        compile_time(report, Library::GenfnState),
    )
}

fn instructions_to_hand_written(report: &Report<'_>, profile: Profile) -> Vec<f64> {
    let of = |name, library| report.count(name, library, stable(profile));
    let workloads = report.workloads.iter().filter(|workload| IN_PLACE.contains(&workload.kind));
    workloads
        .filter_map(|workload| {
            let hand_written = of(workload.name, Library::HandWritten)?;
            Some(of(workload.name, Library::GenfnState)? / hand_written)
        })
        .collect()
}

/// The walks that delegate. "tree, by loops" shows what `yield_from!` saves, and has no goal.
fn recursive(report: &Report<'_>, profile: Profile) -> Vec<(&'static str, f64)> {
    let mut found = ratios(report, profile, Library::GenfnState, &[Kind::Recursive]);
    found.retain(|(name, _)| *name != "tree, by loops");
    found
}

/// Compared with the hand-written code of the same workload: some workloads allocate what they yield.
/// Recursive ones have a stack, as the hand-written walk has.
fn allocations(report: &Report<'_>, profile: Profile) -> Goal {
    let of = |name, library| {
        Some(allocations_a_generator(report.timing(name, library, stable(profile))?))
    };
    let not_recursive = report.workloads.iter().filter(|workload| workload.kind != Kind::Recursive);
    let more: Vec<_> = not_recursive
        .filter_map(|workload| {
            let own = of(workload.name, Library::GenfnState)?;
            Some((workload.name, own - of(workload.name, Library::HandWritten)?))
        })
        .collect();
    let above: Vec<_> = more
        .iter()
        .filter(|(_, more)| *more > 0.0)
        .map(|(name, more)| format!("{name} {} more", ratio(*more)))
        .collect();
    Goal {
        what: "Explicit state: no allocation beside those of the hand-written code".to_owned(),
        profile: Some(profile),
        measured: if above.is_empty() { "none more".to_owned() } else { above.join("; ") },
        reached: (!more.is_empty()).then_some(above.is_empty()),
    }
}
