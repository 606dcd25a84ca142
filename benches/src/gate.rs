//! Compares the instructions of genfn's generators with figures that are committed.
//!
//! ```sh
//! for profile in release lto; do
//!     cargo run --manifest-path benches/Cargo.toml --no-default-features --profile $profile -- gate
//! done
//! ```
//!
//! Each profile has a column of `benches/gate.tsv`, and `gate --renew` writes the column of the
//! profile that it is built in. Only the program's own instructions are counted, not those of the C
//! library. A figure then depends on the sources, on the locked versions of the dependencies and on
//! the toolchain that `rust-toolchain.toml` pins; the processor and the system do not move it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::callgrind;
use crate::library::Library;

/// What is left out moves from one system to another, by what it reads or copies: a file, and items
/// of several sizes. Chains of 10,000 and more say what the chain of 100 does, and take long.
const WORKLOADS: [&str; 33] = [
    "fibonacci",
    "nested loops",
    "pythagorean triples",
    "primes",
    "tokenizer",
    "merge",
    "permutations",
    "sliding windows",
    "send: accumulator",
    "send: parser",
    "2 levels of adapters",
    "5 levels of adapters",
    "adapters of Iterator",
    "in a struct field",
    "a buffer of 4 KiB",
    "short-lived",
    "short-lived, escaping",
    "dyn Iterator",
    "in a struct field, erased",
    "calls not inlined",
    "10,000 in turn",
    "tree, depth 16",
    "chain of 100",
    "tree, by loops",
    "stream: counting",
    "stream: polled in a loop",
    "stream: ready await",
    "stream: pending await",
    "stream: two adapters",
    "stream: boxed",
    "stream: boxed, pending",
    "stream: delegation",
    "stream: delegation, depth 100",
];

const LIBRARIES: [Library; 3] = [Library::Genfn, Library::GenfnPinned, Library::GenfnState];

/// A figure may be this many times the committed one.
const LIMIT: f64 = 1.03;

const HEADER: &str = "workload\tlibrary\trelease\tlto";

/// A line of the file: instructions an item, by profile.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    workload: String,
    library: String,
    figures: [Option<f64>; 2],
}

/// Fails if a figure is above its committed one by more than the limit.
pub(crate) fn check() -> Result<()> {
    let column = column()?;
    let committed = read()?;
    let mut above = 0;
    println!(
        "{:<26} {:<13} {:>10} {:>10} {:>8}",
        "workload", "library", "committed", "now", "change"
    );
    let counted = count(column)?;
    for line in &counted {
        let now = line.figures[column].context("it was counted")?;
        let Some(before) = figure(&committed, line, column) else {
            bail!("{}: {} has no committed figure; {RENEW}", line.workload, line.library);
        };
        let mark = if now > before * LIMIT { "  above the limit" } else { "" };
        above += usize::from(!mark.is_empty());
        println!(
            "{:<26} {:<13} {before:>10.2} {now:>10.2} {:>+6.1} %{mark}",
            line.workload,
            line.library,
            (now / before - 1.0) * 100.0,
        );
    }
    ensure!(
        above == 0,
        "{above} of {} figures are more than 3 % above those of benches/gate.tsv. If that is the \
         price of a change which is worth it, {RENEW}.",
        counted.len(),
    );
    println!("{} figures are within 3 % of the committed ones", counted.len());
    Ok(())
}

const RENEW: &str =
    "renew the figures in both profiles: run `gate --renew` as CONTRIBUTING.md says";

/// Writes the figures of this profile.
pub(crate) fn renew() -> Result<()> {
    let column = column()?;
    let committed = read().unwrap_or_default();
    let mut text = format!("{HEADER}\n");
    for mut line in count(column)? {
        line.figures[1 - column] = figure(&committed, &line, 1 - column);
        let [release, lto] = line
            .figures
            .map(|figure| figure.map_or_else(String::new, |figure| format!("{figure:.2}")));
        writeln!(text, "{}\t{}\t{release}\t{lto}", line.workload, line.library)?;
    }
    fs::write(file(), text)?;
    Ok(())
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("gate.tsv")
}

fn figure(lines: &[Line], of: &Line, column: usize) -> Option<f64> {
    let mut lines = lines.iter();
    lines.find(|line| line.workload == of.workload && line.library == of.library)?.figures[column]
}

fn read() -> Result<Vec<Line>> {
    parse(&fs::read_to_string(file())?)
}

fn parse(text: &str) -> Result<Vec<Line>> {
    let mut lines = text.lines();
    ensure!(lines.next() == Some(HEADER), "the file begins with its header");
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [workload, library, release, lto] = fields[..] else {
                bail!("a line has four fields: {line}");
            };
            let figure = |text: &str| (!text.is_empty()).then(|| text.parse()).transpose();
            Ok(Line {
                workload: workload.to_owned(),
                library: library.to_owned(),
                figures: [figure(release)?, figure(lto)?],
            })
        })
        .collect()
}

/// The column of the profile that this program was built in: cargo's folder has its name.
fn column() -> Result<usize> {
    let program = env::current_exe()?;
    let profile = program.parent().and_then(Path::file_name).context("it is in a folder")?;
    match profile.to_str() {
        Some("release") => Ok(0),
        Some("lto") => Ok(1),
        _ => bail!("the gate is built with `--profile release` or `--profile lto`"),
    }
}

/// The figures of this program, in the order of the file.
fn count(column: usize) -> Result<Vec<Line>> {
    ensure!(callgrind::is_possible(), "valgrind is not installed, and the gate counts with it");
    let program = env::current_exe()?;
    let libraries = LIBRARIES.map(Library::name);
    let next = AtomicUsize::new(0);
    let counts = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(workload) = WORKLOADS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let count = callgrind::count(&program, workload, &libraries);
                    counts.lock().expect("nobody panics").push((*workload, count));
                }
            });
        }
    });
    let mut lines = Vec::new();
    for (workload, counts) in counts.into_inner().expect("nobody panics") {
        for count in counts? {
            let mut figures = [None; 2];
            figures[column] = Some(count.own);
            let library = count.library.name().to_owned();
            lines.push(Line { workload: workload.to_owned(), library, figures });
        }
    }
    let place = |line: &Line| WORKLOADS.iter().position(|name| *name == line.workload);
    lines.sort_by_key(place);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads;

    #[test]
    fn each_workload_of_the_gate_is_one() {
        for name in WORKLOADS {
            workloads::find(name).unwrap();
        }
    }

    #[test]
    fn a_line_without_a_figure_of_one_profile_is_read() {
        let lines = parse(&format!("{HEADER}\nprimes\tgenfn\t3.50\t\n")).unwrap();
        assert_eq!(lines[0].figures, [Some(3.5), None]);
    }
}
