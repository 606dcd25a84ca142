//! Compares random bodies, compiled as generators and as plain functions, batch after batch.

use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Output};
use std::time::Instant;

use clap::Parser;
use genfn_differential::{
    BODIES_VARIABLE, Figures, SEED_VARIABLE, STATE_VARIABLE, rejected, source,
};

/// Compares random bodies, compiled as generators and as plain functions: what they yield, drop
/// and log in every run, with panics, drops, closes and throws at each step.
#[derive(Parser)]
#[command(name = "genfn-differential")]
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
    /// Give them explicit states, and leave out those that can have none
    #[arg(long)]
    state: bool,
    /// Compile them with optimisations
    #[arg(long)]
    release: bool,
    /// Where to build, so that what is built otherwise stays as it is
    #[arg(long, default_value = "target/differential")]
    target_dir: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let started = Instant::now();
    let mut total = Figures::default();
    let mut left = arguments.bodies;
    let mut seed = arguments.seed;
    let mut rejected_so_far = 0;
    while left > 0 {
        let bodies = left.min(arguments.batch);
        let mut left_out = BTreeSet::new();
        let output = match run_accepted(&arguments, seed, bodies, &mut left_out) {
            Ok(output) => output,
            Err(error) => {
                eprintln!("cargo cannot be started: {error}");
                return ExitCode::FAILURE;
            }
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let figures = text.lines().last().and_then(|line| line.parse::<Figures>().ok());
        let Some(figures) = figures.filter(|_| output.status.success()) else {
            println!("seed {seed}, {bodies} bodies: {}", output.status);
            println!("{text}{}", String::from_utf8_lossy(&output.stderr));
            println!("again: --seed {seed} --bodies {bodies} --batch {bodies}");
            return ExitCode::FAILURE;
        };
        let left_out = left_out.len();
        if arguments.state {
            println!("seed {seed}: {figures}, rejected {left_out}");
        } else {
            println!("seed {seed}: {figures}");
        }
        rejected_so_far += left_out;
        total.add(&figures);
        left -= bodies;
        seed += 1;
    }
    if arguments.state {
        println!("rejected: {rejected_so_far} of {}", arguments.bodies);
    }
    println!("in {} s: {total}", started.elapsed().as_secs());
    ExitCode::SUCCESS
}

/// Builds and runs one batch. With explicit states, it has those bodies that compile, which are found out
/// by the compiler's errors: the compiler has several passes, each of which has errors of its own.
fn run_accepted(
    arguments: &Arguments,
    seed: u64,
    bodies: u64,
    left_out: &mut BTreeSet<usize>,
) -> std::io::Result<Output> {
    loop {
        let output = run(arguments, seed, bodies, left_out)?;
        if !arguments.state || output.status.success() {
            return Ok(output);
        }
        let count = usize::try_from(bodies).unwrap_or(usize::MAX);
        let text = source::batch(seed, count, Some(left_out));
        let errors = String::from_utf8_lossy(&output.stderr);
        let rejected = rejected::bodies_in(&errors, &text);
        if env::var_os("GENFN_DIFFERENTIAL_ERRORS").is_some() {
            println!("{errors}");
        }
        let before = left_out.len();
        left_out.extend(rejected);
        if left_out.len() == before {
            return Ok(output);
        }
    }
}

/// Builds and runs one batch.
fn run(
    arguments: &Arguments,
    seed: u64,
    bodies: u64,
    left_out: &BTreeSet<usize>,
) -> std::io::Result<Output> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "-p", "genfn-differential-batch", "--target-dir"])
        .arg(&arguments.target_dir)
        .env(SEED_VARIABLE, seed.to_string())
        .env(BODIES_VARIABLE, bodies.to_string());
    if arguments.state {
        let left_out: Vec<_> = left_out.iter().map(ToString::to_string).collect();
        command.env(STATE_VARIABLE, left_out.join(","));
    }
    if arguments.release {
        command.arg("--release");
    }
    command.output()
}
