//! What genfn is to reach, and what was measured of it.

mod explicit;

use super::{Report, ratio};
use crate::library::{Family, Library};
use crate::measure::programs::{Build, Compiler, Profile};
use crate::statistics::geometric_mean;
use crate::workload::Kind;

/// One goal.
pub(super) struct Goal {
    pub(super) what: String,
    /// `None` where it is the same in all.
    pub(super) profile: Option<Profile>,
    pub(super) measured: String,
    /// `None` if nothing was measured.
    pub(super) reached: Option<bool>,
}

/// All of which something was measured.
pub(super) fn all(report: &Report<'_>) -> Vec<Goal> {
    let mut goals = Vec::new();
    for &profile in report.profiles {
        goals.extend([
            in_place_on_average(report, profile),
            in_place_at_most(report, profile),
            large(report, profile),
            to_nightly(report, profile),
            to_the_same_dyn(report, profile),
            short_lived(report, profile),
            allocations_of_short_lived(report, profile),
            tree_instructions(report, profile),
            tree_to_loops(report, profile),
            tree_to_peers(report, profile),
            chains(report, profile),
        ]);
        goals.extend(explicit::all(report, profile));
        goals.extend(streams(report, profile));
    }
    goals.extend([
        compile_time_to_hand_written(report),
        compile_time_to_peers(report),
        explicit::compile_time_to_hand_written(report),
        states(report),
        stream_compile_time(report),
        stream_states(report),
    ]);
    goals.into_iter().filter(|goal| goal.reached.is_some()).collect()
}

const fn stable(profile: Profile) -> Build {
    Build { compiler: Compiler::Stable, profile }
}

/// The ratios of a library to the hand-written code in the workloads of some kinds.
fn ratios(
    report: &Report<'_>,
    profile: Profile,
    library: Library,
    kinds: &[Kind],
) -> Vec<(&'static str, f64)> {
    let workloads = report.workloads.iter().filter(|workload| kinds.contains(&workload.kind));
    workloads
        .filter_map(|workload| {
            let timing = report.timing(workload.name, library, stable(profile))?;
            Some((workload.name, timing.ratio.median))
        })
        .collect()
}

