//! What is measured, and how.

pub(crate) mod compile_times;
pub(crate) mod instructions;
pub(crate) mod nightly;
pub(crate) mod states;
pub(crate) mod worker;

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
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
    /// How many a run makes.
    pub(crate) generators: usize,
}

/// A variant that would take longer for a run is given the small input.
const TOO_LONG: Duration = Duration::from_secs(1);
/// A variant that takes longer for a run is timed in the first rounds only.
const LONG: Duration = Duration::from_millis(40);
const ROUNDS_IF_LONG: usize = 5;

/// One variant, while its workload is timed.
struct Contender {
    library: Library,
    compiler: Compiler,
    /// Of its input.
    size: usize,
    warm_up: Outcome,
    /// Nanoseconds an item, for each round.
    samples: Vec<f64>,
}

/// The processes that run variants.
struct Workers {
    here: InProcess,
    nightly: Option<Worker>,
}

impl Workers {
    fn run(
        &mut self,
        workload: &Workload,
        library: Library,
        compiler: Compiler,
        size: usize,
    ) -> Result<Outcome> {
        match (compiler, &mut self.nightly) {
            (Compiler::Nightly, Some(nightly)) => nightly.run(workload, library, size),
            _ => self.here.run(workload, library, size),
        }
    }
}

/// Times all workloads: in each round one run of each variant, so that what slows the machine down
/// for a while slows down all of them.
pub(crate) fn timings(
    workloads: &[Workload],
    nightly: Option<&Path>,
    rounds: usize,
) -> Result<Vec<Timing>> {
    let progress = progress_bar(workloads.len() * rounds);
    let nightly = nightly.map(Worker::start).transpose()?;
    let mut workers = Workers { here: InProcess::default(), nightly };
    let mut timings = Vec::new();
    for workload in workloads {
        progress.set_message(workload.name);
        timings.extend(time(workload, &mut workers, rounds, &progress)?);
    }
    progress.finish_and_clear();
    Ok(timings)
}

fn time(
    workload: &Workload,
    workers: &mut Workers,
    rounds: usize,
    progress: &ProgressBar,
) -> Result<Vec<Timing>> {
    let mut contenders = Vec::new();
    for (library, compiler) in variants(workload, workers.nightly.is_some()) {
        contenders.push(warm_up(workload, workers, library, compiler)?);
    }
    for round in 0..rounds {
        let count = contenders.len();
        for position in 0..count {
            let contender = &mut contenders[(position + round) % count];
            if round < ROUNDS_IF_LONG || contender.warm_up.time <= LONG {
                let Contender { library, compiler, size, .. } = *contender;
                let outcome = workers.run(workload, library, compiler, size)?;
                contender.samples.push(outcome.nanoseconds_an_item());
            }
        }
        progress.inc(1);
    }
    Ok(contenders.iter().map(|contender| summarize(workload, contender, &contenders)).collect())
}

/// All that this build, and that of the nightly compiler, have of a workload.
pub(crate) fn variants(
    workload: &Workload,
    has_nightly: bool,
) -> impl Iterator<Item = (Library, Compiler)> {
    let stable = workload.libraries().iter().map(|library| (*library, Compiler::Stable));
    let nightly = [Library::HandWritten, Library::Genfn, Library::Nightly]
        .into_iter()
        .filter(move |library| has_nightly && !workload.leaves_out(*library))
        .map(|library| (library, Compiler::Nightly));
    stable.chain(nightly)
}

/// Runs a variant for the first time: that fills caches, and says how long it takes, and whether
/// it computes what the code by hand does.
fn warm_up(
    workload: &Workload,
    workers: &mut Workers,
    library: Library,
    compiler: Compiler,
) -> Result<Contender> {
    let mut size = workload.small_size;
    let mut warm_up = workers.run(workload, library, compiler, size)?;
    let factor = workload.size.div_ceil(size);
    if warm_up.time * u32::try_from(factor)? <= TOO_LONG {
        size = workload.size;
        warm_up = workers.run(workload, library, compiler, size)?;
    }
    let by_hand = workers.run(workload, Library::HandWritten, Compiler::Stable, size)?;
    ensure!(
        warm_up.sum == by_hand.sum,
        "{}: {} computes something else than the code by hand",
        workload.name,
        library.name(),
    );
    Ok(Contender { library, compiler, size, warm_up, samples: Vec::new() })
}

fn summarize(workload: &Workload, contender: &Contender, all: &[Contender]) -> Timing {
    let by_hand = all
        .iter()
        .find(|other| other.library == Library::HandWritten && other.compiler == contender.compiler)
        .expect("each compiler builds the code by hand");
    let pairs = contender.samples.iter().zip(&by_hand.samples);
    Timing {
        workload: workload.name,
        library: contender.library,
        compiler: contender.compiler,
        nanoseconds: Summary::of(contender.samples.clone()),
        ratio: Summary::of(pairs.map(|(sample, by_hand)| sample / by_hand).collect()),
        allocations: contender.warm_up.allocations,
        generators: (workload.generators)(contender.size),
    }
}

/// On the standard error output, if that is a terminal.
pub(crate) fn progress_bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta:>4} left  {msg}")
        .expect("the template is well-formed");
    ProgressBar::new(steps as u64).with_style(style)
}
