//! Counts instructions under valgrind's callgrind, which gives the same number every time.
//!
//! A program that runs a variant once is counted, and one that runs it twice on the same input. The
//! difference is one run: the program's own start and the making of the input are in both.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};

use super::{Compiler, progress_bar, variants};
use crate::libraries::Library;
use crate::workloads::Workload;

/// What a variant takes for an item.
pub(crate) struct Instructions {
    pub(crate) workload: &'static str,
    pub(crate) library: Library,
    pub(crate) compiler: Compiler,
    pub(crate) per_item: f64,
}

struct Job<'a> {
    workload: &'static str,
    library: Library,
    compiler: Compiler,
    program: &'a Path,
    size: usize,
    items: u64,
}

/// Counts them for all workloads. An error says that valgrind is missing.
pub(crate) fn count(workloads: &[Workload], nightly: Option<&Path>) -> Result<Vec<Instructions>> {
    let here: PathBuf = env::current_exe()?;
    let mut jobs = Vec::new();
    for workload in workloads {
        let size = workload.small_size;
        let items = workload.prepare(size).items;
        for (library, compiler) in variants(workload, nightly.is_some()) {
            let program = match compiler {
                Compiler::Stable => &*here,
                Compiler::Nightly => nightly.context("it was built")?,
            };
            jobs.push(Job { workload: workload.name, library, compiler, program, size, items });
        }
    }
    let progress = progress_bar(jobs.len());
    let next = AtomicUsize::new(0);
    let counted = Mutex::new(Vec::new());
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            progress.set_message(job.workload);
            let count = instructions_of_a_run(job);
            counted.lock().expect("nobody panics").push((job, count));
            progress.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    progress.finish_and_clear();
    let counted = counted.into_inner().expect("nobody panics");
    let mut results = Vec::new();
    for (job, count) in counted {
        #[allow(clippy::cast_precision_loss)]
        let per_item = count? as f64 / job.items as f64;
        let Job { workload, library, compiler, .. } = *job;
        results.push(Instructions { workload, library, compiler, per_item });
    }
    Ok(results)
}

fn instructions_of_a_run(job: &Job<'_>) -> Result<u64> {
    let (once, twice) = (instructions(job, 1)?, instructions(job, 2)?);
    twice.checked_sub(once).context("two runs take no less than one")
}

fn instructions(job: &Job<'_>, times: usize) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(job.program)
        .args(["run", job.workload, job.library.name()])
        .args([job.size.to_string(), times.to_string()])
        .output()
        .context("valgrind cannot be started")?;
    let messages = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{} of {} fails under valgrind:\n{messages}",
        job.workload,
        job.library.name(),
    );
    messages
        .lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .context("callgrind says how many instructions it collected")
}
