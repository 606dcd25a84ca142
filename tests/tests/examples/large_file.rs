//! The example `large_file` counts a file to its end or its first error, and says which it was.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_large_file");

fn run(file: &Path) -> Run {
    programs::run(Command::new(PROGRAM).arg(file), "")
}

/// A file of this test alone, which holds `content`.
fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("large_file_{name}.txt"));
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn lines_bytes_and_the_longest_line_are_counted() {
    let run = run(&file("words", "one\nthree\ntwo\n"));
    assert_eq!(run.stdout, "lines: 3\nbytes: 14\nlongest: line 2, 5 bytes: \"three\"\n");
    assert_eq!(run.stderr, "");
    assert_eq!(run.status, Some(0));
}

#[test]
fn the_last_line_needs_no_line_end() {
    let run = run(&file("no_end", "a\nlast"));
    assert_eq!(run.stdout, "lines: 2\nbytes: 6\nlongest: line 2, 4 bytes: \"last\"\n");
    assert_eq!(run.status, Some(0));
}

#[test]
fn a_carriage_return_belongs_to_the_line_end() {
    let run = run(&file("carriage_return", "ab\r\nabc\n\r\n"));
    assert_eq!(run.stdout, "lines: 3\nbytes: 10\nlongest: line 2, 3 bytes: \"abc\"\n");
}

#[test]
fn of_equally_long_lines_the_first_is_the_longest() {
    let run = run(&file("equal", "\nab\ncd\n"));
    assert_eq!(run.stdout, "lines: 3\nbytes: 7\nlongest: line 2, 2 bytes: \"ab\"\n");
}

#[test]
fn an_empty_file_has_no_longest_line() {
    let run = run(&file("empty", ""));
    assert_eq!(run.stdout, "lines: 0\nbytes: 0\n");
    assert_eq!(run.stderr, "");
    assert_eq!(run.status, Some(0));
}

#[test]
fn only_the_beginning_of_a_long_line_is_shown_and_it_is_escaped() {
    let run = run(&file("long", format!("\u{1b}[2J{}\n", "é".repeat(100))));
    let shown = format!("\\u{{1b}}[2J{}", "é".repeat(56));
    assert_eq!(
        run.stdout,
        format!("lines: 1\nbytes: 205\nlongest: line 1, 204 bytes: \"{shown}\"..\n"),
    );
}

#[test]
fn a_file_of_many_buffers_is_counted_to_its_end() {
    let mut content = String::new();
    for number in 0..100_000 {
        writeln!(content, "line {number}").unwrap();
    }
    let run = run(&file("many", &content));
    assert_eq!(
        run.stdout,
        format!(
            "lines: 100000\nbytes: {}\nlongest: line 10001, 10 bytes: \"line 10000\"\n",
            content.len(),
        ),
    );
    assert_eq!(run.status, Some(0));
}

#[test]
fn a_missing_file_is_an_error() {
    let missing = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large_file_missing.txt");
    let run = run(&missing);
    assert_eq!(run.stdout, "lines: 0\nbytes: 0\n");
    let expected = format!("large_file: cannot read {}: ", missing.display());
    assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_folder_cannot_be_read() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let run = run(folder);
    assert_eq!(run.stdout, "lines: 0\nbytes: 0\n");
    let expected = format!("large_file: cannot read {}: ", folder.display());
    assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    assert_eq!(run.status, Some(1));
}

#[test]
fn what_stands_before_invalid_utf_8_is_counted() {
    let path = file("not_utf_8", b"first\nsecond\nbad \xff line\nnever read\n");
    let run = run(&path);
    assert_eq!(run.stdout, "lines: 2\nbytes: 13\nlongest: line 2, 6 bytes: \"second\"\n");
    assert_eq!(
        run.stderr,
        format!(
            "large_file: cannot read {} after line 2: stream did not contain valid UTF-8\n",
            path.display(),
        ),
    );
    assert_eq!(run.status, Some(1));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "large_file");
    for arguments in [&[][..], &["one", "two"]] {
        let refused = programs::run(Command::new(PROGRAM).args(arguments), "");
        assert!(refused.stderr.contains("Usage: large_file"), "{refused:?}");
        assert_eq!((&*refused.stdout, refused.status), ("", Some(2)));
    }
}

/// As with `head`: that nobody reads on is no failure.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let run = programs::run_unread(Command::new(PROGRAM).arg(file("unread", "a\n")));
    assert_eq!(run, Run::success(""));
}
