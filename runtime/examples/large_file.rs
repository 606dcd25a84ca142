//! Counts the lines and bytes of a text file of any size, and finds its longest line.
//!
//! ```text
//! cargo run --release -p genfn --example large_file -- FILE
//! ```

use std::fmt::{self, Display, Formatter};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::generator;

/// Counts the lines and bytes of a text file, and finds its longest line.
///
/// The file is read line by line, so it can be larger than memory. If it cannot be read to its end,
/// or is not UTF-8, what was read until then is counted, and the exit status is 1.
#[derive(Parser)]
struct Options {
    /// The file to read
    file: PathBuf,
}

/// How much of the longest line is shown.
const SHOWN_CHARACTERS: usize = 60;

/// The lines of a file, each with its line end.
///
/// One buffer reads them all, and need not grow anew for each line; an item is a copy of what it
/// holds. The first error is the last item: that is what `?` does here.
#[generator]
fn lines(path: &Path) -> impl Iterator<Item = io::Result<String>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        yield_!(Ok(line.as_str().to_owned()));
        line.clear();
    }
}

/// What is known of the lines so far.
#[derive(Default)]
struct Summary {
    lines: u64,
    bytes: u64,
    longest: String,
    longest_number: u64,
}

impl Summary {
    fn add(&mut self, mut line: String) {
        self.lines += 1;
        self.bytes += line.len() as u64;
        if line.ends_with('\n') {
            line.pop();
            if line.ends_with('\r') {
                line.pop();
            }
        }
        if line.len() > self.longest.len() || self.lines == 1 {
            self.longest = line;
            self.longest_number = self.lines;
        }
    }
}

impl Display for Summary {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "lines: {}", self.lines)?;
        writeln!(formatter, "bytes: {}", self.bytes)?;
        if self.lines == 0 {
            return Ok(());
        }
        // Escaped: the file may hold what a terminal takes for a command.
        let shown: String = self.longest.chars().take(SHOWN_CHARACTERS).collect();
        let rest = if shown.len() < self.longest.len() { ".." } else { "" };
        writeln!(
            formatter,
            "longest: line {}, {} bytes: {shown:?}{rest}",
            self.longest_number,
            self.longest.len(),
        )
    }
}

/// Counts the lines of a file up to its end or the first error.
fn summarize(path: &Path) -> (Summary, io::Result<()>) {
    let mut summary = Summary::default();
    for line in lines(path) {
        match line {
            Ok(line) => summary.add(line),
            Err(error) => return (summary, Err(error)),
        }
    }
    (summary, Ok(()))
}

fn main() -> ExitCode {
    let Options { file } = Options::parse();
    let (summary, end) = summarize(&file);
    let printed = print(&summary);
    if let Err(error) = end {
        let after = match summary.lines {
            0 => String::new(),
            last => format!(" after line {last}"),
        };
        eprintln!("large_file: cannot read {}{after}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    printed
}

/// Writes to standard output, which may be a pipe that nobody reads any more.
fn print(summary: &Summary) -> ExitCode {
    match write!(io::stdout(), "{summary}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("large_file: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
