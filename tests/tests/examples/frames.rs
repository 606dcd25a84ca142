//! The example `frames` finds the frames in its input, in whatever chunks that comes.

use std::process::{Command, Stdio};

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_frames");

fn decode(options: &[&str], input: impl AsRef<[u8]>) -> Run {
    programs::run(Command::new(PROGRAM).args(options), input)
}

fn encode(input: impl AsRef<[u8]>) -> Vec<u8> {
    let output = programs::run_for_bytes(Command::new(PROGRAM).arg("--encode"), input);
    assert_eq!((&*output.stderr, output.status.code()), (&b""[..], Some(0)));
    output.stdout
}

const FRAMES: &[u8] = b"\0\0\0\x05hello\0\0\0\0\0\0\0\x03a\nb";

#[test]
fn each_frame_is_printed_with_its_number() {
    assert_eq!(decode(&[], FRAMES), Run::success("1: \"hello\"\n2: \"\"\n3: \"a\\nb\"\n"));
    assert_eq!(decode(&[], ""), Run::success(""));
}

#[test]
fn the_size_of_the_chunks_makes_no_difference() {
    let expected = decode(&[], FRAMES);
    for size in 1..=FRAMES.len() + 1 {
        assert_eq!(decode(&["--chunk-size", &size.to_string()], FRAMES), expected, "{size}");
    }
}

#[test]
fn what_is_no_text_is_escaped() {
    let run = decode(&[], b"\0\0\0\x06\"\xFF\0\x1B[J");
    assert_eq!(run, Run::success("1: \"\\\"\\xff\\x00\\x1b[J\"\n"));
}

#[test]
fn input_may_end_between_frames_only() {
    let ends = |length: usize| decode(&[], &FRAMES[..length]);
    assert_eq!(ends(9), Run::success("1: \"hello\"\n"));
    assert_eq!(ends(13), Run::success("1: \"hello\"\n2: \"\"\n"));
    let cut = |stdout, frame, taken, of| {
        let stderr =
            format!("frames: <stdin>: frame {frame}: the input ends after {taken} of the {of}\n");
        Run::failure(1, stdout, stderr)
    };
    for length in 1..4 {
        assert_eq!(ends(length), cut("", 1, length, "4 bytes of its length"));
    }
    for length in 4..9 {
        assert_eq!(ends(length), cut("", 1, length - 4, "5 bytes of its content"));
    }
    for length in 10..13 {
        assert_eq!(ends(length), cut("1: \"hello\"\n", 2, length - 9, "4 bytes of its length"));
    }
}

#[test]
fn a_frame_that_is_too_long_is_corrupt() {
    let message = |frame, length, maximum| {
        format!("frames: <stdin>: frame {frame}: its length is {length}, which is over {maximum}\n")
    };
    let run = decode(&[], b"\0\0\0\x01a\xFF\xFF\xFF\xFF and what not");
    assert_eq!(run, Run::failure(1, "1: \"a\"\n", message(2, u32::MAX, 1 << 20)));
    assert_eq!(decode(&["-m4"], FRAMES), Run::failure(1, "", message(1, 5, 4)));
    assert_eq!(decode(&["-m5"], FRAMES).status, Some(0));
}

/// The failure is thrown into the parser, and comes back with what that knows of it.
#[cfg(unix)]
#[test]
fn input_that_cannot_be_read_is_told_apart_from_its_end() {
    // A directory can be opened, and fails when it is read.
    let directory = std::fs::File::open(env!("CARGO_MANIFEST_DIR")).unwrap();
    let run: Run = Command::new(PROGRAM).stdin(directory).output().unwrap().into();
    assert!(run.stderr.starts_with("frames: <stdin>: frame 1: the input fails ("), "{run:?}");
    assert!(run.stderr.ends_with(") after 0 of the 4 bytes of its length\n"), "{run:?}");
    assert_eq!((&*run.stdout, run.status), ("", Some(1)));
}

#[test]
fn each_line_becomes_a_frame() {
    assert_eq!(encode("hello\n\na\tb"), b"\0\0\0\x05hello\0\0\0\0\0\0\0\x03a\tb");
    assert_eq!(encode(""), b"");
    assert_eq!(encode("\n"), b"\0\0\0\0");
    let long = "x".repeat(0x0001_0203);
    assert_eq!(encode(&long), [&b"\0\x01\x02\x03"[..], long.as_bytes()].concat());
}

#[test]
fn a_line_that_is_too_long_for_a_frame_is_an_error() {
    let run = decode(&["--encode", "--max-length", "3"], "abc\nabcd\n");
    let stderr = "frames: <stdin>: line 2: its length is 4, which is over 3\n";
    assert_eq!(run, Run::failure(1, "\0\0\0\x03abc", stderr));
}

#[test]
fn what_is_encoded_is_decoded() {
    let lines: Vec<_> = (0..2_000_u32).map(|number| "é".repeat(number as usize % 700)).collect();
    let expected = (1..)
        .zip(&lines)
        .map(|(number, line)| format!("{number}: \"{}\"\n", line.as_bytes().escape_ascii()));
    let expected: String = expected.collect();
    assert_eq!(decode(&["-c", "4093"], encode(lines.join("\n") + "\n")), Run::success(expected));
}

#[test]
fn a_file_is_named_in_what_is_said_of_it() {
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("good", "\0\0\0\x01a"), ("bad", "\0\0\0\x02a")]);
    let run = |name| programs::run(Command::new(PROGRAM).arg(folder.path().join(name)), "");
    assert_eq!(run("good"), Run::success("1: \"a\"\n"));
    let begin = |name| format!("frames: {}: ", folder.path().join(name).display());
    let stderr = begin("bad") + "frame 1: the input ends after 1 of the 2 bytes of its content\n";
    assert_eq!(run("bad"), Run::failure(1, "", stderr));
    let missing = run("missing");
    assert!(missing.stderr.starts_with(&begin("missing")), "{missing:?}");
    assert_eq!((&*missing.stdout, missing.status), ("", Some(1)));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "frames");
    assert_eq!(decode(&["--chunk-size", "0"], "").status, Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("frame", "\0\0\0\x01a")]);
    let mut command = Command::new(PROGRAM);
    command.arg(folder.path().join("frame")).stdin(Stdio::null()).stdout(full);
    let run: Run = command.output().unwrap().into();
    assert!(run.stderr.starts_with("frames: cannot write to standard output: "), "{run:?}");
    assert_eq!(run.status, Some(1));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("frame", "\0\0\0\x01a")]);
    let run = programs::run_unread(Command::new(PROGRAM).arg(folder.path().join("frame")));
    assert_eq!(run, Run::success(""));
}
