//! The example `grep` prints what `grep -E` does, and has its exit status.

use std::path::PathBuf;
use std::process::Command;

use genfn_tests::programs::{self, Run};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_grep");

const POEM: &str = "\
Tyger Tyger, burning bright,
In the forests of the night;
What immortal hand or eye,
Could frame thy fearful symmetry?

In what distant deeps or skies.
Burnt the fire of thine eyes?
On what wings dare he aspire?
What the hand, dare seize the fire?
";

/// Searches standard input.
fn grep(arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
    programs::run(Command::new(PROGRAM).args(arguments), input)
}

/// Searches in `folder`.
fn grep_in(folder: &TempDir, arguments: &[&str]) -> Run {
    let mut command = Command::new(PROGRAM);
    programs::run(command.current_dir(folder.path()).args(arguments), "input\n")
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("poem", POEM),
        ("one", "a\nb\nc\n"),
        ("two", "b\n"),
        ("deep/z", "c\nb"),
        ("deep/er/y", "b\nb\n"),
        ("deep/empty", ""),
    ];
    programs::write_files(folder.path(), &files);
    folder
}

#[test]
fn lines_that_match_are_selected() {
    let expected = "What immortal hand or eye,\nWhat the hand, dare seize the fire?\n";
    assert_eq!(grep(&["hand"], POEM), Run::success(expected));
    assert_eq!(grep(&["^What.*hand"], POEM), Run::success(expected));
    assert_eq!(grep(&["ha(nd|t) (or|of)"], POEM), Run::success("What immortal hand or eye,\n"));
}

#[test]
fn the_status_tells_whether_a_line_was_selected() {
    assert_eq!(grep(&["lamb"], POEM), Run::failure(1, "", ""));
    assert_eq!(grep(&["lamb"], ""), Run::failure(1, "", ""));
    assert_eq!(grep(&["-v", ""], POEM), Run::failure(1, "", ""));
    assert_eq!(grep(&[""], "\n"), Run::success("\n"));
}

#[test]
fn small_and_capital_letters_can_match_each_other() {
    assert_eq!(grep(&["tyger"], POEM).status, Some(1));
    assert_eq!(grep(&["-i", "tYGER"], POEM), Run::success("Tyger Tyger, burning bright,\n"));
    assert_eq!(grep(&["-i", "É"], "é\n"), Run::success("é\n"));
}

#[test]
fn lines_that_do_not_match_can_be_selected() {
    let expected = "1:Tyger Tyger, burning bright,\n5:\n";
    assert_eq!(grep(&["-vn", " (the|what|or|thy) "], POEM), Run::success(expected));
}

#[test]
fn lines_before_and_after_are_shown_as_context() {
    let expected = "1-Tyger Tyger, burning bright,\n2:In the forests of the night;\n";
    assert_eq!(grep(&["-n", "-B3", "forests"], POEM), Run::success(expected));
    let expected = "8:On what wings dare he aspire?\n9-What the hand, dare seize the fire?\n";
    assert_eq!(grep(&["-n", "-A3", "wings"], POEM), Run::success(expected));
    let expected = "4-Could frame thy fearful symmetry?\n5:\n6-In what distant deeps or skies.\n";
    assert_eq!(grep(&["-n", "-C1", "^$"], POEM), Run::success(expected));
    let expected = "5:\n6-In what distant deeps or skies.\n";
    assert_eq!(grep(&["-n", "-C1", "-B0", "^$"], POEM), Run::success(expected));
}

