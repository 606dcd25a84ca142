//! What is printed, and written to `docs/`.

mod goals;
mod machine;
mod plot;
mod table;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::allocations;
use crate::library::{Family, Library};
use crate::measure::compile_times::Compilation;
use crate::measure::instructions::Instructions;
use crate::measure::programs::{self, Build, Compiler, Profile};
use crate::measure::states::State;
use crate::measure::{Repeats, Timing};
use crate::workload::Workload;
use table::Table;

/// All that was measured. What was not is empty.
pub(crate) struct Report<'a> {
    pub(crate) workloads: &'a [Workload],
    pub(crate) profiles: &'a [Profile],
    /// Why nightly's `gen` blocks are left out, if they are.
    pub(crate) without_nightly: Option<String>,
    pub(crate) repeats: Repeats,
    pub(crate) timings: Vec<Timing>,
    pub(crate) instructions: Vec<Instructions>,
    /// Why no instructions were counted, if that was asked for.
    pub(crate) without_instructions: Option<String>,
    pub(crate) states: Vec<State>,
    pub(crate) compilations: Vec<Compilation>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        workloads: &'a [Workload],
        profiles: &'a [Profile],
        repeats: Repeats,
    ) -> Self {
        Self {
            workloads,
            profiles,
            without_nightly: None,
            repeats,
            timings: Vec::new(),
            instructions: Vec::new(),
            without_instructions: None,
            states: Vec::new(),
            compilations: Vec::new(),
        }
    }

    /// To the standard output.
    pub(crate) fn print(&self) {
        print!("{}", self.sections());
    }

    /// Writes `benchmarks.md` and `benchmarks.svg` into a folder.
    pub(crate) fn save(&self, docs: &Path) -> Result<()> {
        let mut page = String::from(
            "# Benchmarks\n\n\
             genfn beside the hand-written iterator, nightly's `gen` blocks, and \
             other crates that make generators; and its streams beside hand-written streams, \
             nightly's `async gen` blocks, and other crates that make streams. One run, the same \
             work, and the same body wherever a library can express it.\n\n\
             ![The time of each library in each workload, as a ratio to the hand-written iterator]\
             (benchmarks.svg)\n\n",
        );
        writeln!(page, "Measured on {}:\n", machine::date())?;
        for line in machine::describe(programs::nightly_version()) {
            writeln!(page, "- {line}")?;
        }
        page.push_str(
            "\nTo measure again (`--help` says what can be left out; the whole takes a quarter of an \
             hour on two cores, so leave the machine to it):\n\n\
             ```sh\n\
             cargo run --release --manifest-path benches/Cargo.toml -- --save\n\
             ```\n\n",
        );
        page.push_str(&self.sections());
        fs::write(docs.join("benchmarks.md"), page)?;
        fs::write(docs.join("benchmarks.svg"), plot::draw(self)?)?;
        Ok(())
    }

    /// A section for all that was measured.
    fn sections(&self) -> String {
        let mut sections = Vec::new();
        if let Some(reason) = &self.without_nightly {
            sections.push(format!("nightly's `gen` blocks are left out: {reason}.\n"));
        }
        let goals = goals::all(self);
        if !goals.is_empty() {
            sections.push(format!("## Goals\n\n{}", goal_table(&goals)));
        }
        if !self.timings.is_empty() {
            let Repeats { runs, rounds } = self.repeats;
            for &profile in self.profiles {
                sections.push(format!(
                    "## Time, {profile}\n\n\
                     {runs} runs of {rounds} rounds, each round one run of each variant in turn. The \
                     column `hand-written` has nanoseconds an item. The others have the median of \
                     the ratio to the hand-written iterator of the same round. A column of nightly \
                     is compared with the hand-written iterator that nightly compiled. `genfn \
                     pinned` are the same generators that return `impl PinCoroutine`: on the stack \
                     of the function that consumes them, or in a box where they leave it. Streams \
                     have a table of their own.\n\n{}",
                    each_family(|family| self.ratio_table(family, profile))
                ));
            }
            sections.push(self.notes());
            sections.push(format!(
                "## How much a time moves\n\n\
                 From the least to the largest median of the {runs} runs, in percent of the median \
                 of all: of the nanoseconds of the hand-written code, and of the ratios of the \
                 others. A difference that is smaller than this is none.\n\n{}",
                self.movement_table()
            ));
            for &profile in self.profiles {
                sections.push(format!(
                    "## Time and its spread, {profile}\n\n\
                     Nanoseconds an item: the median, and the quartiles around it.\n\n{}",
                    each_family(|family| self.time_table(family, profile))
                ));
            }
        }
        if !self.timings.is_empty() && allocations::ARE_COUNTED {
            for &profile in self.profiles {
                sections.push(format!(
                    "## Allocations, {profile}\n\n\
                     For each generator that is made, its whole life long.\n\n{}",
                    each_family(|family| self.allocation_table(family, profile))
                ));
            }
        }
        if let Some(reason) = &self.without_instructions {
            sections.push(format!("Instructions were not counted: {reason}.\n"));
        }
        if !self.instructions.is_empty() {
            for &profile in self.profiles {
                sections.push(format!(
                    "## Instructions, {profile}\n\n\
                     For an item, counted by callgrind: those of the C library are included. The \
                     same program gives the same count each time.\n\n{}",
                    each_family(|family| self.instruction_table(family, profile))
                ));
            }
        }
        if !self.states.is_empty() {
            sections.push(format!(
                "## The suspended state\n\n\
                 Bytes of a generator that is suspended at its first yield: the value, and what it \
                 has on the heap. corosensei and generator have a stack besides.\n\n{}",
                each_family(|family| self.state_table(family))
            ));
        }
        if !self.compilations.is_empty() {
            sections.push(format!(
                "## Compile time and code size\n\n\
                 A crate of 300 generator functions in 30 modules, each function with a loop that \
                 consumes it, in release mode, its dependencies being compiled already; and a crate \
                 of 100 functions that return streams. The ratio is to the hand-written crate of the \
                 same compiler.\n\n{}",
                each_family(|family| self.compilation_table(family))
            ));
        }
        sections.join("\n")
    }

    fn timing(&self, workload: &str, library: Library, build: Build) -> Option<&Timing> {
        self.timings.iter().find(|timing| {
            timing.workload == workload && timing.library == library && timing.build == build
        })
    }

    fn count(&self, workload: &str, library: Library, build: Build) -> Option<f64> {
        let count = self.instructions.iter().find(|count| {
            count.workload == workload && count.library == library && count.build == build
        })?;
        Some(count.per_item)
    }

    /// A table with a row for each workload of a family and a column for each of `columns`. A cell
    /// without a figure is empty.
    fn by_workload(
        &self,
        family: Family,
        columns: &[(Library, Compiler)],
        cell: impl Fn(&str, Library, Compiler) -> Option<String>,
    ) -> Table {
        let mut table = Table::new(["workload"]);
        for (library, compiler) in columns {
            table.add_column(&title(*library, *compiler));
        }
        for workload in self.workloads.iter().filter(|one| one.kind.family() == family) {
            let cells = columns.iter().map(|(library, compiler)| {
                cell(workload.name, *library, *compiler).unwrap_or_default()
            });
            table.add_row([workload.name.to_owned()].into_iter().chain(cells).collect());
        }
        table
    }

    /// The columns of which something was measured.
    fn columns(&self, family: Family, with_nightly: &[Library]) -> Vec<(Library, Compiler)> {
        let main = Library::ALL
            .into_iter()
            .filter(|library| library.makes(family))
            .map(|library| (library, compiler_of(library)));
        let more = with_nightly.iter().map(|library| (*library, Compiler::Nightly));
        main.chain(more)
            .filter(|(_, compiler)| *compiler == Compiler::Stable || self.without_nightly.is_none())
            .collect()
    }

    fn ratio_table(&self, family: Family, profile: Profile) -> Table {
        let columns = self.columns(family, &[Library::Genfn]);
        self.by_workload(family, &columns, |workload, library, compiler| {
            let timing = self.timing(workload, library, Build { compiler, profile })?;
            Some(if library == Library::HandWritten {
                format!("{} ns", ratio(timing.nanoseconds.median))
            } else {
                ratio(timing.ratio.median)
            })
        })
    }

    /// Of the main libraries, in each profile.
    fn movement_table(&self) -> Table {
        const LIBRARIES: [Library; 5] = [
            Library::HandWritten,
            Library::Genfn,
            Library::GenfnPinned,
            Library::GenfnState,
            Library::Nightly,
        ];
        let mut table = Table::new(["workload"]);
        let columns = || {
            let profiles = self.profiles.iter();
            profiles.flat_map(|profile| LIBRARIES.map(|library| (*profile, library)))
        };
        for (profile, library) in columns() {
            table.add_column(&format!("{}, {}", library.name(), profile.short()));
        }
        for workload in self.workloads {
            let cells = columns().map(|(profile, library)| {
                let build = Build { compiler: compiler_of(library), profile };
                let timing = self.timing(workload.name, library, build);
                timing
                    .map_or_else(String::new, |timing| format!("{:.1} %", timing.movement * 100.0))
            });
            table.add_row([workload.name.to_owned()].into_iter().chain(cells).collect());
        }
        table
    }

    fn time_table(&self, family: Family, profile: Profile) -> Table {
        let columns = self.columns(family, &[Library::HandWritten, Library::Genfn]);
        self.by_workload(family, &columns, |workload, library, compiler| {
            let summary = self.timing(workload, library, Build { compiler, profile })?.nanoseconds;
            Some(format!(
                "{} ({}–{})",
                ratio(summary.median),
                ratio(summary.lower_quartile),
                ratio(summary.upper_quartile)
            ))
        })
    }

    fn allocation_table(&self, family: Family, profile: Profile) -> Table {
        self.by_workload(family, &self.columns(family, &[]), |workload, library, compiler| {
            let timing = self.timing(workload, library, Build { compiler, profile })?;
            Some(figure(allocations_a_generator(timing)))
        })
    }

    fn instruction_table(&self, family: Family, profile: Profile) -> Table {
        let columns = self.columns(family, &[Library::HandWritten, Library::Genfn]);
        self.by_workload(family, &columns, |workload, library, compiler| {
            self.count(workload, library, Build { compiler, profile }).map(figure)
        })
    }

    fn state_table(&self, family: Family) -> Table {
        let mut table = Table::new(["generator"]);
        let columns = self.columns(family, &[]);
        for (library, compiler) in &columns {
            table.add_column(&title(*library, *compiler));
        }
        let mut generators: Vec<&str> = Vec::new();
        for state in self.states.iter().filter(|state| family_of(&state.generator) == family) {
            if !generators.contains(&&*state.generator) {
                generators.push(&state.generator);
            }
        }
        for generator in generators {
            let cells = columns.iter().map(|(library, compiler)| {
                let state = self.states.iter().find(|state| {
                    state.generator == generator
                        && state.library == *library
                        && state.compiler == *compiler
                });
                state.map_or_else(String::new, |State { value, heap, .. }| match heap {
                    0 => value.to_string(),
                    heap => format!("{value} + {heap}"),
                })
            });
            table.add_row([generator.to_owned()].into_iter().chain(cells).collect());
        }
        table
    }

    fn compilation_table(&self, family: Family) -> Table {
        let mut table = Table::new(["crate", "seconds", "ratio", "code, bytes", "ratio"]);
        let of_family = || self.compilations.iter().filter(|one| one.family == family);
        for compilation in of_family() {
            let by_hand = of_family().find(|other| {
                other.library == Library::HandWritten && other.compiler == compilation.compiler
            });
            let Some(by_hand) = by_hand else { continue };
            let seconds = compilation.seconds;
            let code_ratio = compilation.code_bytes as f64 / by_hand.code_bytes as f64;
            table.add_row(vec![
                title(compilation.library, compilation.compiler),
                format!(
                    "{:.2} ({:.2}–{:.2})",
                    seconds.median, seconds.lower_quartile, seconds.upper_quartile
                ),
                ratio(seconds.median / by_hand.seconds.median),
                compilation.code_bytes.to_string(),
                ratio(code_ratio),
            ]);
        }
        table
    }

    /// What the workloads are, and why cells are empty.
    fn notes(&self) -> String {
        let mut notes = String::new();
        for workload in self.workloads {
            write!(notes, "- {}: {}.", workload.name, workload.about).expect("it is a string");
            let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
            for (library, reason) in &workload.without {
                match reasons.iter_mut().find(|(other, _)| other == reason) {
                    Some((_, libraries)) => libraries.push(library.name()),
                    None => reasons.push((reason, vec![library.name()])),
                }
            }
            for (reason, libraries) in reasons {
                write!(notes, " Without {}: {reason}.", libraries.join(", "))
                    .expect("it is a string");
            }
            notes.push('\n');
        }
        notes
    }
}

