//! Compares random bodies, compiled as generators and as plain functions, batch after batch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{self, PathBuf};
use std::process::{ExitCode, Output};
use std::time::Instant;
use std::{env, fs};

use clap::{Parser, ValueEnum};
use genfn_differential::program::{Edition, Program};
use genfn_differential::source::Batch;
use genfn_differential::{Constructs, Figures, rejected, shrink};

/// Compares random bodies, compiled as generators and as plain functions: what they yield, drop
/// and log in every run, with panics, drops, closes and throws at each step.
#[derive(Parser)]
#[command(name = "genfn-differential")]
#[allow(clippy::struct_excessive_bools, reason = "each is an argument")]
struct Arguments {
    /// The seed of the first batch; each later one has the next
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many bodies to compare
    #[arg(long, default_value_t = 10_000)]
    bodies: u64,
    /// How many of them are compiled together
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    /// The edition of the bodies; without it 2024 for even seeds, 2021 for odd ones
    #[arg(long)]
    edition: Option<Year>,
    /// Give explicit states to those that can have one
    #[arg(long)]
    state: bool,
    /// Compile them with optimisations
    #[arg(long)]
    release: bool,
    /// Only the body of this number in the batch, and those that it delegates to
    #[arg(long)]
    body: Option<usize>,
    /// Go on with the next batch after a mismatch
    #[arg(long)]
    keep_going: bool,
    /// Do not look for a smaller body that shows the same mismatch
    #[arg(long)]
    no_shrink: bool,
    /// Put a fault into the plain functions, to see it found and shrunk
    #[arg(long, hide = true)]
    fault: bool,
    /// Where to build, so that what is built otherwise stays as it is
    #[arg(long, default_value = "target/differential")]
    target_dir: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Year {
    #[value(name = "2021")]
    E2021,
    #[value(name = "2024")]
    E2024,
}

/// What a run came to so far.
#[derive(Default)]
struct Total {
    figures: Figures,
    constructs: Constructs,
    /// The bodies and the runs of each form.
    forms: BTreeMap<String, (u64, u64)>,
    /// Bodies that were written.
    written: u64,
    failures: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let started = Instant::now();
    let mut total = Total::default();
    let mut left = arguments.bodies;
    let mut seed = arguments.seed;
    while left > 0 {
        let bodies = left.min(arguments.batch);
        match compare(&arguments, seed, bodies, &mut total) {
            Ok(true) => {}
            Ok(false) if arguments.keep_going => total.failures += 1,
            Ok(false) => return ExitCode::FAILURE,
            Err(error) => {
                eprintln!("cargo cannot be started: {error}");
                return ExitCode::FAILURE;
            }
        }
        left -= bodies;
        seed += 1;
    }
    println!("\nconstructs\n{}", total.constructs);
    println!("forms\n{:>9} {:>9}", "bodies", "runs");
    for (form, (bodies, runs)) in &total.forms {
        println!("{bodies:>9} {runs:>9}  {form}");
    }
    println!();
    if arguments.state {
        println!("with an explicit state: {} of {}", total.figures.bodies, total.written);
    }
    if total.failures > 0 {
        println!("batches with a mismatch: {}", total.failures);
    }
    let seconds = started.elapsed().as_secs();
    let a_minute = total.figures.bodies * 60 / seconds.max(1);
    println!("in {seconds} s, {a_minute} bodies a minute: {}", total.figures);
    if total.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares one batch. Whether all of it is as it should be.
fn compare(
    arguments: &Arguments,
    seed: u64,
    bodies: u64,
    total: &mut Total,
) -> std::io::Result<bool> {
    let edition = match arguments.edition {
        None => Edition::of_seed(seed),
        Some(Year::E2021) => Edition::E2021,
        Some(Year::E2024) => Edition::E2024,
    };
    // The build script that reads the bodies runs in another folder.
    let target_dir = path::absolute(&arguments.target_dir)?;
    let program = Program { target_dir, release: arguments.release, edition };
    let year = edition.year();
    let mut batch =
        Batch::random(seed, usize::try_from(bodies).unwrap_or(usize::MAX), arguments.state);
    let mut boxed = arguments.state.then(BTreeSet::new);
    batch.has_fault = arguments.fault;
    if let (Some(index), None) = (arguments.body, &boxed) {
        return compare_one(&program, &batch, index);
    }
    let output = run_accepted(&program, &batch, &mut boxed)?;
    batch.has_state = boxed
        .as_ref()
        .map(|boxed| (0..batch.bodies().len()).filter(|index| !boxed.contains(index)).collect());
    if let Some(index) = arguments.body {
        return compare_one(&program, &batch, index);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let figures = text.lines().last().and_then(|line| line.parse::<Figures>().ok());
    let Some(figures) = figures.filter(|_| output.status.success()) else {
        println!("seed {seed}, {bodies} bodies, edition {year}: {}", output.status);
        println!("{text}{}", String::from_utf8_lossy(&output.stderr));
        let mismatch = text.lines().last().and_then(|line| line.strip_prefix("mismatch "));
        let index = mismatch.and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
        let body = index.map_or_else(String::new, |index| format!(" --body {index}"));
        let state = if arguments.state { " --state" } else { "" };
        println!(
            "again: --seed {seed} --bodies {bodies} --batch {bodies} --edition {year}{state}{body}"
        );
        if let Some(index) = index.filter(|_| !arguments.no_shrink) {
            compare_one(&program, &batch, index)?;
        }
        return Ok(false);
    };
    let written = match &boxed {
        Some(_) => format!(", of {bodies}"),
        None => String::new(),
    };
    println!("seed {seed}, edition {year}: {figures}{written}");
    total.written += bodies;
    total.figures.add(&figures);
    for body in batch.compared(boxed.as_ref()) {
        total.constructs.add_body(body);
    }
    for line in text.lines().filter_map(|line| line.strip_prefix("form ")) {
        let mut parts = line.splitn(3, ' ');
        let mut number = || parts.next().and_then(|part| part.parse::<u64>().ok()).unwrap_or(0);
        let (bodies, runs) = (number(), number());
        let of_form = total.forms.entry(parts.next().unwrap_or_default().to_owned()).or_default();
        *of_form = (of_form.0 + bodies, of_form.1 + runs);
    }
    Ok(true)
}

/// Compares one body, and makes it smaller if it shows a mismatch. Whether it is as it should be.
fn compare_one(program: &Program, batch: &Batch, index: usize) -> std::io::Result<bool> {
    let shrunk = shrink::shrink(program, batch, index)?;
    match &shrunk {
        Some(shrunk) => println!("shrunk: {shrunk}"),
        None => println!("body {index} alone shows no mismatch"),
    }
    Ok(shrunk.is_none())
}

/// Builds and runs one batch; with explicit states those that compile, which are found out by the
/// compiler's errors. It has several passes, each of which has errors of its own, and each has fewer bodies.
fn run_accepted(
    program: &Program,
    batch: &Batch,
    boxed: &mut Option<BTreeSet<usize>>,
) -> std::io::Result<Output> {
    fs::create_dir_all(&program.target_dir)?;
    let source = program.target_dir.join("batch.rs");
    loop {
        let text = batch.text(boxed.as_ref());
        fs::write(&source, &text)?;
        let output = program.run(&source)?;
        let Some(boxed) = boxed.as_mut().filter(|_| !output.status.success()) else {
            return Ok(output);
        };
        let errors = String::from_utf8_lossy(&output.stderr);
        let rejected = rejected::bodies_in(&errors, &text);
        if env::var_os("GENFN_DIFFERENTIAL_ERRORS").is_some() {
            println!("{errors}");
        }
        let before = boxed.len();
        boxed.extend(rejected);
        if boxed.len() == before {
            return Ok(output);
        }
    }
}