#[test]
fn groups_are_kept_apart_and_those_that_meet_are_one() {
    let numbers: String = (1..=20).map(|number| number.to_string() + "\n").collect();
    let groups = |options: &[&str], pattern| {
        let run = grep(&[options, &[pattern]].concat(), &numbers);
        run.stdout.lines().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(groups(&[], "^(3|9)$"), "3 9");
    assert_eq!(groups(&["-A0"], "^(3|4|9)$"), "3 4 -- 9");
    assert_eq!(groups(&["-C2"], "^(3|9)$"), "1 2 3 4 5 -- 7 8 9 10 11");
    assert_eq!(groups(&["-C2"], "^(3|8)$"), "1 2 3 4 5 6 7 8 9 10");
    assert_eq!(groups(&["-C3"], "^(3|8)$"), "1 2 3 4 5 6 7 8 9 10 11");
    assert_eq!(groups(&["-A2"], "^(3|4)$"), "3 4 5 6");
    assert_eq!(groups(&["-B2"], "^(19|20)$"), "17 18 19 20");
    assert_eq!(groups(&["-A1", "-B2"], "^(1|10|20)$"), "1 2 -- 8 9 10 11 -- 18 19 20");
}

#[test]
fn lines_of_several_files_are_named() {
    assert_eq!(grep_in(&folder(), &["b", "one", "two"]), Run::success("one:b\ntwo:b\n"));
    let run = grep_in(&folder(), &["-n", "-A1", "b", "one", "two"]);
    assert_eq!(run, Run::success("one:2:b\none-3-c\n--\ntwo:1:b\n"));
    assert_eq!(grep_in(&folder(), &["b", "one"]), Run::success("b\n"));
}

/// One group does not go on in the next file, though it be the same one.
#[test]
fn a_file_that_is_given_twice_is_searched_twice() {
    let run = grep_in(&folder(), &["-n", "-A0", "a|b|c", "one", "one"]);
    let once = "one:1:a\none:2:b\none:3:c\n";
    assert_eq!(run, Run::success(format!("{once}--\n{once}")));
}

#[test]
fn a_dash_is_standard_input() {
    assert_eq!(grep_in(&folder(), &["p", "-"]), Run::success("input\n"));
    assert_eq!(grep_in(&folder(), &["p"]), Run::success("input\n"));
    let run = grep_in(&folder(), &["-n", "[pb]", "two", "-"]);
    assert_eq!(run, Run::success("two:1:b\n(standard input):1:input\n"));
}

#[test]
fn a_folder_is_searched_in_order() {
    let path = |path: &str| path.split('/').collect::<PathBuf>().display().to_string();
    let (y, z) = (path("deep/er/y"), path("deep/z"));
    let run = grep_in(&folder(), &["-r", "-n", "b", "deep"]);
    assert_eq!(run, Run::success(format!("{y}:1:b\n{y}:2:b\n{z}:2:b\n")));
    let run = grep_in(&folder(), &["--recursive", "a$"]);
    assert_eq!(run, Run::success(format!("{}:a\n", path("./one"))));
    assert_eq!(grep_in(&folder(), &["-r", "b", "two"]), Run::success("b\n"));
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let folder = folder();
    std::os::unix::fs::symlink("..", folder.path().join("deep/up")).unwrap();
    std::os::unix::fs::symlink("../one", folder.path().join("deep/one")).unwrap();
    assert_eq!(grep_in(&folder, &["-r", "a", "deep"]), Run::failure(1, "", ""));
    assert_eq!(grep_in(&folder, &["a", "deep/one"]), Run::success("a\n"));
}

#[test]
fn the_search_goes_on_after_what_cannot_be_read() {
    let run = grep_in(&folder(), &["b", "one", "gone", "deep", "two"]);
    assert_eq!((&*run.stdout, run.status), ("one:b\ntwo:b\n", Some(2)));
    let errors: Vec<_> = run.stderr.lines().collect();
    assert!(errors[0].starts_with("grep: gone: "), "{run:?}");
    assert!(errors[1].starts_with("grep: deep: "), "{run:?}");
    assert_eq!(errors.len(), 2);
}

#[test]
fn lines_are_bytes_and_need_no_last_end() {
    let run = programs::run_for_bytes(Command::new(PROGRAM).arg("b"), b"\xFFb\r\nc\nb\0b");
    assert_eq!(run.stdout, b"\xFFb\r\nb\0b\n");
    assert_eq!(run.status.code(), Some(0));
}

#[test]
fn a_bad_pattern_is_an_error() {
    let run = grep(&["a(b"], "ab\n");
    assert!(run.stderr.contains("unclosed group"), "{run:?}");
    assert_eq!((&*run.stdout, run.status), ("", Some(2)));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "grep");
    assert_eq!(grep(&[], "").status, Some(2));
    assert_eq!(grep(&["-A", "x", "y"], "").status, Some(2));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = folder();
    let mut command = Command::new(PROGRAM);
    let run = programs::run_unread(command.current_dir(folder.path()).args(["a", "one"]));
    assert_eq!(run, Run::success(""));
}
