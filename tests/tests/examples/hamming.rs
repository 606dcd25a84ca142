//! The example `hamming` prints as many Hamming numbers as it is asked for, if there are so many.

use std::process::Command;

use genfn_tests::programs::{self, Run};

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

/// The first Hamming numbers as the program prints them.
fn numbers(count: usize) -> Vec<u64> {
    printed(&[&count.to_string()]).lines().map(|line| line.parse().unwrap()).collect()
}

/// Whether nothing is left of a number that is divided by 2, 3 and 5 as often as that goes.
fn is_hamming(mut number: u64) -> bool {
    for factor in [2, 3, 5] {
        while number % factor == 0 {
            number /= factor;
        }
    }
    number == 1
}

#[test]
fn the_first_500_are_those_found_by_brute_force() {
    let numbers = numbers(500);
    assert_eq!(
        numbers[..20],
        [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 27, 30, 32, 36],
    );
    assert_eq!(numbers.len(), 500);
    assert_eq!(numbers[499], 937_500);
    assert!((1..=937_500).filter(|&number| is_hamming(number)).eq(numbers));
}

/// As published: the 1,691st is 2125764000, the last one below 2^31.
#[test]
fn the_1_691st_is_the_known_one() {
    assert_eq!(numbers(1_691)[1_690], 2_125_764_000);
}
