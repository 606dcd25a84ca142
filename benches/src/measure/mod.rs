//! What is measured, and how.
//!
//! The runner of the timings is written out. Criterion, divan and tango-bench time functions of one
//! program, and tango-bench pairs two builds of one; here a round takes each variant of a workload
//! once, out of two programs that two compilers built, so that what slows the machine down for a
//! while slows down all of them. A run starts all programs anew: where code and stack come to lie
//! changes from one process to the next, and moves some figures more than anything within one.

pub(crate) mod compile_times;
pub(crate) mod instructions;
pub(crate) mod programs;
pub(crate) mod states;
mod worker;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use indicatif::{ProgressBar, ProgressStyle};

use crate::library::Library;
use crate::statistics::{self, Summary};
use crate::workload::Workload;
use programs::{Build, Compiler, Profile, Programs};
use worker::{Outcome, Worker};

/// What was measured of one variant.
pub(crate) struct Timing {
    pub(crate) workload: &'static str,
    pub(crate) library: Library,
    pub(crate) build: Build,
    /// Nanoseconds an item.
    pub(crate) nanoseconds: Summary,
    /// To the hand-written code of the same round and build.
    pub(crate) ratio: Summary,
    /// From the least to the largest median of a run, as a part of the median of all: of the ratio,
    /// or of the nanoseconds where the code is hand-written.
    pub(crate) movement: f64,
    /// In one run, the making of the generators included.
    pub(crate) allocations: usize,
    /// How many a run makes.
    pub(crate) generators: usize,
}

/// A variant that would take longer for a run is given the small input.
const TOO_LONG: Duration = Duration::from_secs(1);
/// A variant that takes longer for a run is timed in the first round of each run only.
const LONG: Duration = Duration::from_millis(40);

/// How often variants are timed.
#[derive(Clone, Copy)]
pub(crate) struct Repeats {
    /// How often the programs are started.
    pub(crate) runs: usize,
    /// How often each variant is timed in a run.
    pub(crate) rounds: usize,
}

/// One variant, while its workload is timed.
struct Contender {
    library: Library,
    build: Build,
    /// Of its input.
    size: usize,
    warm_up: Outcome,
    /// Nanoseconds an item, for each round of each run.
    samples: Vec<Vec<f64>>,
}

/// The processes of one run, which run the variants of one profile.
struct Workers(Vec<(Build, Worker)>);

impl Workers {
    fn start(programs: &Programs, profile: Profile) -> Result<Self> {
        let programs = programs.iter().filter(|(build, _)| build.profile == profile);
        let workers = programs.map(|(build, program)| Ok((build, Worker::start(program)?)));
        Ok(Self(workers.collect::<Result<_>>()?))
    }

    fn run(
        &mut self,
        workload: &Workload,
        library: Library,
        build: Build,
        size: usize,
    ) -> Result<Outcome> {
        let worker = self.0.iter_mut().find(|(other, _)| *other == build);
        worker.context("each build has a worker")?.1.run(workload, library, size)
    }
}

/// Times all workloads, in each run each of them.
pub(crate) fn timings(
    workloads: &[Workload],
    programs: &Programs,
    profiles: &[Profile],
    repeats: Repeats,
) -> Result<Vec<Timing>> {
    let progress = progress_bar(profiles.len() * workloads.len() * repeats.runs);
    let mut timings = Vec::new();
    for &profile in profiles {
        let mut contenders: Vec<Vec<Contender>> = workloads.iter().map(|_| Vec::new()).collect();
        for _ in 0..repeats.runs {
            let mut workers = Workers::start(programs, profile)?;
            for (workload, contenders) in workloads.iter().zip(&mut contenders) {
                progress.set_message(workload.name);
                if contenders.is_empty() {
                    for (library, compiler) in variants(workload, programs.has_nightly()) {
                        let build = Build { compiler, profile };
                        contenders.push(warm_up(workload, &mut workers, library, build)?);
                    }
                }
                time(workload, &mut workers, repeats.rounds, contenders)?;
                progress.inc(1);
            }
        }
        for (workload, contenders) in workloads.iter().zip(&contenders) {
            timings.extend(contenders.iter().map(|one| summarize(workload, one, contenders)));
        }
    }
    progress.finish_and_clear();
    Ok(timings)
}

