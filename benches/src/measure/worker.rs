//! A process that runs variants: [`crate::worker`], seen from the report.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::library::Library;
use crate::workload::Workload;

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
