//! Prints the prime numbers, by a sieve of streams.
//!
//! ```text
//! cargo run --release -p genfn --example primes -- 10
//! ```
//!
//! A stream of all numbers runs through a filter for each prime, which lets no multiple of it
//! pass. The generator of the primes calls itself for the primes to filter by.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use genfn::{BoxGenerator, generator};

/// Prints the prime numbers in ascending order, one a line.
#[derive(Parser)]
struct Arguments {
    /// How many primes to print; without it they go on until nobody reads them
    count: Option<usize>,
}

/// All prime numbers.
#[generator]
fn primes() -> BoxGenerator<'static, u64> {
    yield_!(2);
    let mut candidates = numbers_from(3);
    for prime in primes() {
        // A number that is no multiple of the primes before this one is a prime itself, or at
        // least the square of this one.
        for candidate in candidates.by_ref() {
            if candidate == prime * prime {
                break;
            }
            yield_!(candidate);
        }
        candidates = without_multiples(prime, candidates);
    }
}

#[generator]
fn numbers_from(first: u64) -> BoxGenerator<'static, u64> {
    yield_from!(first..);
}

/// The sieve of a single prime.
#[generator]
fn without_multiples(
    prime: u64,
    candidates: BoxGenerator<'static, u64>,
) -> BoxGenerator<'static, u64> {
    for candidate in candidates {
        if candidate % prime != 0 {
            yield_!(candidate);
        }
    }
}

/// Writes numbers, one a line.
fn write_lines(numbers: impl Iterator<Item = u64>, output: impl Write) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    for number in numbers {
        writeln!(output, "{number}")?;
    }
    output.flush()
}

fn main() -> ExitCode {
    let count = Arguments::parse().count.unwrap_or(usize::MAX);
    match write_lines(primes().take(count), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads on, as with `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("primes: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
