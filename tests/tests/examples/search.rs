//! The example `search` finds all magic squares of nine digits.

use genfn_tests::programs;

const PROGRAM: &str = env!("CARGO_BIN_EXE_search");

#[test]
fn all_eight_squares_are_found() {
    let printed = programs::printed(PROGRAM, &[]);
    assert_eq!(printed.lines().count(), 9, "{printed}");
    assert!(printed.starts_with("276 951 438\n"), "{printed}");
    assert!(printed.ends_with("834 159 672\n8 squares\n"), "{printed}");
}

#[test]
fn they_are_only_counted() {
    assert_eq!(programs::printed(PROGRAM, &["--count"]), "8 squares\n");
}

#[test]
fn it_tells_what_it_takes() {
    let help = programs::printed(PROGRAM, &["--help"]);
    assert!(help.contains("--count") && help.contains("magic squares"), "{help}");
}
