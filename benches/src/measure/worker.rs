//! Runs one variant at a time: here, or in a process that another compiler has built.
//!
//! A worker reads lines of the form `workload<TAB>library<TAB>size`, and answers each with a line.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::allocations;
use crate::libraries::Library;
use crate::workloads::{self, Prepared, Workload};

/// What one run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    pub(crate) time: Duration,
    pub(crate) sum: u64,
    pub(crate) items: u64,
    pub(crate) allocations: usize,
}

impl Outcome {
    pub(crate) fn nanoseconds_an_item(&self) -> f64 {
        self.time.as_secs_f64() * 1e9 / self.items as f64
    }
}

/// Runs variants in this process.
#[derive(Default)]
pub(crate) struct InProcess {
    workload: &'static str,
    /// The inputs of the workload, by size.
    prepared: HashMap<usize, Prepared>,
}

impl InProcess {
    pub(crate) fn run(
        &mut self,
        workload: &Workload,
        library: Library,
        size: usize,
    ) -> Result<Outcome> {
        if self.workload != workload.name {
            self.workload = workload.name;
            self.prepared.clear();
        }
        let prepared = self.prepared.entry(size).or_insert_with(|| workload.prepare(size));
        let run = prepared
            .run(library)
            .with_context(|| format!("{}: {} is left out", workload.name, library.name()))?;
        let allocations_before = allocations::count();
        let start = Instant::now();
        let sum = run();
        let time = start.elapsed();
        let allocations = allocations::count() - allocations_before;
        Ok(Outcome { time, sum, items: prepared.items, allocations })
    }
}

/// Answers until the input ends.
pub(crate) fn serve() -> Result<()> {
    let mut here = InProcess::default();
    let mut output = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let mut next = || fields.next().context("a line has three fields");
        let workload = workloads::find(next()?)?;
        let library = Library::from_name(next()?).context("there is no such library")?;
        let outcome = here.run(&workload, library, next()?.parse()?)?;
        let Outcome { time, sum, items, allocations } = outcome;
        writeln!(output, "{} {sum} {items} {allocations}", time.as_nanos())?;
        output.flush()?;
    }
    Ok(())
}

/// A process that runs variants.
pub(crate) struct Worker {
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    pub(crate) fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .arg("worker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let requests = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().context("its output is a pipe")?);
        Ok(Self { process, requests, answers })
    }

    pub(crate) fn run(
        &mut self,
        workload: &Workload,
        library: Library,
        size: usize,
    ) -> Result<Outcome> {
        let requests = self.requests.as_mut().context("its input is a pipe")?;
        writeln!(requests, "{}\t{}\t{size}", workload.name, library.name())?;
        requests.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut fields = line.split_whitespace();
        let mut next = || fields.next().context("the worker has ended");
        Ok(Outcome {
            time: Duration::from_nanos(next()?.parse()?),
            sum: next()?.parse()?,
            items: next()?.parse()?,
            allocations: next()?.parse()?,
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends with its input.
        self.requests = None;
        let _ = self.process.wait();
    }
}
