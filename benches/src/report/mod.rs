//! What is printed, and written to `docs/`.

mod table;

use std::path::Path;

use anyhow::Result;

use crate::libraries::Library;
use crate::measure::instructions::Instructions;
use crate::measure::{Compiler, Timing};
use crate::workloads::Workload;
use table::Table;

/// All that was measured.
pub(crate) struct Report<'a> {
    pub(crate) workloads: &'a [Workload],
    /// Why nightly's `gen` blocks are left out, if they are.
    pub(crate) without_nightly: Option<String>,
    pub(crate) timings: Vec<Timing>,
    pub(crate) instructions: Option<Vec<Instructions>>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(workloads: &'a [Workload], nightly: Result<&Path, String>) -> Self {
        Self { workloads, without_nightly: nightly.err(), timings: Vec::new(), instructions: None }
    }

    pub(crate) fn print(&self) {
        if let Some(reason) = &self.without_nightly {
            println!("nightly gen is left out: {reason}\n");
        }
        if !self.timings.is_empty() {
            println!("Time: nanoseconds an item by hand; the others as a ratio to it\n");
            print!("{}", self.ratios());
        }
        if self.instructions.is_some() {
            println!("\nInstructions an item\n");
            print!("{}", self.instruction_counts());
        }
    }

    pub(crate) fn save(&self, _docs: &Path) -> Result<()> {
        Ok(())
    }

    fn timing(&self, workload: &str, library: Library, compiler: Compiler) -> Option<&Timing> {
        self.timings.iter().find(|timing| {
            timing.workload == workload && timing.library == library && timing.compiler == compiler
        })
    }

    fn count(&self, workload: &str, library: Library, compiler: Compiler) -> Option<f64> {
        let counts = self.instructions.as_ref()?;
        let count = counts.iter().find(|count| {
            count.workload == workload && count.library == library && count.compiler == compiler
        })?;
        Some(count.per_item)
    }

    /// The medians of the ratios to the code by hand.
    fn ratios(&self) -> Table {
        let mut table = Table::new(["workload", "hand-written, ns"]);
        for library in Library::ALL.into_iter().skip(1) {
            table.add_column(library.name());
        }
        table.add_column("genfn on nightly");
        for workload in self.workloads {
            let by_hand = self.timing(workload.name, Library::HandWritten, Compiler::Stable);
            let mut row = vec![
                workload.name.to_owned(),
                by_hand
                    .map_or_else(String::new, |timing| format!("{:.2}", timing.nanoseconds.median)),
            ];
            for library in Library::ALL.into_iter().skip(1) {
                let timing = self.timing(workload.name, library, compiler_of(library));
                row.push(timing.map_or_else(String::new, |timing| ratio(timing.ratio.median)));
            }
            let timing = self.timing(workload.name, Library::Genfn, Compiler::Nightly);
            row.push(timing.map_or_else(String::new, |timing| ratio(timing.ratio.median)));
            table.add_row(row);
        }
        table
    }

    fn instruction_counts(&self) -> Table {
        let mut table = Table::new(["workload"]);
        for library in Library::ALL {
            table.add_column(library.name());
        }
        table.add_column("hand-written on nightly");
        table.add_column("genfn on nightly");
        for workload in self.workloads {
            let mut row = vec![workload.name.to_owned()];
            let cell = |library, compiler| {
                let count = self.count(workload.name, library, compiler);
                count.map_or_else(String::new, |count| format!("{count:.2}"))
            };
            row.extend(Library::ALL.map(|library| cell(library, compiler_of(library))));
            row.push(cell(Library::HandWritten, Compiler::Nightly));
            row.push(cell(Library::Genfn, Compiler::Nightly));
            table.add_row(row);
        }
        table
    }
}

/// The compiler that the figures of a library in the main tables are from.
fn compiler_of(library: Library) -> Compiler {
    if library == Library::Nightly { Compiler::Nightly } else { Compiler::Stable }
}

/// Three digits that count.
fn ratio(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}
