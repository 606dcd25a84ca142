//! Prints the Hamming numbers, which have no prime factors but 2, 3 and 5, by a stream that reads
//! itself.
//!
//! ```text
//! cargo run --release -p genfn --example hamming -- 10
//! ```
//!
//! The numbers after 1 are those before, times 2, times 3 and times 5, merged: three generators
//! read what a fourth one writes, which owns them and what they borrow from.

use std::cell::RefCell;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use genfn::generator;

/// Prints the Hamming numbers in ascending order, one a line: 1, and the products of 2, 3 and 5.
///
/// Those of more than 128 bits are not computed. If COUNT asks for one of them, those before are
/// printed, and the exit status is 1.
#[derive(Parser)]
struct Arguments {
    /// How many numbers to print; without it, all those below 2^128
    count: Option<usize>,
}

/// All Hamming numbers below 2^128.
#[generator]
fn hamming_numbers() -> impl Iterator<Item = u128> {
    let known = RefCell::new(vec![1]);
    yield_!(1);
    let larger = merged(times(2, &known), merged(times(3, &known), times(5, &known)));
    for number in larger {
        // A reader takes its next number in a later step, and by then this one is there.
        known.borrow_mut().push(number);
        yield_!(number);
    }
}

/// The multiples of the numbers, as far as they are known and fit into their type.
#[generator]
fn times(factor: u128, known: &RefCell<Vec<u128>>) -> impl Iterator<Item = u128> {
    for index in 0.. {
        let Some(product) = known.borrow()[index].checked_mul(factor) else { return };
        yield_!(product);
    }
}

/// The numbers of two ascending streams, in ascending order and each of them once.
#[generator]
fn merged(
    left: impl Iterator<Item = u128>,
    right: impl Iterator<Item = u128>,
) -> impl Iterator<Item = u128> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    while let Some(&least) = left.peek().into_iter().chain(right.peek()).min() {
        yield_!(least);
        left.next_if_eq(&least);
        right.next_if_eq(&least);
    }
}

/// Writes numbers, one a line, and says how many they were.
fn write_lines(numbers: impl Iterator<Item = u128>, output: impl Write) -> io::Result<usize> {
    let mut output = BufWriter::new(output);
    let mut written = 0;
    for number in numbers {
        writeln!(output, "{number}")?;
        written += 1;
    }
    output.flush()?;
    Ok(written)
}

fn main() -> ExitCode {
    let Arguments { count } = Arguments::parse();
    let numbers = hamming_numbers().take(count.unwrap_or(usize::MAX));
    match write_lines(numbers, io::stdout().lock()) {
        Ok(written) if count.is_some_and(|count| written < count) => {
            eprintln!("hamming: there are no more than {written} Hamming numbers below 2^128");
            ExitCode::FAILURE
        }
        Ok(_) => ExitCode::SUCCESS,
        // Nobody reads on, as with `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hamming: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
