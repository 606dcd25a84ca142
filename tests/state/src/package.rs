//! A copy of the package `genfn-tests` and of the examples, with explicit states.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::exceptions::{Exceptions, Place};
use crate::functions::{Function, functions, rewritten};

/// The folders whose tests are run, in `tests/tests`.
const TESTS: [&str; 9] = [
    "allocations",
    "combinators",
    "delegation",
    "drops",
    "examples",
    "macros",
    "memory",
    "programs",
    "protocol",
];

/// The copy.
pub struct Package {
    /// The workspace that it is copied from.
    workspace: PathBuf,
    /// Where it is: with the layout of the workspace.
    copy: PathBuf,
    /// The files with functions, relative to the workspace.
    files: BTreeMap<String, (String, Vec<Function>)>,
}

/// Tests that are not run, with the reason.
const SKIPPED: [(&str, &str); 15] = [
    ("combinators::all_lent_items_are_in_one_allocation", HEAP),
    ("combinators::each_allocates_the_body_alone", HEAP),
    ("combinators::two_after_one_another_allocate_both_bodies", HEAP),
    ("combinators::a_borrowed_value_is_sent_without_an_allocation", HEAP),
    ("streams::the_coroutine_alone_allocates_in_a_stream_of_it", HEAP),
    ("erased::a_frame_is_freed_when_the_coroutine_ends", HEAP),
    ("generators::a_box_of_a_trait_object_adds_its_own", HEAP),
    ("generators::one_for_a_coroutine_that_is_sent_values", HEAP),
    ("generators::one_for_a_generator_over_results", HEAP),
    ("depth::allocations_grow_with_the_logarithm_of_the_depth", HEAP),
    ("frames::", SIZE),
    ("sizes::", "it asks for the size of a box, and an explicit state is in none"),
    ("one_that_is_made_takes_no_room_for_its_frame_but_in_its_box", SIZE),
    ("borrows_across_yields::an_array_on_the_body_s_stack_stays_where_it_is", MOVES),
    ("boxes_that_stay::what_is_left_in_it_is_dropped_where_it_is", MOVES),
];
const HEAP: &str = "it counts the allocations of a body in a box, and an explicit state has none";
const SIZE: &str = "it holds frames that are larger than a thread's stack has room for as values";
const MOVES: &str = "it asks for an address, and an explicit state is moved";

/// How many bodies there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those with an explicit state.
    pub lowered: usize,
    /// Those that return an `impl PinCoroutine`, which stays where it is.
    pub pinned: usize,
    /// All that are functions.
    pub all: usize,
}

impl Package {
    /// The package of `workspace`, to be written to `copy`.
    ///
    /// # Panics
    ///
    /// Where a file cannot be read.
    #[must_use]
    pub fn new(workspace: PathBuf, copy: PathBuf) -> Self {
        let mut files = BTreeMap::new();
        let mut paths = vec!["runtime/examples".to_owned(), "tests/src".to_owned()];
        paths.extend(TESTS.iter().map(|folder| format!("tests/tests/{folder}")));
        while let Some(path) = paths.pop() {
            let whole = workspace.join(&path);
            if whole.is_dir() {
                let entries = fs::read_dir(whole).expect("a folder is read");
                paths.extend(entries.map(|entry| {
                    let name = entry.expect("an entry").file_name();
                    format!("{path}/{}", name.to_string_lossy())
                }));
            } else if whole.extension().is_some_and(|extension| extension == "rs") {
                let mut text = fs::read_to_string(whole).expect("a file is read");
                if path == "tests/tests/examples/main.rs" {
                    text = text.replace("mod no_std;\n", "");
                }
                let functions = functions(&text);
                files.insert(path, (text, functions));
            }
        }
        Self { workspace, copy, files }
    }

    /// How many bodies have explicit states, with these exceptions.
    #[must_use]
    pub fn counts(&self, exceptions: &Exceptions) -> Counts {
        let mut counts = Counts::default();
        for (file, (_, functions)) in &self.files {
            for function in functions {
                let Some(generator) = &function.generator else { continue };
                counts.all += 1;
                counts.pinned += usize::from(generator.pinned);
                counts.lowered += usize::from(wanted(file, function, exceptions));
            }
        }
        counts
    }

