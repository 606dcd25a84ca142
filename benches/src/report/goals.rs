//! What genfn is to reach, and what was measured of it.

use super::{Report, ratio};
use crate::libraries::Library;
use crate::measure::Compiler;
use crate::statistics::geometric_mean;
use crate::workloads::Kind;

/// One goal.
pub(super) struct Goal {
    pub(super) what: &'static str,
    pub(super) measured: String,
    /// `None` if nothing was measured.
    pub(super) reached: Option<bool>,
}

/// All of which something was measured.
pub(super) fn all(report: &Report<'_>) -> Vec<Goal> {
    let goals = vec![
        in_place_on_average(report),
        in_place_at_most(report),
        large(report),
        to_nightly(report),
        to_the_same_dyn(report),
        short_lived(report),
        allocations_of_short_lived(report),
        tree_to_hand_written(report),
        tree_to_loops(report),
        tree_to_peers(report),
        chains(report),
        compile_time_to_hand_written(report),
        compile_time_to_peers(report),
        states(report),
    ];
    goals.into_iter().filter(|goal| goal.reached.is_some()).collect()
}

/// The ratios of genfn to the code by hand in the workloads of some kinds.
fn ratios(report: &Report<'_>, kinds: &[Kind]) -> Vec<(&'static str, f64)> {
    let workloads = report.workloads.iter().filter(|workload| kinds.contains(&workload.kind));
    workloads
        .filter_map(|workload| {
            let timing = report.timing(workload.name, Library::Genfn, Compiler::Stable)?;
            Some((workload.name, timing.ratio.median))
        })
        .collect()
}

/// A goal that no ratio is above a limit. The largest is named, and all that are above it.
fn at_most(what: &'static str, limit: f64, ratios: &[(&'static str, f64)]) -> Goal {
    let largest = ratios.iter().max_by(|left, right| left.1.total_cmp(&right.1));
    let above: Vec<String> = ratios
        .iter()
        .filter(|(_, value)| *value > limit)
        .map(|(name, value)| format!("{name} {}", ratio(*value)))
        .collect();
    let measured = match largest {
        Some((name, value)) if above.is_empty() => {
            format!("at most {} ({name})", ratio(*value))
        }
        _ => above.join("; "),
    };
    Goal { what, measured, reached: largest.map(|_| above.is_empty()) }
}

/// A goal that one figure is not above a limit.
fn figure_at_most(what: &'static str, limit: f64, figure: Option<f64>) -> Goal {
    Goal {
        what,
        measured: figure.map_or_else(String::new, ratio),
        reached: figure.map(|figure| figure <= limit),
    }
}

/// A goal that one figure is at least something.
fn figure_at_least(what: &'static str, limit: f64, figure: Option<f64>) -> Goal {
    Goal {
        what,
        measured: figure.map_or_else(String::new, ratio),
        reached: figure.map(|figure| figure >= limit),
    }
}

fn in_place_on_average(report: &Report<'_>) -> Goal {
    let ratios = ratios(report, &[Kind::InPlace, Kind::Large]);
    figure_at_most(
        "Consumed where it is made: geometric mean at most 1.00 of hand-written",
        1.0,
        geometric_mean(ratios.into_iter().map(|(_, ratio)| ratio)),
    )
}

fn in_place_at_most(report: &Report<'_>) -> Goal {
    at_most(
        "Consumed where it is made: none above 1.10 of hand-written",
        1.1,
        &ratios(report, &[Kind::InPlace, Kind::Large]),
    )
}

fn large(report: &Report<'_>) -> Goal {
    let mut ratios = ratios(report, &[Kind::Large]);
    ratios.retain(|(name, _)| name.contains("1,024") || name.contains("4 KiB"));
    at_most(
        "Items of 1,024 bytes, and a buffer of 4 KiB: at most 1.1 of hand-written",
        1.1,
        &ratios,
    )
}

/// Where each step is a call.
const CALLS: [Kind; 2] = [Kind::Dynamic, Kind::NotInlined];

fn to_nightly(report: &Report<'_>) -> Goal {
    let workloads = report.workloads.iter().filter(|workload| CALLS.contains(&workload.kind));
    let ratios: Vec<_> = workloads
        .filter_map(|workload| {
            let of = |library| report.timing(workload.name, library, Compiler::Nightly);
            let nightly = of(Library::Nightly)?.nanoseconds.median;
            Some((workload.name, of(Library::Genfn)?.nanoseconds.median / nightly))
        })
        .collect();
    at_most(
        "Through `dyn` and calls that are not inlined: at most 1.15 of nightly's `gen`, both built \
         by the nightly compiler",
        1.15,
        &ratios,
    )
}

fn to_the_same_dyn(report: &Report<'_>) -> Goal {
    at_most(
        "Through `dyn` and calls that are not inlined: at most 1.6 of hand-written behind the same",
        1.6,
        &ratios(report, &CALLS),
    )
}

fn short_lived(report: &Report<'_>) -> Goal {
    at_most(
        "Short-lived, made and consumed in one function: at most 1.2 of hand-written",
        1.2,
        &ratios(report, &[Kind::ShortLived]),
    )
}

