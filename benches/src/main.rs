//! Measures genfn beside hand-written iterators, nightly's `gen` blocks and the other crates that
//! make generators, in one run, on the same work.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml            # print the tables
//! cargo run --release --manifest-path benches/Cargo.toml -- --save  # and write docs/benchmarks.*
//! ```

#![cfg_attr(feature = "nightly", feature(gen_blocks, yield_expr))]

mod allocations;
mod libraries;
mod measure;
mod report;
mod statistics;
mod workloads;

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand};

use crate::report::Report;
use crate::workloads::Workload;

/// Measures genfn beside hand-written code, nightly's `gen` blocks and other crates.
///
/// All that is not asked for by an option is left out; without any option it is the timings.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// Only workloads whose name contains this; may be given more than once
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,

    /// How often each variant is timed; one that takes long is timed 5 times at most
    #[arg(long, value_name = "NUMBER", default_value_t = 31, value_parser = at_least_one)]
    rounds: usize,

    /// Count instructions under valgrind
    #[arg(long)]
    instructions: bool,

    /// Measure the suspended state
    #[arg(long)]
    sizes: bool,

    /// Compile crates of 300 generator functions
    #[arg(long)]
    compile_times: bool,

    /// Do not time anything
    #[arg(long)]
    no_timings: bool,

    /// Measure everything, and write docs/benchmarks.md and docs/benchmarks.svg
    #[arg(long, conflicts_with_all = ["filter", "no_timings"])]
    save: bool,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("it takes one round to time anything".to_owned()),
        parsed => parsed.map_err(|error| format!("{error}")),
    }
}

/// What the runner starts itself with.
#[derive(Subcommand)]
enum Command {
    /// Runs one variant for each line of the input, and answers with what it took
    #[command(hide = true)]
    Worker,
    /// Prints the sizes of suspended generators
    #[command(hide = true)]
    States,
    /// Runs each variant of a workload for callgrind
    #[command(hide = true)]
    Count { workload: String },
}

/// Polls nest as deep as a chain of 10,000 in libraries without delegation.
const STACK_SIZE: usize = 1 << 29;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let worker = thread::Builder::new().stack_size(STACK_SIZE).spawn(move || start(&arguments))?;
    worker.join().expect("the thread reports its errors")
}

fn start(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        Some(Command::Worker) => measure::worker::serve(),
        Some(Command::Count { workload }) => measure::instructions::run(workload),
        Some(Command::States) => {
            measure::states::print();
            Ok(())
        }
        None => measure_all(arguments),
    }
}

fn measure_all(arguments: &Arguments) -> Result<()> {
    let workloads: Vec<Workload> = workloads::all()
        .into_iter()
        .filter(|workload| {
            let mut filters = arguments.filter.iter();
            arguments.filter.is_empty() || filters.any(|filter| workload.name.contains(&**filter))
        })
        .collect();
    ensure!(!workloads.is_empty(), "no workload has such a name");

    let nightly = measure::nightly::build();
    let mut report = Report::new(&workloads, arguments.rounds);
    report.without_nightly = nightly.as_ref().err().map(ToString::to_string);
    let nightly = nightly.ok();
    let nightly = nightly.as_deref();
    if !arguments.no_timings {
        report.timings = measure::timings(&workloads, nightly, arguments.rounds)?;
    }
    if arguments.instructions || arguments.save {
        if measure::instructions::is_possible() {
            report.instructions = measure::instructions::count(&workloads, nightly)?;
        } else {
            report.without_instructions = Some("valgrind is not installed".to_owned());
        }
    }
    if arguments.sizes || arguments.save {
        report.states = measure::states::measure(nightly)?;
    }
    if arguments.compile_times || arguments.save {
        report.compilations = measure::compile_times::measure(nightly.is_some())?;
    }
    report.print();
    if arguments.save {
        report.save(&docs())?;
    }
    Ok(())
}

/// The folder that the results are written to.
fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}