    /// The exceptions that are no generators any more.
    #[must_use]
    pub fn stale(&self, exceptions: &Exceptions) -> Vec<Place> {
        let is_there = |(file, name): &Place| {
            self.files.get(file).is_some_and(|(_, functions)| {
                functions.iter().any(|one| one.name == *name && one.generator.is_some())
            })
        };
        exceptions.0.keys().filter(|place| !is_there(place)).cloned().collect()
    }

    /// Writes the copy.
    ///
    /// # Panics
    ///
    /// Where a file cannot be written.
    pub fn write(&self, exceptions: &Exceptions) {
        for (file, (text, functions)) in &self.files {
            let text = rewritten(text, functions, |one| wanted(file, one, exceptions));
            write(&self.copy.join(file), &text);
        }
        for file in ["README.md", "tests/data/protocol.tsv", "Cargo.lock"] {
            let text = fs::read_to_string(self.workspace.join(file)).expect("a file is read");
            let file = if file == "Cargo.lock" { "tests/Cargo.lock" } else { file };
            write(&self.copy.join(file), &text);
        }
        write(&self.copy.join("tests/Cargo.toml"), &self.manifest());
    }

    /// The manifest of the tests, for a package outside of the workspace.
    fn manifest(&self) -> String {
        let read = |file| fs::read_to_string(self.workspace.join(file)).expect("a file is read");
        let (manifest, workspace) = (read("tests/Cargo.toml"), read("Cargo.toml"));
        let of_workspace = |name: &str| {
            let line = workspace.lines().find(|line| line.starts_with(&format!("{name} = ")));
            line.unwrap_or_else(|| panic!("the workspace has `{name}`")).to_owned()
        };
        let quoted = |folder| format!("\"{}\"", self.workspace.join(folder).display());
        let mut lines = Vec::new();
        for line in manifest.lines() {
            let line = line
                .replace("\"../runtime\"", &quoted("runtime"))
                .replace("\"attributes\"", &quoted("tests/attributes"));
            if line.starts_with("[lints]") {
                break;
            }
            lines.push(match line.split_once(".workspace = true") {
                Some((name, _)) => of_workspace(name),
                None if line.contains("{ workspace = true, ") => {
                    let name = line.split(' ').next().unwrap_or_default();
                    let inner = of_workspace(name);
                    let inner = inner.split_once("{ ").map_or("", |(_, inner)| inner);
                    let inner = inner.trim_end_matches(" }");
                    line.replace("workspace = true", inner)
                }
                None => line,
            });
        }
        lines.push("[workspace]\n".to_owned());
        lines.join("\n")
    }

    /// Runs cargo on the copy.
    ///
    /// # Panics
    ///
    /// Where cargo cannot be started.
    #[must_use]
    pub fn cargo(&self, verb: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new("cargo");
        command
            .arg(verb)
            .args(TESTS.iter().flat_map(|folder| ["--test", folder]))
            .args(arguments)
            .args((verb == "test").then_some("--"))
            .args(SKIPPED.iter().filter(|_| verb == "test").flat_map(|(name, _)| ["--skip", name]))
            .current_dir(self.copy.join("tests"))
            .env("CARGO_TARGET_DIR", self.copy.join("target"))
            // A lint that a test expects of a body is not there where the body is another one.
            .env("RUSTFLAGS", "--cap-lints=warn");
        command.output().expect("cargo runs")
    }