fn allocations_of_short_lived(report: &Report<'_>) -> Goal {
    let escaping =
        report.workloads.iter().find(|workload| workload.kind == Kind::ShortLivedEscaping);
    let timing = escaping
        .and_then(|workload| report.timing(workload.name, Library::Genfn, Compiler::Stable));
    figure_at_most(
        "Short-lived, escaping: at most one allocation each",
        1.0,
        timing.map(super::allocations_a_generator),
    )
}

fn nanoseconds(report: &Report<'_>, workload: &str, library: Library) -> Option<f64> {
    Some(report.timing(workload, library, Compiler::Stable)?.nanoseconds.median)
}

fn tree_to_hand_written(report: &Report<'_>) -> Goal {
    let timing = report.timing("tree, depth 16", Library::Genfn, Compiler::Stable);
    figure_at_most(
        "Tree of depth 16: at most 8 times the explicit stack",
        8.0,
        timing.map(|timing| timing.ratio.median),
    )
}

fn tree_to_loops(report: &Report<'_>) -> Goal {
    let times = nanoseconds(report, "tree, by loops", Library::Genfn)
        .zip(nanoseconds(report, "tree, depth 16", Library::Genfn))
        .map(|(by_loops, delegating)| by_loops / delegating);
    figure_at_least(
        "Tree of depth 16: at least 5 times faster than `for x in walk(..) { yield_!(x) }`",
        5.0,
        times,
    )
}

fn tree_to_peers(report: &Report<'_>) -> Goal {
    const WHAT: &str = "Tree of depth 16: at least 5 times faster than the best peer";
    let own = nanoseconds(report, "tree, depth 16", Library::Genfn);
    let best = |peers: &[Library]| {
        let times = peers
            .iter()
            .filter_map(|peer| Some((*peer, nanoseconds(report, "tree, depth 16", *peer)?)));
        times.min_by(|left, right| left.1.total_cmp(&right.1))
    };
    let stackless = Library::PEERS.into_iter().filter(|peer| !peer.has_stacks());
    let stackless = best(&stackless.collect::<Vec<_>>());
    let (Some(own), Some((peer, time)), Some((other, other_time))) =
        (own, best(&Library::PEERS), stackless)
    else {
        return Goal { what: WHAT, measured: String::new(), reached: None };
    };
    Goal {
        what: WHAT,
        measured: format!(
            "{} times as fast as {}; {} times as fast as {}, the best without a stack of its own",
            ratio(time / own),
            peer.name(),
            ratio(other_time / own),
            other.name(),
        ),
        reached: Some(time / own >= 5.0),
    }
}

fn chains(report: &Report<'_>) -> Goal {
    let short = nanoseconds(report, "chain of 100", Library::Genfn);
    let times = ["chain of 10,000", "chain of 1,000,000"]
        .into_iter()
        .filter_map(|name| nanoseconds(report, name, Library::Genfn));
    let growth = times.reduce(f64::max).zip(short).map(|(long, short)| long / short);
    figure_at_most("Chains: an item of 1,000,000 takes at most 1.5 times one of 100", 1.5, growth)
}

/// To the code by hand of the same compiler.
fn compile_time(report: &Report<'_>, library: Library) -> Option<f64> {
    let of = |library, compiler| {
        let found = report.compilations.iter().find(|compilation| {
            compilation.library == library && compilation.compiler == compiler
        })?;
        Some(found.seconds.median)
    };
    let compiler = super::compiler_of(library);
    Some(of(library, compiler)? / of(Library::HandWritten, compiler)?)
}

fn compile_time_to_hand_written(report: &Report<'_>) -> Goal {
    figure_at_most(
        "Compile time of 300 functions: at most 1.5 of hand-written",
        1.5,
        compile_time(report, Library::Genfn),
    )
}

fn compile_time_to_peers(report: &Report<'_>) -> Goal {
    const WHAT: &str = "Compile time of 300 functions: below every peer's";
    let own = compile_time(report, Library::Genfn);
    let peers: Vec<_> = Library::PEERS
        .into_iter()
        .filter_map(|peer| Some((peer.name(), compile_time(report, peer)?)))
        .collect();
    let named: Vec<_> =
        peers.iter().map(|(name, value)| format!("{name} {}", ratio(*value))).collect();
    Goal {
        what: WHAT,
        measured: own
            .map_or_else(String::new, |own| format!("{}; {}", ratio(own), named.join(", "))),
        reached: own.map(|own| peers.iter().all(|(_, peer)| own < *peer)),
    }
}

fn states(report: &Report<'_>) -> Goal {
    const WHAT: &str = "The suspended state: at most that of nightly's `gen` plus 16 bytes";
    let mut largest: Option<(&str, i128)> = None;
    for state in &report.states {
        if state.library != Library::Nightly {
            continue;
        }
        let own = report.states.iter().find(|own| {
            own.library == Library::Genfn
                && own.compiler == Compiler::Stable
                && own.generator == state.generator
        });
        if let Some(own) = own {
            let more = i128::from(own.value + own.heap) - i128::from(state.value + state.heap);
            if largest.is_none_or(|(_, other)| more > other) {
                largest = Some((&state.generator, more));
            }
        }
    }
    Goal {
        what: WHAT,
        measured: largest.map_or_else(String::new, |(generator, more)| {
            format!("{more} bytes more, the value and its heap together ({generator})")
        }),
        reached: largest.map(|(_, more)| more <= 16),
    }
}
