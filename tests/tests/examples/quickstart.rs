//! The example `quickstart` prints what each feature does.

use std::process::Command;

use genfn_tests::programs;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quickstart");

#[test]
fn every_feature_is_shown_once() {
    let run = programs::run(&mut Command::new(PROGRAM), "");
    assert_eq!(
        run.stdout.lines().collect::<Vec<_>>(),
        [
            "iterate:  [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]",
            r#"borrow:   ["brown", "fox", "quick", "the"]"#,
            r#"generic:  "generor""#,
            "fallible: [Ok(1), Ok(2), Err(ParseIntError { kind: InvalidDigit })]",
            "size:     (3, Some(3))",
            "size:     (2, Some(2)) after Some(1)",
            "send:     10 makes the average 10",
            "send:     20 makes the average 15",
            "send:     60 makes the average 30",
            r#"throw:    Yielded("data.csv, attempt 1")"#,
            "throw:    caught `timeout`",
            r#"throw:    Yielded("data.csv, attempt 2")"#,
            r#"throw:    Complete("got data.csv")"#,
            r#"close:    Yielded("more.csv, attempt 1")"#,
            r#"close:    Some("gave up on more.csv")"#,
            "close:    it is Finished and gives None",
            "return:   [6, 3, 10, 5, 16, 8, 4, 2] are Some(8) steps",
            r#"delegate: ["/genfn", "/genfn/runtime", "/genfn/runtime/examples", "/genfn/tests"]"#,
            "trait:    /runtime",
            "trait:    /runtime/examples",
            r#"catch:    Yielded("Ulysses, page 1")"#,
            "catch:    Ulysses was put away: too long",
            r#"catch:    Yielded("Emma, page 1")"#,
            r#"catch:    Some("Emma, page 2")"#,
            "catch:    Emma was read to its end",
            "catch:    None",
            "field:    Some(100), Some(101)",
            "object:   [3, 2, 1]",
            r#"object:   Yielded("Who are you?")"#,
            r#"object:   Complete("Hello world!")"#,
            "pin:      Yielded(250), Yielded(4)",
            r#"block:    "AdaGrace""#,
            "for, if:  [0, 4, 16, 36, 64]",
        ],
    );
    assert_eq!((&*run.stderr, run.status), ("", Some(0)));
}

/// The README promises what the program prints.
#[test]
fn the_readme_shows_its_output() {
    let readme = include_str!("../../../README.md");
    let run = programs::run(&mut Command::new(PROGRAM), "");
    assert!(readme.contains(&run.stdout), "the README has to show this:\n{}", run.stdout);
}
