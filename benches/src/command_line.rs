//! The command line of the report.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::Parser;

use crate::callgrind;
use crate::measure::programs::{self, Profile, Programs};
use crate::measure::{self, Repeats};
use crate::report::Report;
use crate::workload::Workload;
use crate::workloads;

/// Measures genfn beside hand-written code, nightly's `gen` blocks and other crates.
///
/// Without any option, it is the timings in both profiles. What no option asks for is left out.
#[derive(Parser)]
#[command(
    version,
    after_help = "`gate` counts instructions and compares them with benches/gate.tsv; \
                  `gate --renew` writes that file."
)]
struct Arguments {
    /// Only workloads whose name contains this; may be given more than once
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,

    /// Only this profile; may be given more than once
    #[arg(long, value_name = "PROFILE")]
    profile: Vec<Profile>,

    /// How often all programs are started anew
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = at_least_one)]
    runs: usize,

    /// How often each variant is timed in a run; one that takes long is timed once
    #[arg(long, value_name = "NUMBER", default_value_t = 7, value_parser = at_least_one)]
    rounds: usize,

    /// Count instructions under valgrind
    #[arg(long)]
    instructions: bool,

    /// Measure the suspended state
    #[arg(long)]
    sizes: bool,

    /// Compile crates of 300 generator functions, and of 100 streams
    #[arg(long)]
    compile_times: bool,

    /// Do not time anything
    #[arg(long)]
    no_timings: bool,

    /// Measure everything, and write docs/benchmarks.md and docs/benchmarks.svg
    #[arg(long, conflicts_with_all = ["filter", "profile", "no_timings"])]
    save: bool,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one is needed to time anything".to_owned()),
        parsed => parsed.map_err(|error| format!("{error}")),
    }
}

/// Measures what the arguments of the program ask for, and prints it.
pub(crate) fn run() -> Result<()> {
    let arguments = Arguments::parse();
    let workloads: Vec<Workload> = workloads::all()
        .into_iter()
        .filter(|workload| {
            let mut filters = arguments.filter.iter();
            arguments.filter.is_empty() || filters.any(|filter| workload.name.contains(&**filter))
        })
        .collect();
    ensure!(!workloads.is_empty(), "no workload has such a name");
    let profiles: Vec<Profile> = Profile::ALL
        .into_iter()
        .filter(|profile| arguments.profile.is_empty() || arguments.profile.contains(profile))
        .collect();
    let repeats = Repeats { runs: arguments.runs, rounds: arguments.rounds };

    if arguments.save {
        // What is saved has all columns.
        ensure!(callgrind::is_possible(), "valgrind is not installed");
        ensure!(programs::nightly_version().is_some(), "there is no nightly toolchain");
    }
    let programs = Programs::build(&profiles)?;
    let mut report = Report::new(&workloads, &profiles, repeats);
    report.without_nightly.clone_from(&programs.without_nightly);
    let mut steps = Steps::default();
    if !arguments.no_timings {
        let timings = || measure::timings(&workloads, &programs, &profiles, repeats);
        report.timings = steps.take("the timings", timings);
    }
    if arguments.instructions || arguments.save {
        if callgrind::is_possible() {
            let count = || measure::instructions::count(&workloads, &programs);
            report.instructions = steps.take("the instructions", count);
        } else {
            report.without_instructions = Some("valgrind is not installed".to_owned());
        }
    }
    if arguments.sizes || arguments.save {
        report.states = steps.take("the sizes", || measure::states::measure(&programs));
    }
    if arguments.compile_times || arguments.save {
        let compile = || measure::compile_times::measure(programs.has_nightly());
        report.compilations = steps.take("the compile times", compile);
    }
    report.print();
    steps.all_succeeded()?;
    if arguments.save {
        report.save(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs"))?;
    }
    Ok(())
}

/// The measurements, one after the other. One that fails costs no figures of the others: they are
/// printed, and nothing is saved.
#[derive(Default)]
struct Steps {
    failed: Vec<String>,
}

impl Steps {
    fn take<T: Default>(&mut self, name: &str, measure: impl FnOnce() -> Result<T>) -> T {
        let start = Instant::now();
        let measured = measure();
        eprintln!("Measured {name} in {:.1} minutes", start.elapsed().as_secs_f64() / 60.0);
        measured.unwrap_or_else(|error| {
            self.failed.push(format!("{name}: {error:#}"));
            T::default()
        })
    }

    fn all_succeeded(self) -> Result<()> {
        ensure!(self.failed.is_empty(), "not measured: {}", self.failed.join("; "));
        Ok(())
    }
}
