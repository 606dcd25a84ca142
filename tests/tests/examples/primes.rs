//! The example `primes` prints as many primes as it is asked for, or as many as are read.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use genfn_tests::programs;

const PROGRAM: &str = env!("CARGO_BIN_EXE_primes");

fn printed(arguments: &[&str]) -> String {
    programs::printed(PROGRAM, arguments)
}

#[test]
fn the_first_primes_are_printed_one_a_line() {
    assert_eq!(printed(&["10"]), "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n");
    assert_eq!(printed(&["1"]), "2\n");
    assert_eq!(printed(&["0"]), "");
}

/// Then it ends as with `head`: that nobody reads on is no failure.
#[test]
fn without_a_count_they_go_on_until_nobody_reads() {
    let mut program = Command::new(PROGRAM);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The 1,000th prime is 7919.
    assert_eq!(lines.map(Result::unwrap).nth(999).as_deref(), Some("7919"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
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
        assert!(help.starts_with("Prints the prime numbers in ascending order"), "{help}");
        assert!(help.contains("[COUNT]"), "{help}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    programs::assert_reports_a_full_disk(Command::new(PROGRAM).arg("8"), "primes");
}

/// The first primes as the program prints them.
fn sieved(count: usize) -> Vec<u64> {
    printed(&[&count.to_string()]).lines().map(|line| line.parse().unwrap()).collect()
}

/// The first primes: the numbers that no smaller number but 1 divides.
fn by_trial_division(count: usize) -> Vec<u64> {
    let is_prime = |number: &u64| (2..*number).all(|divisor| number % divisor != 0);
    (2..).filter(is_prime).take(count).collect()
}

#[test]
fn the_first_150_primes_are_those_of_trial_division() {
    let primes = sieved(150);
    assert_eq!(primes.len(), 150);
    assert_eq!(primes[..10], [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    assert_eq!(primes[149], 863);
    assert_eq!(primes, by_trial_division(150));
}

/// As published: the 1,000th is 7919, and the 10,000th is 104729.
#[test]
fn the_10_000th_prime_is_the_known_one() {
    let primes = sieved(10_000);
    assert_eq!((primes[999], primes[9_999]), (7_919, 104_729));
}
