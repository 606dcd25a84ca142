//! Builds and runs the package that compares a batch.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, thread};

use crate::{BODIES_VARIABLE, SEED_VARIABLE, SOURCE_VARIABLE, STATE_VARIABLE};

/// The edition that bodies are compiled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 2021.
    E2021,
    /// 2024.
    E2024,
}

impl Edition {
    /// That of a seed, where none is asked for.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        if seed % 2 == 0 { Self::E2024 } else { Self::E2021 }
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> &'static str {
        match self {
            Self::E2021 => "2021",
            Self::E2024 => "2024",
        }
    }

    fn package(self) -> &'static str {
        match self {
            Self::E2021 => "genfn-differential-batch-2021",
            Self::E2024 => "genfn-differential-batch",
        }
    }
}

/// How batches are built.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where.
    pub target_dir: PathBuf,
    /// Whether with optimisations.
    pub release: bool,
    /// In which edition.
    pub edition: Edition,
}

/// What the comparison of one body came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The forms do the same.
    Agrees,
    /// They do not. Mismatches of the same kind are taken for the same.
    Differs(String),
    /// It came to no end.
    Hangs,
}

impl Program {
    fn cargo(&self, verb: &str) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([verb, "--quiet", "-p", self.edition.package(), "--target-dir"]);
        command.arg(&self.target_dir);
        if self.release {
            command.arg("--release");
        }
        // Nothing is debugged, and each batch is compiled once.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
        for variable in [SEED_VARIABLE, BODIES_VARIABLE, SOURCE_VARIABLE, STATE_VARIABLE] {
            command.env_remove(variable);
        }
        command
    }

    /// Builds the bodies in a file, and compares them up to the first mismatch.
    ///
    /// # Errors
    ///
    /// If cargo cannot be started.
    pub fn run(&self, source: &Path) -> io::Result<Output> {
        self.cargo("run").env(SOURCE_VARIABLE, source).output()
    }

    /// Builds the bodies in a file. The text of the errors, if it does not compile.
    ///
    /// # Errors
    ///
    /// If cargo cannot be started.
    pub fn build(&self, source: &Path) -> io::Result<Result<(), String>> {
        let output = self.cargo("build").env(SOURCE_VARIABLE, source).output()?;
        Ok(if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        })
    }

    /// Compares each of this many bodies that were built last, whatever becomes of the others.
    ///
    /// # Errors
    ///
    /// If the program cannot be started.
    pub fn judge(&self, bodies: usize) -> io::Result<Vec<Verdict>> {
        let mut verdicts = Vec::new();
        while verdicts.len() < bodies {
            let mut child = Command::new(self.executable())
                .arg(verdicts.len().to_string())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            read_verdicts(&mut child, &mut verdicts);
            let _ = child.kill();
            child.wait()?;
            // The one at which it stopped.
            if verdicts.len() < bodies {
                verdicts.push(Verdict::Hangs);
            }
        }
        Ok(verdicts)
    }

    fn executable(&self) -> PathBuf {
        let profile = if self.release { "release" } else { "debug" };
        let mut name = OsString::from(self.edition.package());
        name.push(env::consts::EXE_SUFFIX);
        self.target_dir.join(profile).join(name)
    }
}

/// How long one body may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads what a program tells of each body, until it ends, or tells nothing for too long.
fn read_verdicts(child: &mut Child, verdicts: &mut Vec<Verdict>) {
    let Some(output) = child.stdout.take() else { return };
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    loop {
        let line = match lines.recv_timeout(PATIENCE) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        };
        if line.starts_with("agrees ") {
            verdicts.push(Verdict::Agrees);
        } else if let Some(kind) = line.strip_prefix("differs ") {
            let kind = kind.split_once(' ').map_or("", |(_, kind)| kind);
            verdicts.push(Verdict::Differs(kind.to_owned()));
        }
    }
}
