//! Keeps the running average of the numbers on standard input.
//!
//! ```text
//! $ printf '1\n2\nthree\n6\n' | cargo run --example conversation
//! Numbers, please: one a line.
//! 1 number, average 1
//! 2 numbers, average 1.5
//! line 3: "three" is not a number          (on standard error)
//! I leave that out: 2 numbers, average 1.5
//! 3 numbers, average 3
//! In the end: 3 numbers, average 3; 1 line left out
//! ```
//!
//! The average is kept by a coroutine. It is sent each number, has each line that is none thrown
//! into it, and gives its result when it is closed; what it yields is what it answers.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::io::{self, BufRead, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use genfn::{Coroutine, Interrupt, generator};

/// Keeps the running average of the numbers on standard input, one a line.
///
/// Answers each line on standard output, and gives the result at the end of the input. A line that
/// is not a number is reported on standard error and left out; a blank one is skipped. The exit
/// status is 1 if the input cannot be read to its end.
#[derive(Parser)]
struct Options {}

/// The running average: takes numbers, hears of lines that are none, and returns what it found.
#[generator]
fn running_average()
-> impl Coroutine<Yield = String, Resume = f64, Return = Findings, Error = BadLine> {
    let mut findings = Findings::default();
    let mut answer = "Numbers, please: one a line.".to_owned();
    loop {
        answer = match try_yield!(answer) {
            Ok(number) => {
                findings.average.take_in(number);
                findings.average.to_string()
            }
            Err(Interrupt::Thrown(_)) => {
                findings.left_out += 1;
                format!("I leave that out: {}", findings.average)
            }
            Err(Interrupt::Closed) => return findings,
        };
    }
}

#[derive(Default)]
struct Findings {
    average: Average,
    left_out: u64,
}

impl Display for Findings {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.average)?;
        match self.left_out {
            0 => Ok(()),
            1 => formatter.write_str("; 1 line left out"),
            lines => write!(formatter, "; {lines} lines left out"),
        }
    }
}

#[derive(Default)]
struct Average {
    value: f64,
    count: u64,
}

impl Average {
    fn take_in(&mut self, number: f64) {
        self.count += 1;
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 numbers")]
        let count = self.count as f64;
        // Divided first: neither a sum nor a difference of two numbers may overflow.
        self.value += number / count - self.value / count;
    }
}

impl Display for Average {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { value, count } = self;
        match count {
            0 => formatter.write_str("no numbers"),
            1 => write!(formatter, "1 number, average {value}"),
            _ => write!(formatter, "{count} numbers, average {value}"),
        }
    }
}

/// A line that is left out.
#[derive(Debug)]
struct BadLine {
    line: u64,
    text: String,
}

impl Display for BadLine {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {:?} is not a number", self.line, self.text)
    }
}

impl Error for BadLine {}

/// Leads the conversation about `input` on `output`.
fn converse(input: impl BufRead, mut output: impl Write) -> Result<(), Box<dyn Error>> {
    let mut average = running_average();
    if let Some(greeting) = average.start()?.yielded() {
        writeln!(output, "{greeting}")?;
    }
    let mut read = Ok(());
    for (line, text) in (1..).zip(input.lines()) {
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                read = Err(unreadable(line, &error));
                break;
            }
        };
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let state = match text.parse::<f64>() {
            Ok(number) if number.is_finite() => average.send(number)?,
            _ => {
                let bad = BadLine { line, text: text.to_owned() };
                eprintln!("{bad}");
                average.throw(bad)?
            }
        };
        if let Some(answer) = state.yielded() {
            writeln!(output, "{answer}")?;
        }
    }
    // Whatever became of the input: what was found until then is told.
    if let Some(findings) = average.close()? {
        writeln!(output, "In the end: {findings}")?;
    }
    Ok(read?)
}

/// Says where the input broke off, and why.
fn unreadable(line: u64, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::InvalidData => {
            format!("line {line}: not UTF-8 text; nothing is read from here on")
        }
        _ => format!("line {line}: cannot read standard input: {error}"),
    }
}

fn main() -> ExitCode {
    let Options {} = Options::parse();
    match converse(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
