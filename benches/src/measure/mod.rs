//! What is measured, and how.

pub(crate) mod instructions;
pub(crate) mod nightly;
pub(crate) mod worker;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use indicatif::{ProgressBar, ProgressStyle};

use crate::libraries::Library;
use crate::statistics::Summary;
use crate::workloads::Workload;
use worker::{InProcess, Outcome, Worker};

/// Which compiler a variant was built with. Ratios are taken within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compiler {
    Stable,
    Nightly,
}

/// What was measured of one variant.
pub(crate) struct Timing {
    pub(crate) workload: &'static str,
    pub(crate) library: Library,
    pub(crate) compiler: Compiler,
    /// Nanoseconds an item.
    pub(crate) nanoseconds: Summary,
    /// To the code by hand of the same round and compiler.
    pub(crate) ratio: Summary,
    /// In one run, the making of the generators included.
    pub(crate) allocations: usize,
}

/// A variant that takes longer is timed in the first rounds only.
const LONG: Duration = Duration::from_millis(40);
const ROUNDS_IF_LONG: usize = 5;

/// What the libraries are run by, for each workload.
struct Contender {
    library: Library,
    compiler: Compiler,
    outcome: Outcome,
    samples: Vec<Option<Duration>>,
}

/// Times all workloads: in each round one run of each variant, so that what slows the machine down
/// for a while slows down all of them.
pub(crate) fn timings(
    workloads: &[Workload],
    nightly: Option<&Path>,
    rounds: usize,
) -> Result<Vec<Timing>> {
    let progress = progress_bar(workloads.len() * rounds);
    let mut here = InProcess::default();
    let mut nightly = nightly.map(Worker::start).transpose()?;
    let mut timings = Vec::new();
    for workload in workloads {
        progress.set_message(workload.name);
        timings.extend(time(workload, &mut here, nightly.as_mut(), rounds, &progress)?);
    }
    progress.finish_and_clear();
    Ok(timings)
}

fn time(
    workload: &Workload,
    here: &mut InProcess,
    mut nightly: Option<&mut Worker>,
    rounds: usize,
    progress: &ProgressBar,
) -> Result<Vec<Timing>> {
    let has_nightly = nightly.is_some();
    let mut run = |library, compiler| match (compiler, &mut nightly) {
        (Compiler::Nightly, Some(worker)) => worker.run(workload, library),
        _ => here.run(workload, library),
    };
    let mut contenders = Vec::new();
    let stable = workload.libraries().iter().map(|library| (*library, Compiler::Stable));
    // A nightly worker answers for what it has.
    let on_nightly = [Library::HandWritten, Library::Genfn, Library::Nightly]
        .map(|library| (library, Compiler::Nightly));
    for (library, compiler) in stable.chain(on_nightly.into_iter().filter(|_| has_nightly)) {
        if compiler == Compiler::Nightly && workload.leaves_out(library) {
            continue;
        }
        // The first run is not timed: it fills caches, and says what the variant computes.
        let outcome = run(library, compiler)?;
        contenders.push(Contender { library, compiler, outcome, samples: Vec::new() });
    }
    let expected = contenders.first().context("a workload has a variant by hand")?.outcome;
    for contender in &contenders {
        ensure!(
            contender.outcome.sum == expected.sum,
            "{}: {} computes something else than the code by hand",
            workload.name,
            contender.library.name(),
        );
    }
    for round in 0..rounds {
        let count = contenders.len();
        for position in 0..count {
            // Each has each neighbour in turn.
            let contender = &mut contenders[(position + round) % count];
            let sample = if round >= ROUNDS_IF_LONG && contender.outcome.time > LONG {
                None
            } else {
                Some(run(contender.library, contender.compiler)?.time)
            };
            contender.samples.push(sample);
        }
        progress.inc(1);
    }
    Ok(contenders.iter().map(|contender| summarize(workload, contender, &contenders)).collect())
}

fn summarize(workload: &Workload, contender: &Contender, all: &[Contender]) -> Timing {
    let by_hand = all
        .iter()
        .find(|other| other.library == Library::HandWritten && other.compiler == contender.compiler)
        .expect("each compiler builds the code by hand");
    let pairs = || {
        let pairs = contender.samples.iter().zip(&by_hand.samples);
        pairs.filter_map(|(sample, by_hand)| Some(((*sample)?, (*by_hand)?)))
    };
    #[allow(clippy::cast_precision_loss)]
    let items = contender.outcome.items as f64;
    Timing {
        workload: workload.name,
        library: contender.library,
        compiler: contender.compiler,
        nanoseconds: Summary::of(
            contender
                .samples
                .iter()
                .flatten()
                .map(|time| time.as_secs_f64() * 1e9 / items)
                .collect(),
        ),
        ratio: Summary::of(
            pairs().map(|(time, by_hand)| time.as_secs_f64() / by_hand.as_secs_f64()).collect(),
        ),
        allocations: contender.outcome.allocations,
    }
}

/// On the standard error output, if that is a terminal.
pub(crate) fn progress_bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta:>4} left  {msg}")
        .expect("the template is well-formed");
    ProgressBar::new(steps as u64).with_style(style)
}
