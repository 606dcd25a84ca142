//! Counts instructions under valgrind's callgrind, which gives the same number every time.
//!
//! One process a workload runs each variant twice, and calls [`mark`] before and after the second
//! run. Callgrind is told to write down what it has counted whenever that is called.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};

use super::{Compiler, progress_bar};
use crate::libraries::Library;
use crate::workloads::{self, Workload};

/// What a variant takes for an item.
pub(crate) struct Instructions {
    pub(crate) workload: &'static str,
    pub(crate) library: Library,
    pub(crate) compiler: Compiler,
    pub(crate) per_item: f64,
}

/// Where callgrind writes down what it has counted.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn genfn_benches_mark(number: usize) -> usize {
    std::hint::black_box(number)
}

/// Of a build: those that are counted, in this order.
fn counted(workload: &Workload) -> impl Iterator<Item = Library> {
    workload.libraries().iter().copied().filter(|library| !workload.cannot_be_counted(*library))
}

/// Is what runs under callgrind.
pub(crate) fn run(workload: &str) -> Result<()> {
    let workload = workloads::find(workload)?;
    let prepared = workload.prepare(workload.small_size);
    for (number, library) in counted(&workload).enumerate() {
        let run = prepared.run(library).context("a library that is counted has a variant")?;
        run();
        genfn_benches_mark(number);
        run();
        genfn_benches_mark(number);
        println!("{}\t{}", library.name(), prepared.items);
    }
    Ok(())
}

/// Whether valgrind is installed.
pub(crate) fn is_possible() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Counts them for all workloads.
pub(crate) fn count(workloads: &[Workload], nightly: Option<&Path>) -> Result<Vec<Instructions>> {
    let here: PathBuf = env::current_exe()?;
    let names = workloads.iter().map(|workload| workload.name);
    let jobs: Vec<_> = names
        .flat_map(|name| {
            let stable = Some((name, Compiler::Stable, &*here));
            stable.into_iter().chain(nightly.map(|program| (name, Compiler::Nightly, program)))
        })
        .collect();
    let progress = progress_bar(jobs.len());
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        while let Some((workload, compiler, program)) =
            jobs.get(next.fetch_add(1, Ordering::Relaxed))
        {
            progress.set_message(*workload);
            let counted = count_in(workload, *compiler, program);
            results.lock().expect("nobody panics").push(counted);
            progress.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    progress.finish_and_clear();
    let results: Result<Vec<_>> =
        results.into_inner().expect("nobody panics").into_iter().collect();
    Ok(results?.into_iter().flatten().collect())
}

fn count_in(
    workload: &'static str,
    compiler: Compiler,
    program: &Path,
) -> Result<Vec<Instructions>> {
    let folder = tempfile::tempdir()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--dump-before=genfn_benches_mark"])
        .arg(format!("--callgrind-out-file={}", folder.path().join("counts").display()))
        .arg(program)
        .args(["count", workload])
        .output()?;
    ensure!(
        output.status.success(),
        "{workload} fails under valgrind:\n{}",
        String::from_utf8_lossy(&output.stderr),
    );
    let mut counted = Vec::new();
    for (number, line) in String::from_utf8(output.stdout)?.lines().enumerate() {
        let (library, items) = line.split_once('\t').context("a line has two fields")?;
        // What was counted until the mark after the second run.
        let file = folder.path().join(format!("counts.{}", 2 * number + 2));
        let instructions = fs::read_to_string(file)?
            .lines()
            .find_map(|line| line.strip_prefix("summary: ")?.trim().parse::<f64>().ok())
            .context("callgrind writes a summary")?;
        counted.push(Instructions {
            workload,
            library: Library::from_name(library).context("it names a library")?,
            compiler,
            per_item: instructions / items.parse::<f64>()?,
        });
    }
    Ok(counted)
}