    /// Builds the copy until it compiles, without the functions that the compiler reports.
    ///
    /// # Panics
    ///
    /// Where an error is that of no function.
    #[must_use]
    pub fn search(&self) -> Exceptions {
        let mut exceptions = Exceptions::default();
        loop {
            self.write(&exceptions);
            let output = self.cargo("build", &["--keep-going", "--message-format=json"]);
            if output.status.success() {
                return exceptions;
            }
            let text = String::from_utf8_lossy(&output.stdout);
            let found = self.reported(&text, &exceptions);
            eprintln!("{} more", found.len());
            assert!(!found.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
            exceptions.0.extend(found);
        }
    }

    /// The functions that errors are about: those that they are in, or else those that are called where
    /// they are.
    fn reported(&self, messages: &str, exceptions: &Exceptions) -> BTreeMap<Place, String> {
        let (mut inside, mut called) = (BTreeMap::new(), BTreeMap::new());
        for line in messages.lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            let message = &message["message"];
            if message["level"] != "error" {
                continue;
            }
            let reason = reason(message);
            let mut places = BTreeSet::new();
            self.places(message, &mut places);
            for (file, line) in places {
                let (text, functions) = &self.files[&file];
                let mut around = functions.iter().filter(|one| one.lines.contains(&line));
                let Some(function) = around.next_back() else { continue };
                if wanted(&file, function, exceptions) {
                    inside.entry((file, function.name.clone())).or_insert_with(|| reason.clone());
                    continue;
                }
                let lines = function.lines.clone();
                let source: Vec<&str> =
                    text.lines().skip(lines.start() - 1).take(lines.count()).collect();
                let source = source.join("\n");
                let words: BTreeSet<&str> =
                    source.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
                for (other_file, (_, functions)) in &self.files {
                    if folder(other_file) != folder(&file) {
                        continue;
                    }
                    for other in functions {
                        let name = other.name.split('.').next().unwrap_or_default();
                        if wanted(other_file, other, exceptions) && words.contains(name) {
                            let place = (other_file.clone(), other.name.clone());
                            called.insert(place, format!("where it is called: {reason}"));
                        }
                    }
                }
            }
        }
        if inside.is_empty() { called } else { inside }
    }

    /// The files and lines that a message, or a part of it, is about.
    fn places(&self, message: &Value, found: &mut BTreeSet<(String, usize)>) {
        for span in message["spans"].as_array().into_iter().flatten() {
            if span["is_primary"] == true {
                self.place(span, found);
            }
        }
        // An error behind the macros has its place in a note.
        if found.is_empty() {
            for child in message["children"].as_array().into_iter().flatten() {
                self.places(child, found);
            }
        }
        // One of a constant has it in the type of a closure.
        let rendered = message["rendered"].as_str().filter(|_| found.is_empty());
        for closure in rendered.unwrap_or_default().split("closure@").skip(1) {
            let mut cells = closure.split(':');
            let (file, line) = (cells.next().unwrap_or_default(), cells.next());
            if let Some(line) = line.and_then(|line| line.parse().ok()) {
                self.line(file, line, found);
            }
        }
    }

    /// Adds a line of a file, as the compiler names it.
    fn line(&self, name: &str, line: usize, found: &mut BTreeSet<(String, usize)>) {
        let name = name.strip_prefix("../").map_or_else(|| format!("tests/{name}"), str::to_owned);
        if self.files.contains_key(&name) {
            found.insert((name, line));
        }
    }

    fn place(&self, span: &Value, found: &mut BTreeSet<(String, usize)>) {
        let line = span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok());
        if let Some(line) = line {
            self.line(span["file_name"].as_str().unwrap_or_default(), line, found);
        }
        // What a macro of the file has made is in the function that calls it.
        if !span["expansion"].is_null() {
            self.place(&span["expansion"]["span"], found);
        }
    }
}

/// Whether a function is to have an explicit state.
fn wanted(file: &str, function: &Function, exceptions: &Exceptions) -> bool {
    let movable = function.generator.as_ref().is_some_and(|generator| !generator.pinned);
    movable && !exceptions.contains(file, &function.name)
}

/// The crate of a file.
fn folder(file: &str) -> &str {
    let mut ends = file.match_indices('/').map(|(place, _)| place);
    &file[..ends.nth(2).unwrap_or(file.len())]
}

/// What an error says, up to the remedy.
fn reason(message: &Value) -> String {
    let text = message["message"].as_str().unwrap_or_default();
    let text = text.lines().next().unwrap_or_default();
    let text = text.split("; without `state`").next().unwrap_or_default();
    match message["code"]["code"].as_str() {
        Some(code) => format!("{code}: {text}"),
        None => text.to_owned(),
    }
}

fn write(path: &Path, text: &str) {
    // One that is the same keeps its age, and cargo has less to do.
    if fs::read_to_string(path).is_ok_and(|written| written == text) {
        return;
    }
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}
