//! The example `quickstart` prints what each feature does.

mod programs;

use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quickstart");

#[test]
fn every_feature_is_shown_once() {
    let run = programs::run(&mut Command::new(PROGRAM), "");
    assert_eq!(
        run.stdout.lines().collect::<Vec<_>>(),
        [
            "iterate:  [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]",
            r#"borrow:   ["brown", "fox", "quick", "the"]"#,
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
        ],
    );
    assert_eq!((&*run.stderr, run.status), ("", Some(0)));
}

/// The README promises what the program prints.
#[test]
fn the_readme_shows_its_output() {
    let readme = include_str!("../../README.md");
    let run = programs::run(&mut Command::new(PROGRAM), "");
    assert!(readme.contains(&run.stdout), "the README has to show this:\n{}", run.stdout);
}