fn goal_table(goals: &[goals::Goal]) -> Table {
    let mut table = Table::new(["goal", "profile", "measured", "reached"]);
    for goal in goals {
        let reached = if goal.reached == Some(true) { "yes" } else { "**no**" };
        let profile = goal.profile.map_or("both", Profile::short);
        let cells = [&*goal.what, profile, &*goal.measured, reached];
        table.add_row(cells.map(str::to_owned).to_vec());
    }
    table
}

/// The tables of each family of which something was measured.
fn each_family(table: impl Fn(Family) -> Table) -> String {
    let tables = Family::ALL.into_iter().map(table).filter(|table| !table.is_empty());
    tables.map(|table| table.to_string()).collect::<Vec<_>>().join("\n")
}

/// The names of streams say so.
fn family_of(generator: &str) -> Family {
    if generator.starts_with("stream: ") { Family::Streams } else { Family::Generators }
}

fn allocations_a_generator(timing: &Timing) -> f64 {
    timing.allocations as f64 / timing.generators as f64
}

/// The compiler that the figures of a library in the main tables are from.
fn compiler_of(library: Library) -> Compiler {
    if library == Library::Nightly { Compiler::Nightly } else { Compiler::Stable }
}

fn title(library: Library, compiler: Compiler) -> String {
    if compiler == compiler_of(library) {
        library.name().to_owned()
    } else {
        format!("{} on nightly", library.name())
    }
}

/// With three digits that count.
fn ratio(value: f64) -> String {
    match value {
        value if value < 9.995 => format!("{value:.2}"),
        value if value < 99.95 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

/// With two decimals, unless they are zero.
fn figure(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
