//! Runs the example programs, and collects what they print.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, thread};

/// What a program wrote, and its exit status.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// The text on standard output.
    pub stdout: String,
    /// The text on standard error.
    pub stderr: String,
    /// The exit status, unless a signal ended the program.
    pub status: Option<i32>,
}

impl Run {
    /// What says this on standard output, and nothing else.
    pub fn success(stdout: impl Into<String>) -> Self {
        Self { stdout: stdout.into(), stderr: String::new(), status: Some(0) }
    }

    /// What says this on standard output and on standard error.
    pub fn failure(status: i32, stdout: impl Into<String>, stderr: impl Into<String>) -> Self {
        Self { stdout: stdout.into(), stderr: stderr.into(), status: Some(status) }
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code(),
        }
    }
}

/// Runs a program to its end. What of `input` it does not read is lost.
pub fn run(command: &mut Command, input: impl AsRef<[u8]>) -> Run {
    run_for_bytes(command, input).into()
}

/// As [`run`], for a program that does not write text.
pub fn run_for_bytes(command: &mut Command, input: impl AsRef<[u8]>) -> Output {
    let input = input.as_ref();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // At the same time as its output is read: no pipe holds all of it.
        scope.spawn(move || match stdin.write_all(input) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
            _ => {}
        });
        child.wait_with_output().unwrap()
    })
}

/// Makes a folder at `root` that holds files of these paths and contents.
pub fn write_files(root: &Path, files: &[(&str, &str)]) {
    for (path, content) in files {
        let path: PathBuf = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// Asserts what holds for each program: it tells how it is used, and a reader that has gone is no
/// error to it.
#[track_caller]
pub fn assert_help(program: &str, name: &str) {
    for option in ["-h", "--help"] {
        let help = run(Command::new(program).arg(option), "");
        assert!(help.stdout.contains(&format!("Usage: {name}")), "{help:?}");
        assert_eq!((&*help.stderr, help.status), ("", Some(0)));
    }
    let refused = run(Command::new(program).arg("--no-such-option"), "");
    assert!(refused.stderr.contains("unexpected argument '--no-such-option'"), "{refused:?}");
    assert_eq!((&*refused.stdout, refused.status), ("", Some(2)));
}

/// Runs a program whose standard output nobody reads.
#[cfg(unix)]
pub fn run_unread(command: &mut Command) -> Run {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let (reader, writer) = UnixStream::pair().unwrap();
    drop(reader);
    command.stdin(Stdio::null()).stdout(OwnedFd::from(writer)).output().unwrap().into()
}

/// What a run with these arguments prints that meets no error.
#[must_use]
#[track_caller]
pub fn printed(program: &str, arguments: &[&str]) -> String {
    let run = run(Command::new(program).args(arguments), "");
    assert_eq!((&*run.stderr, run.status), ("", Some(0)));
    run.stdout
}

/// Asserts that arguments are refused, which is told apart from a failure.
#[track_caller]
pub fn assert_refused(program: &str, arguments: &[&str]) {
    let refused = run(Command::new(program).args(arguments), "");
    assert!(refused.stderr.starts_with("error: "), "{refused:?}");
    assert_eq!((&*refused.stdout, refused.status), ("", Some(2)));
}

/// Asserts that a program which cannot write says so, after its name.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn assert_reports_a_full_disk(command: &mut Command, name: &str) {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let run: Run = command.stdin(Stdio::null()).stdout(full).output().unwrap().into();
    let message = format!("{name}: cannot write to standard output: ");
    assert!(run.stderr.starts_with(&message), "{run:?}");
    assert_eq!(run.status, Some(1));
}