/// Adds a run to the samples.
fn time(
    workload: &Workload,
    workers: &mut Workers,
    rounds: usize,
    contenders: &mut [Contender],
) -> Result<()> {
    for contender in contenders.iter_mut() {
        contender.samples.push(Vec::new());
        let Contender { library, build, size, .. } = *contender;
        if contender.samples.len() > 1 && contender.warm_up.time <= LONG {
            // The first time in this process, which fills caches.
            workers.run(workload, library, build, size)?;
        }
    }
    let count = contenders.len();
    for round in 0..rounds {
        for position in 0..count {
            let contender = &mut contenders[(position + round) % count];
            if round == 0 || contender.warm_up.time <= LONG {
                let Contender { library, build, size, .. } = *contender;
                let outcome = workers.run(workload, library, build, size)?;
                let samples = contender.samples.last_mut().context("it was pushed above")?;
                samples.push(outcome.nanoseconds_an_item());
            }
        }
    }
    Ok(())
}

/// All that the programs of the two compilers have of a workload.
fn variants(workload: &Workload, has_nightly: bool) -> impl Iterator<Item = (Library, Compiler)> {
    let stable = workload.libraries().iter().map(|library| (*library, Compiler::Stable));
    let nightly = [Library::HandWritten, Library::Genfn, Library::Nightly]
        .into_iter()
        .filter(move |library| has_nightly && !workload.leaves_out(*library))
        .map(|library| (library, Compiler::Nightly));
    stable.chain(nightly)
}

/// Runs a variant for the first time: that fills caches, and says how long it takes, and whether
/// it computes what the hand-written code does.
fn warm_up(
    workload: &Workload,
    workers: &mut Workers,
    library: Library,
    build: Build,
) -> Result<Contender> {
    let mut size = workload.small_size;
    let mut warm_up = workers.run(workload, library, build, size)?;
    let factor = workload.size.div_ceil(size);
    if warm_up.time * u32::try_from(factor)? <= TOO_LONG {
        size = workload.size;
        warm_up = workers.run(workload, library, build, size)?;
    }
    let hand_written = workers.run(workload, Library::HandWritten, build, size)?;
    ensure!(
        warm_up.sum == hand_written.sum,
        "{}: {} computes something else than the hand-written code",
        workload.name,
        library.name(),
    );
    Ok(Contender { library, build, size, warm_up, samples: Vec::new() })
}

fn summarize(workload: &Workload, contender: &Contender, all: &[Contender]) -> Timing {
    let hand_written = all
        .iter()
        .find(|other| other.library == Library::HandWritten && other.build == contender.build)
        .expect("each build has the hand-written code");
    let ratios: Vec<Vec<f64>> = contender
        .samples
        .iter()
        .zip(&hand_written.samples)
        .map(|(samples, hand_written)| {
            samples.iter().zip(hand_written).map(|(sample, other)| sample / other).collect()
        })
        .collect();
    let is_hand_written = contender.library == Library::HandWritten;
    Timing {
        workload: workload.name,
        library: contender.library,
        build: contender.build,
        nanoseconds: Summary::of(contender.samples.concat()),
        ratio: Summary::of(ratios.concat()),
        movement: statistics::movement(if is_hand_written { &contender.samples } else { &ratios }),
        allocations: contender.warm_up.allocations,
        generators: (workload.generators)(contender.size),
    }
}

/// On the standard error output, if that is a terminal.
fn progress_bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta:>4} left  {msg}")
        .expect("the template is well-formed");
    ProgressBar::new(steps as u64).with_style(style)
}
