//! Runs variants for the report, each in the process of a program that one compiler built in one
//! profile.
//!
//! A worker reads lines of the form `workload<TAB>library<TAB>size`, and answers each with the
//! nanoseconds of a run, its sum, its items and its allocations.

use std::collections::HashMap;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::allocations;
use crate::library::Library;
use crate::workload::Prepared;
use crate::workloads;

/// Answers until the input ends.
pub(crate) fn serve() -> Result<()> {
    let mut current = String::new();
    // The inputs of the current workload, by size.
    let mut inputs: HashMap<usize, Prepared> = HashMap::new();
    let mut output = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let mut next = || fields.next().context("a line has three fields");
        let workload = workloads::find(next()?)?;
        let library = Library::from_name(next()?).context("there is no such library")?;
        let size = next()?.parse()?;
        if current != workload.name {
            workload.name.clone_into(&mut current);
            inputs.clear();
        }
        let prepared = inputs.entry(size).or_insert_with(|| workload.prepare(size));
        let run = prepared
            .run(library)
            .with_context(|| format!("{}: {} is left out", workload.name, library.name()))?;
        let allocations_before = allocations::count();
        let start = Instant::now();
        let sum = run();
        let time = start.elapsed().as_nanos();
        let allocations = allocations::count() - allocations_before;
        writeln!(output, "{time} {sum} {} {allocations}", prepared.items)?;
        output.flush()?;
    }
    Ok(())
}
