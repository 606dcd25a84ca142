//! The instructions of all workloads, in each build.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Result;

use super::programs::{Build, Programs};
use super::progress_bar;
use crate::callgrind;
use crate::library::Library;
use crate::workload::Workload;

/// What a variant takes for an item.
pub(crate) struct Instructions {
    pub(crate) workload: &'static str,
    pub(crate) library: Library,
    pub(crate) build: Build,
    pub(crate) per_item: f64,
}

/// Counts as many workloads at once as there are processors: a count does not depend on the load.
pub(crate) fn count(workloads: &[Workload], programs: &Programs) -> Result<Vec<Instructions>> {
    let jobs: Vec<_> = workloads
        .iter()
        .flat_map(|workload| {
            programs.iter().map(|(build, program)| (workload.name, build, program))
        })
        .collect();
    let progress = progress_bar(jobs.len());
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        while let Some(&(workload, build, program)) = jobs.get(next.fetch_add(1, Ordering::Relaxed))
        {
            progress.set_message(workload);
            let counts = callgrind::count(program, workload, &[]);
            results.lock().expect("nobody panics").push(counts.map(|counts| {
                counts.into_iter().map(move |count| Instructions {
                    workload,
                    library: count.library,
                    build,
                    per_item: count.total,
                })
            }));
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
