//! The example `hamming` prints as many Hamming numbers as it is asked for, if there are so many.

mod programs;

use std::process::Command;

use programs::Run;

const PROGRAM: &str = env!("CARGO_BIN_EXE_hamming");

fn hamming(arguments: &[&str]) -> Run {
    programs::run(Command::new(PROGRAM).args(arguments), "")
}

fn printed(arguments: &[&str]) -> String {
    programs::printed(PROGRAM, arguments)
}

/// Every product of 2, 3 and 5 that has no more than 128 bits, in ascending order.
fn products() -> Vec<u128> {
    let powers = |factor: u128, from: u128| {
        std::iter::successors(Some(from), move |power| power.checked_mul(factor))
    };
    let mut products: Vec<_> = powers(2, 1)
        .flat_map(|power| powers(3, power))
        .flat_map(|power| powers(5, power))
        .collect();
    products.sort_unstable();
    products
}

#[test]
fn the_first_numbers_are_printed_one_a_line() {
    assert_eq!(printed(&["10"]), "1\n2\n3\n4\n5\n6\n8\n9\n10\n12\n");
    assert_eq!(printed(&["1"]), "1\n");
    assert_eq!(printed(&["0"]), "");
}

#[test]
fn without_a_count_all_of_128_bits_are_printed() {
    let printed = printed(&[]);
    let numbers = printed.lines().map(|line| line.parse::<u128>().unwrap());
    assert!(numbers.eq(products()));
}

#[test]
fn more_than_there_are_is_a_failure_after_all_of_them() {
    let count = products().len();
    let all = printed(&[&count.to_string()]);
    assert_eq!(
        hamming(&[&(count + 1).to_string()]),
        Run::failure(
            1,
            all,
            format!("hamming: there are no more than {count} Hamming numbers below 2^128\n")
        )
    );
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 3] = [&["ten"], &["-1"], &["1", "2"]];
    for arguments in wrong {
        programs::assert_refused(PROGRAM, arguments);
    }
}

#[test]
fn help_is_printed_on_request() {
    for option in ["-h", "--help"] {
        let help = printed(&[option]);
        assert!(help.starts_with("Prints the Hamming numbers in ascending order"), "{help}");
        assert!(help.contains("[COUNT]"), "{help}");
    }
}

/// As with `head`: that nobody reads on is no failure.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    assert_eq!(programs::run_unread(&mut Command::new(PROGRAM)), Run::success(""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    programs::assert_reports_a_full_disk(Command::new(PROGRAM).arg("8"), "hamming");
}
