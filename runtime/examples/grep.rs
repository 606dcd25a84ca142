//! Prints the lines of files that a pattern matches.
//!
//! ```text
//! $ cargo run -p genfn --example grep -- -A1 'generator]' runtime/examples/quickstart.rs
//! #[generator]
//! fn fibonacci() -> impl Iterator<Item = u64> {
//! --
//! #[generator]
//! fn sorted_words(text: &str) -> impl Iterator<Item = &str> {
//! --
//! ..
//! ```
//!
//! A pipeline of generators, as a shell has pipelines of programs: `files`, `lines`, `judged`,
//! `in_context`. Each pulls from the one before it when it is asked for an item, so a file is read
//! no further than the next line to be printed.

use std::collections::VecDeque;
use std::fs::{self, DirEntry, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use clap::Parser;
use genfn::generator;
use regex::bytes::{Regex, RegexBuilder};

/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Prints the lines of files that a pattern matches.
///
/// The exit status is 0 if a line was selected, 1 if none was, and 2 if something failed.
#[derive(Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
struct Options {
    /// Let small and capital letters match each other
    #[arg(short, long)]
    ignore_case: bool,

    /// Select the lines that do not match
    #[arg(short = 'v', long)]
    invert_match: bool,

    /// Print the number of each line
    #[arg(short = 'n', long)]
    line_number: bool,

    /// Search all files in a folder and in those in it, sorted by name, without following links
    #[arg(short, long)]
    recursive: bool,

    /// Print so many lines before each selected one
    #[arg(short = 'B', long, value_name = "LINES")]
    before_context: Option<usize>,

    /// Print so many lines after each selected one
    #[arg(short = 'A', long, value_name = "LINES")]
    after_context: Option<usize>,

    /// Print so many lines before and after each selected one
    #[arg(short = 'C', long, value_name = "LINES")]
    context: Option<usize>,

    /// What is looked for: a regular expression, of the syntax of the crate `regex`
    pattern: String,

    /// Where to look: files, with -r folders too, and - for standard input, which is searched if
    /// there is none; with -r it is the current folder
    paths: Vec<PathBuf>,
}

impl Options {
    fn before(&self) -> usize {
        self.before_context.or(self.context).unwrap_or(0)
    }

    fn after(&self) -> usize {
        self.after_context.or(self.context).unwrap_or(0)
    }

    fn separates(&self) -> bool {
        self.before_context.or(self.after_context).or(self.context).is_some()
    }

    fn paths(&self) -> Vec<PathBuf> {
        match (&self.paths[..], self.recursive) {
            ([], true) => vec![".".into()],
            ([], false) => vec!["-".into()],
            (paths, _) => paths.to_vec(),
        }
    }
}

/// A line without its end.
struct Line {
    file: Rc<Path>,
    number: u64,
    text: Vec<u8>,
    selected: bool,
}

/// Why a path is not searched, or not to its end.
struct Failure {
    path: PathBuf,
    error: io::Error,
}

/// The lines of one file or of a folder's files that are to be printed, and what failed.
///
/// A failure is the last item of the generator that it comes from. The search goes on with the next
/// file, for to a delegation it is an item like any other.
#[generator]
fn search(
    path: PathBuf,
    pattern: &Regex,
    options: &Options,
) -> impl Iterator<Item = Result<Line, Failure>> {
    for file in files(path, options) {
        match file {
            Ok(file) => yield_from!(in_context(judged(lines(file), pattern, options), options)),
            Err(failure) => yield_!(Err(failure)),
        }
    }
}

/// The file at `path`, or all files in the folder that is there.
#[generator]
fn files(path: PathBuf, options: &Options) -> impl Iterator<Item = Result<PathBuf, Failure>> {
    if !options.recursive || !path.is_dir() {
        yield_!(Ok(path));
        return;
    }
    let failed = |error| Failure { path: path.clone(), error };
    let entries = fs::read_dir(&path).map_err(failed)?;
    let mut entries = entries.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_unstable_by_key(DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        // Links may lead back, pipes and devices may have no end.
        if kind.is_dir() || kind.is_file() {
            yield_from!(files(entry.path(), options));
        }
    }
}

/// The lines of a file, none of which is selected yet.
#[generator]
fn lines(path: PathBuf) -> impl Iterator<Item = Result<Line, Failure>> {
    let failed = |error| Failure { path: path.clone(), error };
    let reader: Box<dyn BufRead> = if path == Path::new(STANDARD_INPUT) {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&path).map_err(failed)?))
    };
    let file = Rc::from(path.as_path());
    for (number, text) in (1..).zip(reader.split(b'\n')) {
        let text = text.map_err(failed)?;
        yield_!(Ok(Line { file: Rc::clone(&file), number, text, selected: false }));
    }
}