/// A goal that no ratio is above a limit. The largest is named, and all that are above it.
fn at_most(profile: Profile, what: &str, limit: f64, ratios: &[(&'static str, f64)]) -> Goal {
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
    Goal {
        what: what.to_owned(),
        profile: Some(profile),
        measured,
        reached: largest.map(|_| above.is_empty()),
    }
}

/// A goal that one figure is not above a limit.
fn figure_at_most(profile: Option<Profile>, what: &str, limit: f64, figure: Option<f64>) -> Goal {
    Goal {
        what: what.to_owned(),
        profile,
        measured: figure.map_or_else(String::new, ratio),
        reached: figure.map(|figure| figure <= limit),
    }
}

/// A goal that one figure is at least something.
fn figure_at_least(profile: Profile, what: &str, limit: f64, figure: Option<f64>) -> Goal {
    Goal {
        what: what.to_owned(),
        profile: Some(profile),
        measured: figure.map_or_else(String::new, ratio),
        reached: figure.map(|figure| figure >= limit),
    }
}

fn in_place_on_average(report: &Report<'_>, profile: Profile) -> Goal {
    let limit = match profile {
        Profile::Release => 1.10,
        Profile::Lto => 1.15,
    };
    let ratios = ratios(report, profile, Library::Genfn, &[Kind::InPlace, Kind::Large]);
    figure_at_most(
        Some(profile),
        &format!("Consumed where it is made: geometric mean at most {limit:.2} of hand-written"),
        limit,
        geometric_mean(ratios.into_iter().map(|(_, ratio)| ratio)),
    )
}

fn in_place_at_most(report: &Report<'_>, profile: Profile) -> Goal {
    at_most(
        profile,
        "Consumed where it is made: none above 1.30 of hand-written",
        1.3,
        &ratios(report, profile, Library::Genfn, &[Kind::InPlace, Kind::Large]),
    )
}

fn large(report: &Report<'_>, profile: Profile) -> Goal {
    at_most(
        profile,
        "A buffer of 4 KiB: at most 1.10 of hand-written",
        1.1,
        &ratios(report, profile, Library::Genfn, &[Kind::Large]),
    )
}

/// Both built by the nightly compiler. Items of several sizes decide nothing.
fn to_nightly(report: &Report<'_>, profile: Profile) -> Goal {
    let build = Build { compiler: Compiler::Nightly, profile };
    let workloads = report.workloads.iter().filter(|workload| workload.kind != Kind::Items);
    let ratios: Vec<_> = workloads
        .filter_map(|workload| {
            let of = |library| report.timing(workload.name, library, build);
            let nightly = of(Library::Nightly)?.nanoseconds.median;
            Some((workload.name, of(Library::Genfn)?.nanoseconds.median / nightly))
        })
        .collect();
    at_most(
        profile,
        "Everywhere: at most 1.10 of nightly's `gen`, both built by the nightly compiler",
        1.10,
        &ratios,
    )
}

fn to_the_same_dyn(report: &Report<'_>, profile: Profile) -> Goal {
    at_most(
        profile,
        "Through `dyn` and calls that are not inlined: at most 1.6 of hand-written behind the same",
        1.6,
        &ratios(report, profile, Library::Genfn, &[Kind::Dynamic, Kind::NotInlined]),
    )
}

fn short_lived(report: &Report<'_>, profile: Profile) -> Goal {
    at_most(
        profile,
        "Short-lived, made and consumed in one function: at most 1.2 of hand-written",
        1.2,
        &ratios(report, profile, Library::Genfn, &[Kind::ShortLived]),
    )
}

fn allocations_of_short_lived(report: &Report<'_>, profile: Profile) -> Goal {
    let escaping =
        report.workloads.iter().find(|workload| workload.kind == Kind::ShortLivedEscaping);
    let timing =
        escaping.and_then(|workload| report.timing(workload.name, Library::Genfn, stable(profile)));
    figure_at_most(
        Some(profile),
        "Short-lived, escaping: at most one allocation each",
        1.0,
        timing.map(super::allocations_a_generator),
    )
}

fn nanoseconds(
    report: &Report<'_>,
    profile: Profile,
    workload: &str,
    library: Library,
) -> Option<f64> {
    Some(report.timing(workload, library, stable(profile))?.nanoseconds.median)
}

const TREE: &str = "tree, depth 16";

fn tree_instructions(report: &Report<'_>, profile: Profile) -> Goal {
    figure_at_most(
        Some(profile),
        "Tree of depth 16: at most 120 instructions an item",
        120.0,
        report.count(TREE, Library::Genfn, stable(profile)),
    )
}

fn tree_to_loops(report: &Report<'_>, profile: Profile) -> Goal {
    let times = nanoseconds(report, profile, "tree, by loops", Library::Genfn)
        .zip(nanoseconds(report, profile, TREE, Library::Genfn))
        .map(|(by_loops, delegating)| by_loops / delegating);
    figure_at_least(
        profile,
        "Tree of depth 16: at least 5 times faster than `for x in walk(..) { yield_!(x) }`",
        5.0,
        times,
    )
}

fn tree_to_peers(report: &Report<'_>, profile: Profile) -> Goal {
    let mut goal = Goal {
        what: "Tree of depth 16: at least 5 times faster than the best peer".to_owned(),
        profile: Some(profile),
        measured: String::new(),
        reached: None,
    };
    let own = nanoseconds(report, profile, TREE, Library::Genfn);
    let best = |peers: &[Library]| {
        let times = peers
            .iter()
            .filter_map(|peer| Some((*peer, nanoseconds(report, profile, TREE, *peer)?)));
        times.min_by(|left, right| left.1.total_cmp(&right.1))
    };
    let stackless = Library::PEERS.into_iter().filter(|peer| !peer.has_stacks());
    let stackless = best(&stackless.collect::<Vec<_>>());
    if let (Some(own), Some((peer, time)), Some((other, other_time))) =
        (own, best(&Library::PEERS), stackless)
    {
        goal.measured = format!(
            "{} times as fast as {}; {} times as fast as {}, the best without a stack of its own",
            ratio(time / own),
            peer.name(),
            ratio(other_time / own),
            other.name(),
        );
        goal.reached = Some(time / own >= 5.0);
    }
    goal
}

fn chains(report: &Report<'_>, profile: Profile) -> Goal {
    let short = nanoseconds(report, profile, "chain of 100", Library::Genfn);
    let times = ["chain of 10,000", "chain of 1,000,000"]
        .into_iter()
        .filter_map(|name| nanoseconds(report, profile, name, Library::Genfn));
    let growth = times.reduce(f64::max).zip(short).map(|(long, short)| long / short);
    figure_at_most(
        Some(profile),
        "Chains: an item of 1,000,000 takes at most 1.5 times one of 100",
        1.5,
        growth,
    )
}

/// To the hand-written code of the same compiler.
fn compile_time(report: &Report<'_>, library: Library) -> Option<f64> {
    let of = |library, compiler| {
        let found = report.compilations.iter().find(|compilation| {
            compilation.family == Family::Generators
                && compilation.library == library
                && compilation.compiler == compiler
        })?;
        Some(found.seconds.median)
    };
    let compiler = super::compiler_of(library);
    Some(of(library, compiler)? / of(Library::HandWritten, compiler)?)
}

fn compile_time_to_hand_written(report: &Report<'_>) -> Goal {
    figure_at_most(
        None,
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
        what: WHAT.to_owned(),
        profile: None,
        measured: own
            .map_or_else(String::new, |own| format!("{}; {}", ratio(own), named.join(", "))),
        reached: own.map(|own| peers.iter().all(|(_, peer)| own < *peer)),
    }
}

fn states(report: &Report<'_>) -> Goal {
    const WHAT: &str = "The suspended state: at most that of nightly's `gen` plus 16 bytes";
    let mut largest: Option<(&str, i128)> = None;
    for state in &report.states {
        if state.library != Library::Nightly
            || super::family_of(&state.generator) == Family::Streams
        {
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
        what: WHAT.to_owned(),
        profile: None,
        measured: largest.map_or_else(String::new, |(generator, more)| {
            format!("{more} bytes more, the value and its heap together ({generator})")
        }),
        reached: largest.map(|(_, more)| more <= 16),
    }
}

/// Of streams: instructions an item, compared with nightly's `async gen` and with async-stream.
fn streams(report: &Report<'_>, profile: Profile) -> Vec<Goal> {
    let own = |workload| report.count(workload, Library::Genfn, stable(profile));
    let figure =
        |what: &str, limit, workload| figure_at_most(Some(profile), what, limit, own(workload));
    let to = |what: &str, limit, workload, library| {
        let build = Build { compiler: super::compiler_of(library), profile };
        let other = report.count(workload, library, build);
        figure_at_most(Some(profile), what, limit, own(workload).zip(other).map(|(a, b)| a / b))
    };
    let to_async_stream: Vec<_> = report
        .workloads
        .iter()
        .filter(|workload| workload.kind.family() == Family::Streams)
        .filter_map(|workload| {
            let other = report.count(workload.name, Library::AsyncStream, stable(profile))?;
            Some((workload.name, own(workload.name)? / other))
        })
        .collect();
    let depth = own("stream: delegation, depth 100")
        .zip(own("stream: delegation"))
        .map(|(deep, shallow)| deep / shallow);
    vec![
        figure(
            "Stream, counting, polled in a loop where it is made: at most 10 instructions an item",
            10.0,
            "stream: polled in a loop",
        ),
        figure("Stream, ready await: at most 36 instructions an item", 36.0, "stream: ready await"),
        figure("Stream, delegation: at most 60 instructions an item", 60.0, "stream: delegation"),
        figure_at_most(
            Some(profile),
            "Stream: an item at depth 100 at most 1.1 of depth 1",
            1.1,
            depth,
        ),
        to(
            "Stream, counting in an `async fn`: at most 1.0 of nightly's `async gen`",
            1.0,
            "stream: counting",
            Library::Nightly,
        ),
        to("Stream, boxed: at most 1.15 of nightly's", 1.15, "stream: boxed", Library::Nightly),
        to(
            "Stream, pending await: at most 1.1 of nightly's",
            1.1,
            "stream: pending await",
            Library::Nightly,
        ),
        to(
            "Stream, two adapters: at most 1.2 of nightly's",
            1.2,
            "stream: two adapters",
            Library::Nightly,
        ),
        at_most(profile, "Streams: at most 0.8 of async-stream", 0.8, &to_async_stream),
    ]
}

fn stream_compile_time(report: &Report<'_>) -> Goal {
    let of = |library| {
        let found = report.compilations.iter().find(|compilation| {
            compilation.family == Family::Streams && compilation.library == library
        })?;
        Some(found.seconds.median)
    };
    let ratio = of(Library::Genfn).zip(of(Library::AsyncStream)).map(|(own, other)| own / other);
    figure_at_most(None, "Compile time of 100 streams: at most async-stream's", 1.0, ratio)
}

fn stream_states(report: &Report<'_>) -> Goal {
    let of = |library| {
        let states = report.states.iter().filter(move |state| {
            state.library == library
                && state.compiler == Compiler::Stable
                && super::family_of(&state.generator) == Family::Streams
        });
        states.map(|state| (&state.generator, state.value + state.heap))
    };
    let above: Vec<String> = of(Library::Genfn)
        .filter_map(|(name, own)| {
            let (_, other) = of(Library::AsyncStream).find(|(other, _)| *other == name)?;
            (own > other).then(|| format!("{name} {own} against {other}"))
        })
        .collect();
    let measured = of(Library::Genfn).map(|(name, own)| format!("{name} {own}"));
    Goal {
        what: "The suspended state of a stream: at most async-stream's".to_owned(),
        profile: None,
        measured: if above.is_empty() {
            measured.collect::<Vec<_>>().join("; ")
        } else {
            above.join("; ")
        },
        reached: of(Library::Genfn).next().map(|_| above.is_empty()),
    }
}
