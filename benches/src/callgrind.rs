//! Counts instructions under valgrind's callgrind, which gives the same number every time.
//!
//! One process a workload runs each variant twice, and calls [`genfn_benches_mark`] before and after
//! the second run. Callgrind writes down what it has counted whenever that is called.
//!
//! This is written out rather than taken from gungraun: its runner is a program that has to be
//! installed in the version of the library, its baselines are callgrind's own files rather than
//! figures that can be read in a review, and a benchmark of it is a function of one crate, while a
//! variant here may come from another compiler.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::library::Library;
use crate::workload::Workload;
use crate::workloads;

/// What callgrind counted of one variant, for an item.
pub(crate) struct Count {
    pub(crate) library: Library,
    /// All instructions, those of the C library included.
    pub(crate) total: f64,
    /// Those of the program itself: its functions and what of the standard library is in it. The C
    /// library's `memcpy` and `malloc` differ from one system to another.
    pub(crate) own: f64,
}

/// Where callgrind writes down what it has counted.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn genfn_benches_mark(number: usize) -> usize {
    std::hint::black_box(number)
}

/// Runs the variants of a workload, and prints `library<TAB>items` for each. This is the program
/// that runs under callgrind.
pub(crate) fn run(workload: &str, libraries: &[&str]) -> Result<()> {
    let workload = workloads::find(workload)?;
    let prepared = workload.prepare(workload.small_size);
    for (number, library) in counted(&workload, libraries).enumerate() {
        let run = prepared.run(library).context("a library that is counted has a variant")?;
        run();
        genfn_benches_mark(number);
        run();
        genfn_benches_mark(number);
        println!("{}\t{}", library.name(), prepared.items);
    }
    Ok(())
}

/// The libraries of this build that valgrind can run, or those of them that are named.
fn counted(workload: &Workload, libraries: &[&str]) -> impl Iterator<Item = Library> {
    workload.libraries().iter().copied().filter(move |library| {
        !workload.cannot_be_counted(*library)
            && (libraries.is_empty() || libraries.contains(&library.name()))
    })
}

/// Whether valgrind is installed.
pub(crate) fn is_possible() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Counts the instructions of a workload in a program: of all libraries, or of those that are named.
pub(crate) fn count(program: &Path, workload: &str, libraries: &[&str]) -> Result<Vec<Count>> {
    let folder = tempfile::tempdir()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--dump-before=genfn_benches_mark"])
        .arg(format!("--callgrind-out-file={}", folder.path().join("counts").display()))
        .arg(program)
        .args(["count", workload])
        .args(libraries)
        .output()?;
    ensure!(
        output.status.success(),
        "{workload} fails under valgrind:\n{}",
        String::from_utf8_lossy(&output.stderr),
    );
    let mut counts = Vec::new();
    for (number, line) in String::from_utf8(output.stdout)?.lines().enumerate() {
        let (library, items) = line.split_once('\t').context("a line has two fields")?;
        let items: f64 = items.parse()?;
        // What was counted until the mark after the second run.
        let dump = fs::read_to_string(folder.path().join(format!("counts.{}", 2 * number + 2)))?;
        let (total, own) = instructions(&dump, program)?;
        counts.push(Count {
            library: Library::from_name(library).context("it names a library")?,
            total: total as f64 / items,
            own: own as f64 / items,
        });
    }
    Ok(counts)
}

/// The instructions of a dump: all of them, and those of one object. The format is described at
/// <https://valgrind.org/docs/manual/cl-format.html>.
fn instructions(dump: &str, object: &Path) -> Result<(u64, u64)> {
    let object = object.to_string_lossy();
    let (mut total, mut own) = (None, 0);
    // The number that stands for the object's name, once it was named.
    let mut object_number = "";
    let mut is_own = false;
    let mut is_call = false;
    for line in dump.lines() {
        if let Some(name) = line.strip_prefix("ob=").or(line.strip_prefix("cob=")) {
            let (number, name) = name.split_once(' ').unwrap_or((name, ""));
            if name == object {
                object_number = number;
            }
            if line.starts_with("ob=") {
                is_own = number == object_number;
            }
        } else if let Some(summary) = line.strip_prefix("summary: ") {
            total = Some(summary.trim().parse()?);
        } else if line.starts_with("calls=") {
            is_call = true;
        } else if line.starts_with(|first: char| "+-*".contains(first) || first.is_ascii_digit()) {
            // The line behind a call has the cost of the function that is called.
            if is_own && !is_call {
                own += line.split(' ').nth(1).context("a cost")?.parse::<u64>()?;
            }
            is_call = false;
        }
    }
    Ok((total.context("callgrind writes a summary")?, own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_other_objects_are_no_part_of_the_program() {
        let dump = "\
events: Ir
fl=(1) main.rs
ob=(2) /target/program
fn=(1) main
16 3
cob=(3) /lib/libc.so.6
cfn=(2) memcpy
calls=1 0
17 100
+1 4

ob=(3)
fn=(2)
0 100

ob=(2)
fn=(3) other
* 5

summary: 112
";
        assert_eq!(instructions(dump, Path::new("/target/program")).unwrap(), (112, 12));
    }
}
