//! Lists a folder and all that is in it.
//!
//! ```text
//! $ cargo run -p genfn --example walk -- --max-depth 1 runtime
//! runtime
//! runtime/Cargo.toml
//! runtime/LICENSE-APACHE -> ../LICENSE-APACHE
//! runtime/LICENSE-MIT -> ../LICENSE-MIT
//! runtime/README.md -> ../README.md
//! runtime/examples
//! runtime/src
//! ```
//!
//! The walk is a generator that delegates to itself. A failure is an item: `?` gives it as the last
//! one of the path that failed, and the generators that delegate to that path go on.

use std::fmt::{self, Display, Formatter};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Write};
use std::iter;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use genfn::generator;

/// Lists folders and all that is in them, each folder sorted by name.
///
/// What cannot be read is reported on standard error, and the walk goes on. The exit status is then
/// 1.
#[derive(Parser)]
struct Options {
    /// Go where symbolic links lead; one that leads back to a folder that it is in is reported
    #[arg(short, long)]
    follow: bool,

    /// How many folders deep to go
    #[arg(short = 'd', long, value_name = "DEPTH")]
    max_depth: Option<usize>,

    /// Print the size of each file in bytes, and their sum at the end
    #[arg(short, long)]
    sizes: bool,

    /// Where to begin
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
}

struct Entry {
    path: PathBuf,
    metadata: Metadata,
}

/// Why a path is not listed, or not entered.
struct Failure {
    path: PathBuf,
    reason: Reason,
}

enum Reason {
    Unreadable(io::Error),
    /// It is this folder, in which it is.
    Loop(PathBuf),
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.path.display())?;
        match &self.reason {
            Reason::Unreadable(error) => error.fmt(formatter),
            Reason::Loop(folder) => write!(formatter, "leads back to {}", folder.display()),
        }
    }
}

/// A folder that the walk is in, and the one that it was in before.
///
/// Each is a local of a generator that waits for its delegate. So this list goes from body to body
/// by plain borrows.
struct Within<'a> {
    folder: PathBuf,
    outer: Option<&'a Within<'a>>,
}

/// What is at `path`, and if that is a folder, all that is in it.
///
/// Each path has a generator of its own, which a failure ends.
#[generator]
fn walk(
    path: PathBuf,
    depth: usize,
    options: &Options,
    outer: Option<&Within<'_>>,
) -> impl Iterator<Item = Result<Entry, Failure>> {
    let failed = |error| Failure { path: path.clone(), reason: Reason::Unreadable(error) };
    let metadata = if options.follow { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
    let metadata = metadata.map_err(failed)?;
    let is_folder = metadata.is_dir();

    // Only links can lead back.
    let mut within = None;
    if is_folder && options.follow {
        let folder = fs::canonicalize(&path).map_err(failed)?;
        if iter::successors(outer, |within| within.outer).any(|within| within.folder == folder) {
            return Err(Failure { path, reason: Reason::Loop(folder) });
        }
        within = Some(Within { folder, outer });
    }

    yield_!(Ok(Entry { path: path.clone(), metadata }));
    if !is_folder || options.max_depth == Some(depth) {
        return;
    }

    let mut names = Vec::new();
    for entry in fs::read_dir(&path).map_err(failed)? {
        match entry {
            Ok(entry) => names.push(entry.file_name()),
            // The other names may still be read, so here the error is an item by hand.
            Err(error) => yield_!(Err(failed(error))),
        }
    }
    names.sort_unstable();
    for name in names {
        yield_from!(walk(path.join(name), depth + 1, options, within.as_ref()));
    }
}

/// What was found, in the end.
#[derive(Default)]
struct Summary {
    files: u64,
    bytes: u64,
    failures: u64,
}

/// Prints the walk, and reports what failed in it.
fn print(options: &Options, mut output: impl Write) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for entry in options.paths.iter().flat_map(|path| walk(path.clone(), 0, options, None)) {
        let Entry { path, metadata } = match entry {
            Ok(entry) => entry,
            Err(failure) => {
                eprintln!("walk: {failure}");
                summary.failures += 1;
                continue;
            }
        };
        if metadata.is_file() {
            summary.files += 1;
            summary.bytes += metadata.len();
        }
        if options.sizes && metadata.is_file() {
            write!(output, "{:>12} ", metadata.len())?;
        } else if options.sizes {
            write!(output, "{:>12} ", "-")?;
        }
        write!(output, "{}", path.display())?;
        if let (true, Ok(target)) = (metadata.is_symlink(), fs::read_link(&path)) {
            write!(output, " -> {}", target.display())?;
        }
        writeln!(output)?;
    }
    if options.sizes {
        writeln!(output, "{:>12} bytes in files: {}", summary.bytes, summary.files)?;
    }
    Ok(summary)
}

fn main() -> ExitCode {
    match print(&Options::parse(), io::stdout().lock()) {
        Ok(Summary { failures: 0, .. }) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // As with `head`: that nobody reads on is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("walk: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