/// The same lines, selected where the pattern says so.
#[generator]
fn judged(
    lines: impl Iterator<Item = Result<Line, Failure>>,
    pattern: &Regex,
    options: &Options,
) -> impl Iterator<Item = Result<Line, Failure>> {
    for line in lines {
        let mut line = line?;
        line.selected = pattern.is_match(&line.text) != options.invert_match;
        yield_!(Ok(line));
    }
}

/// The selected lines, and as many before and after each as are to be seen.
#[generator]
fn in_context(
    lines: impl Iterator<Item = Result<Line, Failure>>,
    options: &Options,
) -> impl Iterator<Item = Result<Line, Failure>> {
    let mut before = VecDeque::new();
    let mut after = 0;
    for line in lines {
        let line = line?;
        if line.selected {
            yield_from!(before.drain(..).map(Ok));
            yield_!(Ok(line));
            after = options.after();
        } else if after > 0 {
            yield_!(Ok(line));
            after -= 1;
        } else {
            before.push_back(line);
            if before.len() > options.before() {
                before.pop_front();
            }
        }
    }
}

/// What came of the search.
#[derive(Default)]
struct Outcome {
    selected: bool,
    failed: bool,
}

/// Prints what the search gives, and reports what failed.
fn print(pattern: &Regex, options: &Options, output: &mut impl Write) -> io::Result<Outcome> {
    let paths = options.paths();
    let named = paths.len() > 1 || options.recursive && paths[0].is_dir();
    let mut outcome = Outcome::default();
    let mut last: Option<(Rc<Path>, u64)> = None;
    for line in paths.into_iter().flat_map(|path| search(path, pattern, options)) {
        let Line { file, number, text, selected } = match line {
            Ok(line) => line,
            Err(Failure { path, error }) => {
                eprintln!("grep: {}: {error}", path.display());
                outcome.failed = true;
                continue;
            }
        };
        outcome.selected |= selected;
        if let Some((last_file, last_number)) = &last {
            let adjoins = Rc::ptr_eq(last_file, &file) && last_number + 1 == number;
            if options.separates() && !adjoins {
                writeln!(output, "--")?;
            }
        }
        let mark = if selected { ':' } else { '-' };
        if named && *file == *Path::new(STANDARD_INPUT) {
            write!(output, "(standard input){mark}")?;
        } else if named {
            write!(output, "{}{mark}", file.display())?;
        }
        if options.line_number {
            write!(output, "{number}{mark}")?;
        }
        output.write_all(&text)?;
        writeln!(output)?;
        last = Some((file, number));
    }
    Ok(outcome)
}

fn main() -> ExitCode {
    let options = Options::parse();
    let pattern = RegexBuilder::new(&options.pattern).case_insensitive(options.ignore_case).build();
    let pattern = match pattern {
        Ok(pattern) => pattern,
        Err(error) => {
            eprintln!("grep: {error}");
            return ExitCode::from(2);
        }
    };
    match print(&pattern, &options, &mut io::stdout().lock()) {
        Ok(Outcome { failed: true, .. }) => ExitCode::from(2),
        Ok(Outcome { selected: true, .. }) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        // As with `head`: that nobody reads on is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("grep: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
    }
}
